import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium';
import { violationsOf } from './axe';
import { openPanel } from './panelPage';
import { situations } from './states';
import { themes } from './webviewPage';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

describe.each(themes)('in the theme %s', (theme) => {
  it.each([200, 400])('axe finds nothing to mend at %i px', async (width) => {
    const panel = await openPanel(browser, theme, width);
    for (const [situation, state] of Object.entries(situations)) {
      await panel.show(state);
      expect(await violationsOf(panel.page), situation).toEqual([]);
    }
    await panel.close();
  });

  it('nothing is wider than 200 px', async () => {
    const panel = await openPanel(browser, theme, 200);
    for (const [situation, state] of Object.entries(situations)) {
      await panel.show(state);
      const width = await panel.page.evaluate(() => document.documentElement.scrollWidth);
      expect(width, situation).toBeLessThanOrEqual(200);
    }
    await panel.close();
  });
});
