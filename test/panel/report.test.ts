import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { renderReport } from '../../src/report/renderReport';
import { hostile, situations } from '../report/situations';
import { launchChromium } from '../support/chromium';
import { violationsOf } from './axe';
import { openReport, type ReportPage } from './reportPage';
import { openAll, themes } from './webviewPage';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

describe.each(themes)('in the theme %s', (theme) => {
  it.each([400, 1000])('axe finds nothing to mend at %i px', async (width) => {
    const report = await openReport(browser, theme, width);
    await report.show(situations.usual);
    await openAll(report.page);
    expect(await violationsOf(report.page)).toEqual([]);
    await report.close();
  });
});

describe('in the editor', () => {
  let report: ReportPage;
  let page: Page;
  let faults: string[];
  beforeEach(async () => {
    report = await openReport(browser, 'dark', 400);
    ({ page } = report);
    faults = [];
    page.on('console', (message) => faults.push(message.text()));
    page.on('pageerror', ({ message }) => faults.push(message));
  });
  afterEach(() => report.close());

  it('tells the host that it can be told what to show', async () => {
    expect(await report.sent()).toEqual([{ type: 'ready' }]);
  });

  it.each(Object.entries(situations))(
    '%s is no wider than 400 px, breaks no rule of its policy, and suits axe',
    async (_, evaluation) => {
      await report.show(evaluation);
      await openAll(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(400);
      expect(faults).toEqual([]);
      expect(await violationsOf(page)).toEqual([]);
    },
  );

  it.each([400, 1000])(
    'has charts that can be read at %i px: no text is small, under another, or cut off',
    async (width) => {
      await page.setViewportSize({ width, height: 700 });
      await report.show(situations.usual);
      const plots = await page.locator('.plot').evaluateAll((all) =>
        all.map((plot) => {
          const texts = [...plot.querySelectorAll('text')];
          const boxes = texts.map((text) => text.getBoundingClientRect());
          const outer = plot.getBoundingClientRect();
          // The drawing is 320 units wide.
          const sizes = texts.map((text) => (parseFloat(getComputedStyle(text).fontSize) * outer.width) / 320);
          const isCut = (box: DOMRect): boolean =>
            box.left < outer.left || box.right > outer.right || box.top < outer.top || box.bottom > outer.bottom;
          const isOver = (a: DOMRect, b: DOMRect): boolean =>
            a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
          return {
            texts: texts.length,
            smallest: Math.min(...sizes),
            cut: boxes.filter(isCut).length,
            over: boxes.filter((box, i) => boxes.slice(i + 1).some((other) => isOver(box, other))).length,
          };
        }),
      );
      expect(plots).toHaveLength(3);
      for (const { texts, smallest, cut, over } of plots) {
        expect(texts).toBeGreaterThan(10);
        expect(smallest).toBeGreaterThanOrEqual(10);
        expect({ cut, over }).toEqual({ cut: 0, over: 0 });
      }
    },
  );

  it.each(['usual', 'long words'] as const)('breaks no figure at 400 px: %s', async (situation) => {
    await report.show(situations[situation]);
    await openAll(page);
    const figures = await page.locator('.kinds td, .values td, .mistakes td:last-child').evaluateAll((cells) =>
      cells.map((cell) => {
        const range = document.createRange();
        range.selectNodeContents(cell.firstChild ?? cell);
        return range.getClientRects().length;
      }),
    );
    expect(figures.length).toBeGreaterThan(20);
    expect(figures.filter((lines) => lines !== 1)).toEqual([]);
  });

  it.each([400, 1000])('has tables that a screen reader knows as such at %i px', async (width) => {
    await page.setViewportSize({ width, height: 700 });
    await report.show(situations.usual);
    const table = page.getByRole('table', { name: 'No answer where there is one' });
    const columns = ['Question', 'Closest guess', 'Expected', 'Sure, %'];
    expect(await table.getByRole('columnheader').allTextContents()).toEqual(columns);
    const refused = situations.usual.mistakes.filter(({ kind }) => kind === 'refused');
    expect(await table.getByRole('rowheader').count()).toBe(refused.length);
    expect(await table.getByRole('cell').count()).toBe(3 * refused.length);
  });

  it('opens the question of a mistake, by the keyboard too', async () => {
    const [first, second] = situations.usual.mistakes.filter(({ kind }) => kind === 'wrongAnswer');
    if (first === undefined || second === undefined) throw new Error('no two mistakes');
    await report.show(situations.usual);
    await page.getByRole('button', { name: first.question }).click();
    expect((await report.sent()).at(-1)).toEqual({ type: 'open', id: first.id });
    await page.getByRole('button', { name: second.question }).focus();
    await page.keyboard.press('Enter');
    expect((await report.sent()).at(-1)).toEqual({ type: 'open', id: second.id });
  });

  it('never makes markup of a text', async () => {
    await report.show(situations['hostile texts']);
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(await page.title()).toBe('Evaluation');
    expect(await page.locator('.mistakes bdi').first().textContent()).toContain(hostile.slice(0, 60));
  });

  it('shows the next evaluation in the place of the last', async () => {
    await report.show(situations.usual);
    await report.show(situations['one question, refused']);
    expect(await page.locator('.headline').innerText()).toMatch(/^It gave no answer\./);
    expect(await page.locator('h1').count()).toBe(1);
  });

  it('is where it was when it is shown anew', async () => {
    const state = (): Promise<unknown> => page.evaluate(() => (window as unknown as { state: unknown }).state);
    await report.show(situations.usual);
    await page.mouse.wheel(0, 300);
    await expect.poll(state).toEqual({ top: 300 });
    // The end of this scroll is told a frame later, and would overwrite what is set below.
    await page.evaluate(() => window.scrollTo(0, 0));
    await expect.poll(state).toEqual({ top: 0 });
    await page.evaluate(() => Object.assign(window, { state: { top: 250 } }));
    await report.show(situations.usual);
    expect(await page.evaluate(() => window.scrollY)).toBe(250);
  });
});

describe('the file of the terminal', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'document-qa-report-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(['light', 'dark'] as const)('is %s as the system is, and all of it is in it', async (colorScheme) => {
    const css = await readFile(new URL('../../media/report/report.css', import.meta.url), 'utf8');
    const file = path.join(folder, `${colorScheme}.html`);
    await writeFile(
      file,
      renderReport(situations['hostile texts'], { css, linkTo: ({ id }) => `vscode://file/a:${id}` }),
    );
    const context = await browser.newContext({ colorScheme, viewport: { width: 400, height: 700 } });
    const page = await context.newPage();
    const requests: string[] = [];
    const faults: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => faults.push(message.text()));
    const address = pathToFileURL(file).href;
    await page.goto(address);
    expect(requests).toEqual([address]);
    expect(faults).toEqual([]);
    expect(await page.title()).toMatch(/^Evaluation of <\/title>/);
    expect(await page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor)).toBe(
      colorScheme === 'dark' ? 'rgb(31, 31, 31)' : 'rgb(255, 255, 255)',
    );
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(400);
    await openAll(page);
    expect(await violationsOf(page)).toEqual([]);
    await context.close();
  });
});
