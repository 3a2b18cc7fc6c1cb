import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { readTranslation } from '../l10n/bundles';
import { openPanel } from '../panel/panelPage';
import { openReport } from '../panel/reportPage';
import { situations as states } from '../panel/states';
import { situations as evaluations } from '../report/situations';
import { launchChromium } from '../support/chromium';

const root = path.resolve(import.meta.dirname, '../..');
const german = { language: 'de', words: readTranslation('l10n/bundle.l10n.de.json') };

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

describe('in German at 300 px', () => {
  it.each(['nothing asked', 'answer', 'no answer', 'offer'])('shows the panel: %s', async (situation) => {
    const panel = await openPanel(browser, 'dark', 300, german);
    const state = states[situation];
    if (state === undefined) throw new Error(`no situation ${situation}`);
    await panel.show(state);
    await panel.page.screenshot({ path: `${root}/.screenshots/german-panel-${situation.replaceAll(' ', '-')}.png` });
    await panel.close();
  });

  it('shows the report', async () => {
    const report = await openReport(browser, 'dark', 300, german);
    await report.show(evaluations.usual);
    await report.page.screenshot({ path: `${root}/.screenshots/german-report.png` });
    await report.page.locator('.charts').screenshot({ path: `${root}/.screenshots/german-report-charts.png` });
    await report.close();
  });
});
