import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium';
import { openPanel, themes } from './panelPage';
import { situations } from './states';

let browser: Browser;
let axeSource: string;
beforeAll(async () => {
  browser = await launchChromium();
  axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
});
afterAll(() => browser.close());

describe.each(themes)('in the theme %s', (theme) => {
  it.each([200, 400])('axe finds nothing to mend at %i px', async (width) => {
    const panel = await openPanel(browser, theme, width);
    await panel.page.evaluate(axeSource);
    for (const [situation, state] of Object.entries(situations)) {
      await panel.show(state);
      const violations = await panel.page.evaluate(async () => {
        const { axe: runner } = window as unknown as { axe: typeof axe };
        const { violations: found } = await runner.run();
        return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('; ')}`);
      });
      expect(violations, situation).toEqual([]);
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
