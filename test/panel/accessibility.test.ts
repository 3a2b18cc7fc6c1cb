import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PanelState } from '../../src/protocol/panel';
import { launchChromium } from '../support/chromium';
import { violationsOf } from './axe';
import { openPanel, type PanelPage } from './panelPage';
import { answerOn, resultWith, runWith, situations, start, stateWith } from './states';
import { openAll, themes } from './webviewPage';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

describe.each(themes)('in the theme %s', (theme) => {
  let panel: PanelPage;
  beforeAll(async () => {
    panel = await openPanel(browser, theme, 200);
  });
  afterAll(() => panel.close());

  it.each([200, 400])('axe finds nothing to mend at %i px, and nothing is wider', async (width) => {
    await panel.page.setViewportSize({ width, height: 700 });
    for (const [situation, state] of Object.entries(situations)) {
      await panel.show(state);
      await openAll(panel.page);
      const needed = await panel.page.evaluate(() => document.documentElement.scrollWidth);
      expect(needed, situation).toBeLessThanOrEqual(width);
      expect(await violationsOf(panel.page), situation).toEqual([]);
    }
    await panel.page.locator('textarea').fill('why '.repeat(25_600));
    await panel.page.getByRole('alert').waitFor();
    expect(await violationsOf(panel.page), 'a question that is too long').toEqual([]);
    await panel.page.locator('textarea').fill('');
  });

  it('what is current, what has the focus and how sure an answer is can be seen without colour', async () => {
    const { page } = panel;
    await panel.show({ ...stateWith(resultWith({})), active: { run: 1, place: answerOn('90 seconds') } });
    await page.emulateMedia({ forcedColors: 'active' });
    const [other, current] = await page.locator('.answer-main').all();
    const outline = (element: Element): string => getComputedStyle(element).outlineStyle;
    expect(await current?.evaluate(outline)).toBe('solid');
    expect(await other?.evaluate(outline)).toBe('none');
    await other?.focus();
    expect(await other?.evaluate(outline)).toBe('solid');
    expect(await page.locator('.passage mark').first().evaluate(outline)).toBe('solid');
    const bar = page.locator('meter').first();
    expect(await bar.evaluate((element) => getComputedStyle(element).forcedColorAdjust)).toBe('none');
    expect(await bar.evaluate(outline)).toBe('solid');
    await page.emulateMedia({ forcedColors: 'none' });
  });
});

