import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { visible } from '../../src/report/visible';
import { pseudoTranslation, readTranslation } from '../l10n/bundles';
import { situations as evaluations } from '../report/situations';
import { launchChromium } from '../support/chromium';
import { openPanel, type PanelPage } from './panelPage';
import { openReport, type ReportPage } from './reportPage';
import { stringsIn, untranslatedTexts } from './saidTexts';
import { situations } from './states';
import { openAll } from './webviewPage';

const pseudo = { language: 'en-US', words: pseudoTranslation() };
const german = { language: 'de', words: readTranslation('l10n/bundle.l10n.de.json') };

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** Of the view and of everything in it that must not be cut off: all but names and words of the user's, which `bdi` holds. */
const widest = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const elements = [...document.body.querySelectorAll(':not(bdi)')];
    return Math.max(document.documentElement.scrollWidth, ...elements.map((one) => one.getBoundingClientRect().right));
  });

describe('the panel', () => {
  let panel: PanelPage;
  afterEach(() => panel.close());

  describe('in pseudo-language', () => {
    beforeEach(async () => {
      panel = await openPanel(browser, 'dark', 300, pseudo);
    });

    it.each(Object.entries(situations))('has no words of its own that were not translated: %s', async (_, state) => {
      await panel.show(state);
      await openAll(panel.page);
      const names = ['kind', 'state', 'verdict', 'status', 'strictness', 'action', 'precision', 'backend'];
      expect(await untranslatedTexts(panel.page, stringsIn(state, names))).toEqual([]);
    });

    it('refuses a page pasted as a question in words that were translated', async () => {
      await panel.show(situations['nothing asked'] ?? expect.fail());
      await panel.page.getByRole('textbox').fill('a'.repeat(100_001));
      await panel.page.getByRole('alert').waitFor();
      expect(await untranslatedTexts(panel.page, ['limits.md', 'Quick reader (bundled)'])).toEqual([]);
    });
  });

  describe('in German', () => {
    beforeEach(async () => {
      panel = await openPanel(browser, 'dark', 300, german);
    });

    it.each(Object.entries(situations))('is no wider than 300 px: %s', async (_, state) => {
      await panel.show(state);
      await openAll(panel.page);
      expect(await widest(panel.page)).toBeLessThanOrEqual(300);
    });

    it('says so to a screen reader, and writes numbers as in German', async () => {
      await panel.show(situations.answer ?? expect.fail());
      expect(await panel.page.locator('html').getAttribute('lang')).toBe('de');
      expect(await panel.page.locator('main').innerText()).toContain('10.004 Token');
    });
  });
});

describe('the report', () => {
  let report: ReportPage;
  afterEach(() => report.close());

  describe('in pseudo-language', () => {
    beforeEach(async () => {
      report = await openReport(browser, 'dark', 300, pseudo);
    });

    it.each(Object.entries(evaluations))(
      'has no words of its own that were not translated: %s',
      async (_, evaluation) => {
        await report.show(evaluation);
        await openAll(report.page);
        const { subject, official, kinds, mistakes } = evaluation;
        const own = [
          ...[subject.dataName, subject.model.name, subject.model.revision, subject.model.precision],
          ...Object.keys(official),
          ...kinds.questionWord.map(({ kind }) => kind).filter((kind) => kind !== 'other'),
          ...kinds.article.map(({ kind }) => kind),
          ...stringsIn(mistakes, ['kind', 'id']),
        ];
        expect(await untranslatedTexts(report.page, own.map(visible))).toEqual([]);
      },
    );
  });

  describe('in German', () => {
    beforeEach(async () => {
      report = await openReport(browser, 'dark', 300, german);
    });

    it.each(Object.entries(evaluations))('is no wider than 300 px: %s', async (_, evaluation) => {
      await report.show(evaluation);
      await openAll(report.page);
      expect(await widest(report.page)).toBeLessThanOrEqual(300);
    });

    it('writes numbers as in German', async () => {
      await report.show(evaluations.usual);
      expect(await report.page.locator('.headline').innerText()).toMatch(/47 richtig \(57,3\s%\)/);
    });
  });
});
