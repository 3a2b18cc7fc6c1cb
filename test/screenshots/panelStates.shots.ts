import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { openPanel } from '../panel/panelPage';
import { situations } from '../panel/states';
import { themes } from '../panel/webviewPage';
import { launchChromium } from '../support/chromium';

const folder = path.resolve(import.meta.dirname, '../../.screenshots/panel');
const widths = [200, 300, 600];

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
  await mkdir(folder, { recursive: true });
});
afterAll(() => browser.close());

describe.each(themes)('%s', (theme) => {
  it('shows the panel in all situations, and all of them on one sheet a width', async () => {
    const panel = await openPanel(browser, theme, 300);
    const { page } = panel;
    for (const width of widths) {
      const pictures: string[] = [];
      for (const [situation, state] of Object.entries(situations)) {
        await panel.show(state);
        // Fitted from small to what is in it; the first twenty of a hundred answers say how the rest look.
        await page.setViewportSize({ width, height: 100 });
        const height = await page.evaluate(() => document.documentElement.scrollHeight);
        await page.setViewportSize({ width, height: Math.min(height, 1000) });
        const picture = await page.screenshot({ path: `${folder}/${theme}-${width}-${situation}.png` });
        pictures.push(picture.toString('base64'));
      }
      await shootSheet(pictures, `${folder}/sheet-${theme}-${width}.png`);
    }
    await panel.close();
  });
});

/** Many pictures on one, to be looked at together. */
async function shootSheet(pictures: readonly string[], file: string): Promise<void> {
  const sheet = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
  const images = pictures.map((picture) => `<img src="data:image/png;base64,${picture}">`).join('');
  await sheet.setContent(
    `<body style="display: flex; flex-wrap: wrap; gap: 8px; align-items: start; background: #808080">${images}`,
  );
  await sheet.screenshot({ path: file, fullPage: true });
  await sheet.close();
}
