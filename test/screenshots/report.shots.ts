import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { openReport } from '../panel/reportPage';
import { themes } from '../panel/webviewPage';
import { situations } from '../report/situations';
import { launchChromium } from '../support/chromium';

const root = path.resolve(import.meta.dirname, '../..');

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

describe.each(themes)('%s', (theme) => {
  it.each([400, 1000])('shows an evaluation at %i px', async (width) => {
    const report = await openReport(browser, theme, width);
    await report.show(situations.usual);
    const { page } = report;
    for (const [name, selector] of Object.entries({
      begin: 'header',
      charts: '.charts',
      kinds: '[aria-labelledby=kinds]',
    })) {
      await page.locator(selector).screenshot({ path: `${root}/.screenshots/report-${theme}-${width}-${name}.png` });
    }
    await report.close();
  });
});