describe('what is announced', () => {
  let panel: PanelPage;
  beforeAll(async () => {
    panel = await openPanel(browser, 'dark', 300);
  });
  afterAll(() => panel.close());

  /** What becomes of the text of all live regions while these states are shown. */
  async function heardOf(states: readonly PanelState[]): Promise<string[]> {
    await panel.restart();
    await panel.show(start);
    const { page } = panel;
    await page.evaluate(() => {
      const heard: string[] = [];
      const regions = '[role=status], [role=alert], [aria-live]';
      const say = (region: Element): void => {
        const text = region.textContent.trim();
        if (text !== '') heard.push(text);
      };
      new MutationObserver((changes) => {
        const changed = new Set<Element>();
        for (const { target, addedNodes } of changes) {
          const own = target instanceof Element ? target : target.parentElement;
          const region = own?.closest(regions);
          if (region) changed.add(region);
          for (const added of addedNodes) {
            if (!(added instanceof Element)) continue;
            for (const inside of [added, ...added.querySelectorAll('*')])
              if (inside.matches(regions)) changed.add(inside);
          }
        }
        changed.forEach(say);
      }).observe(document, { subtree: true, childList: true, characterData: true, attributes: false });
      Object.assign(window, { heard });
    });
    for (const state of states) await panel.show(state);
    return page.evaluate(() => (window as unknown as { heard: string[] }).heard);
  }

  const provisional = (windowsRead: number): PanelState => {
    const coverage = {
      windows: 42,
      windowsRead,
      tokens: 10_004,
      tokensRead: 240 * windowsRead,
      complete: false,
      skipped: [],
    };
    return stateWith(resultWith({ state: 'provisional', coverage, answers: [answerOn('30 seconds')] }), {
      status: 'reading',
    });
  };
  const refused = situations['no answer']?.runs[0]?.result ?? null;

  it('is the reading, the first find and the verdict with its answer, each once, however many windows are read', async () => {
    const states = [
      stateWith(null, { status: 'loading' }),
      stateWith(null, { status: 'reading' }),
      ...Array.from({ length: 8 }, (_, read) => provisional(read + 1)),
      stateWith(resultWith({})),
      stateWith(resultWith({})),
    ];
    expect(await heardOf(states)).toEqual([
      'Starting the reader…',
      'Reading',
      'Found so far. More is being read: this may change.',
      'Answer. 30 seconds. very likely, 83 % sure',
    ]);
  });

  it('is the same verdict again for another question', async () => {
    expect(await heardOf([stateWith(refused), stateWith(refused, { id: 2 })])).toEqual([
      'No answer in this file. 90 % sure',
      'No answer in this file. 90 % sure',
    ]);
  });

  it('is an edit that outdates the result, once', async () => {
    const outdated = stateWith(resultWith({}), { outdated: true });
    expect(await heardOf([outdated, outdated])).toEqual(['Read before your last change.']);
  });

  it('is a failure, once, as an alert', async () => {
    const failed = situations.failed ?? start;
    expect(await heardOf([failed, failed])).toEqual([expect.stringContaining('The reader stopped unexpectedly.')]);
    expect(await panel.page.getByRole('alert').count()).toBe(1);
  });

  it('is of several files the begin and all verdicts at the end', async () => {
    const first = runWith(resultWith({}));
    const waiting = runWith(null, { id: 2, fileName: 'notes.md', status: 'waiting' });
    const states = [
      [first, waiting],
      [first, runWith(refused, { id: 2, fileName: 'notes.md' })],
    ];
    expect(await heardOf(states.map((runs) => ({ ...start, runs })))).toEqual([
      'Reading',
      'docs/limits.md: Answer. notes.md: No answer in this file',
    ]);
  });

  it('is nothing of how far a download is', async () => {
    const downloading = situations.downloading ?? start;
    await heardOf([downloading]);
    const again = { ...downloading, reader: downloading.reader && { ...downloading.reader, text: '130 MB of 327 MB' } };
    expect(await heardOf([downloading, again as PanelState])).toEqual(await heardOf([downloading]));
  });
});

it('nothing moves, whether a person asked for less motion or not', async () => {
  const panel = await openPanel(browser, 'dark', 300);
  for (const [situation, state] of Object.entries(situations)) {
    await panel.show(state);
    const moving = await panel.page.evaluate(() => document.getAnimations().length);
    expect(moving, situation).toBe(0);
  }
  await panel.close();
});

it('400 % zoom of a 1280 px window leaves nothing to scroll sideways and nothing beyond the edge', async () => {
  const panel = await openPanel(browser, 'light', 320);
  await panel.page.setViewportSize({ width: 320, height: 256 });
  for (const [situation, state] of Object.entries(situations)) {
    await panel.show(state);
    await openAll(panel.page);
    const outside = await panel.page.evaluate(() =>
      // The field's label is one line: who asks sees the file's whole name below.
      [...document.querySelectorAll('body *:not(.unseen, .unseen *, label, label *)')]
        .filter((element) => element.getBoundingClientRect().right > innerWidth || element.scrollWidth > innerWidth)
        .map(({ className, tagName }) => `${tagName} ${className}`),
    );
    expect(outside, situation).toEqual([]);
  }
  await panel.close();
});

it('every icon is hidden from a screen reader, and what it means is said beside it', async () => {
  const panel = await openPanel(browser, 'dark', 300);
  for (const [situation, state] of Object.entries(situations)) {
    await panel.show(state);
    const silent = await panel.page.locator('svg, meter').evaluateAll((marks) =>
      marks
        .filter((mark) => {
          const hidden = mark.closest('[aria-hidden=true]');
          const beside = hidden?.parentElement;
          return !beside || !(beside.getAttribute('aria-label') ?? beside.textContent).trim();
        })
        .map(({ outerHTML }) => outerHTML),
    );
    expect(silent, situation).toEqual([]);
  }
  await panel.close();
});
