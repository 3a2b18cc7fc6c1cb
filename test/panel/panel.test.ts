import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium';
import { openPanel, type PanelPage } from './panelPage';
import { answerOn, resultWith, situations, stateWith, text } from './states';

let browser: Browser;
let panel: PanelPage;
let page: Page;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  panel = await openPanel(browser, 'dark', 300);
  ({ page } = panel);
});
afterEach(() => panel.close());

async function show(situation: keyof typeof situations): Promise<void> {
  const state = situations[situation];
  if (state === undefined) throw new Error(`no situation ${situation}`);
  await panel.show(state);
}

const placeOf = (words: string) => ({ start: text.indexOf(words), end: text.indexOf(words) + words.length });
const field = () => page.locator('textarea');
const answers = () => page.locator('.answer-main');
const body = () => page.locator('body').innerText();

describe('the question field', () => {
  it('tells the host that the panel is ready', async () => {
    expect(await panel.sent()).toEqual([{ type: 'ready' }]);
  });

  it('asks with Enter and is empty for the next question', async () => {
    await show('nothing asked');
    await field().fill('What is the default timeout?');
    await field().press('Enter');
    expect((await panel.sent()).at(-1)).toEqual({ type: 'ask', question: 'What is the default timeout?' });
    expect(await field().inputValue()).toBe('');
  });

  it('makes a new line with Shift+Enter', async () => {
    await show('nothing asked');
    await field().fill('one');
    await field().press('Shift+Enter');
    expect(await field().inputValue()).toBe('one\n');
    expect(await panel.sent()).toHaveLength(1);
  });

  it('does not ask a blank question', async () => {
    await show('nothing asked');
    await field().fill('  ');
    await field().press('Enter');
    expect(await page.getByRole('button', { name: 'Ask' }).isDisabled()).toBe(true);
    expect(await panel.sent()).toHaveLength(1);
  });

  it('cannot ask without a file, and says so', async () => {
    await show('no file');
    await field().fill('What?');
    await field().press('Enter');
    expect(await panel.sent()).toHaveLength(1);
    expect(await body()).toContain('Open a text file to ask it a question.');
  });

  it('keeps what was typed while states arrive', async () => {
    await show('nothing asked');
    await field().fill('half a quest');
    await show('answer');
    expect(await field().inputValue()).toBe('half a quest');
  });
});

describe('strictness', () => {
  it('is not spoken of while it is the usual one', async () => {
    await show('no answer');
    expect(await page.locator('.coverage button').count()).toBe(0);
  });

  it('is named below when it is another, and can be chosen there by keyboard', async () => {
    await show('refuses more');
    const button = page.getByRole('button', { name: 'refuses more' });
    await button.focus();
    await page.keyboard.press('Enter');
    expect((await panel.sent()).at(-1)).toEqual({ type: 'chooseStrictness' });
  });
});

describe('an answer', () => {
  it('shows text, confidence, marked passage, line and heading path', async () => {
    await show('answer');
    const first = answers().first();
    expect(await first.locator('.answer-text').innerText()).toBe('30 seconds');
    expect(await first.locator('.confidence').innerText()).toBe('83 %');
    expect(await first.locator('mark').innerText()).toBe('30 seconds');
    expect(await first.locator('.passage').textContent()).toBe(text.split('\n')[1]);
    expect(await first.locator('.place').innerText()).toMatch(/^Ln 2\s+Limits$/);
  });

  it('lists the others as less likely', async () => {
    await show('answer');
    expect(await page.locator('.answers > li').allInnerTexts()).toEqual([
      expect.stringContaining('30 seconds'),
      expect.stringMatching(/less likely/i),
      expect.stringContaining('90 seconds'),
    ]);
  });

  it('is previewed by a click', async () => {
    await show('answer');
    await answers().nth(1).click();
    expect((await panel.sent()).at(-1)).toEqual({ type: 'open', place: placeOf('90 seconds'), focus: false });
  });

  it('is gone to by Enter', async () => {
    await show('answer');
    await answers().first().focus();
    await page.keyboard.press('Enter');
    expect((await panel.sent()).at(-1)).toEqual({ type: 'open', place: placeOf('30 seconds'), focus: true });
  });

  it('is gone to by a double click', async () => {
    await show('answer');
    await answers().first().dblclick();
    expect((await panel.sent()).at(-1)).toEqual({ type: 'open', place: placeOf('30 seconds'), focus: true });
  });

  it('is reached with the arrow keys from one tab stop', async () => {
    await show('answer');
    await field().focus();
    await page.keyboard.press('Tab');
    expect(await focusedAnswer()).toBe(0);
    await page.keyboard.press('ArrowDown');
    expect(await focusedAnswer()).toBe(1);
    await page.keyboard.press('ArrowDown');
    expect(await focusedAnswer()).toBe(1);
    await page.keyboard.press('Home');
    expect(await focusedAnswer()).toBe(0);
    await page.keyboard.press('Tab');
    expect(await focusedAnswer()).toBe(-1);
  });

  it('keeps the focus when better results arrive', async () => {
    await show('answer');
    await answers().nth(1).focus();
    await panel.show(stateWith(resultWith({ confidence: 0.9 })));
    expect(await focusedAnswer()).toBe(1);
  });

  it('shows where else it stands, each place to be opened', async () => {
    await show('mentions');
    await page.getByRole('button', { name: 'Ln 4' }).click();
    expect((await panel.sent()).at(-1)).toEqual({ type: 'open', place: placeOf('60'), focus: false });
  });

  it('shows at most eight other places, and how many more there are', async () => {
    const mentions = Array.from({ length: 510 }, () => answerOn('60'));
    await panel.show(stateWith(resultWith({ answers: [answerOn('30 seconds', { mentions })] })));
    expect(await page.locator('.mentions button').count()).toBe(8);
    expect(await page.locator('.mentions').innerText()).toContain('and 502 more');
  });

  it('never becomes markup', async () => {
    const hostile = text.split('\n')[2] ?? '';
    await panel.show(stateWith(resultWith({ answers: [answerOn(hostile)], question: hostile }), { question: hostile }));
    expect(await answers().first().locator('.answer-text').textContent()).toBe(hostile);
    expect(await page.locator('main img, main b').count()).toBe(0);
    expect(await page.title()).toBe('Ask This File');
  });

  it('keeps its direction marks to itself', async () => {
    await show('answer');
    for (const selector of ['.answer-text', '.passage', '.headings', '.asked-question']) {
      expect(
        await page
          .locator(selector)
          .first()
          .evaluate((element) => element.tagName),
        selector,
      ).toBe('BDI');
    }
  });
});

async function focusedAnswer(): Promise<number> {
  return answers().evaluateAll((all) => all.findIndex((element) => element === document.activeElement));
}

describe('the verdict', () => {
  it.each([
    ['answer', 'Answer'],
    ['maybe', 'Maybe'],
    ['conflict', 'This file says two things'],
    ['no answer', 'No answer in this file'],
    ['no answer in a selection', 'No answer in the selection'],
    ['budget', 'No answer in the part read'],
    ['stopped', 'No answer in the part read'],
    ['reading', 'Found so far'],
    ['stopped at once', 'Stopped before anything was read'],
  ])('of "%s" is "%s"', async (situation, verdict) => {
    await show(situation);
    expect(await page.locator('.verdict strong').innerText()).toBe(verdict);
    expect(await page.locator('.verdict').getAttribute('role')).toBe('status');
  });

  it('of a refusal shows the closest guess and by how much it lost', async () => {
    await show('no answer');
    expect(await answers().count()).toBe(1);
    expect(await body()).toMatch(/closest guess/i);
    expect(await answers().first().innerText()).toContain('refused: 1.2 short of “maybe”');
    await answers().first().click();
    expect((await panel.sent()).at(-1)).toEqual({ type: 'open', place: placeOf('90 seconds'), focus: false });
  });
});

describe('the reading', () => {
  it('shows its progress and can be stopped', async () => {
    await show('reading');
    const progress = page.getByRole('progressbar', { name: 'Reading' });
    expect(await progress.evaluate((element: HTMLProgressElement) => [element.value, element.max])).toEqual([12, 42]);
    expect(await body()).toContain('12 of 42 windows');
    await page.getByRole('button', { name: 'Stop' }).click();
    expect((await panel.sent()).at(-1)).toEqual({ type: 'stop' });
  });

  it.each([
    ['answer', 'Read all 42 windows, 10,004 tokens · quick reader'],
    ['stopped', 'Stopped after 12 of 42 windows, 2,901 of 10,004 tokens · quick reader'],
    ['budget', 'Read 12 of 42 windows, 2,901 of 10,004 tokens: the most promising ones · quick reader'],
  ])('says how much it read: %s', async (situation, coverage) => {
    await show(situation);
    expect(await page.locator('.coverage p').first().innerText()).toBe(coverage);
  });

  it('offers to read what the budget left out', async () => {
    await show('budget');
    await page.getByRole('button', { name: 'Read all (about a minute)' }).click();
    expect((await panel.sent()).at(-1)).toEqual({ type: 'askAgain', allWindows: true });
  });

  it('says what happened to the input', async () => {
    await show('notices');
    expect(await page.locator('.coverage').innerText()).toContain(
      'The question is too long: 12 tokens at its end not read.',
    );
  });

  it('says that the file changed, and asks again', async () => {
    await show('outdated');
    expect(await body()).toContain('Read before your last change.');
    await page.getByRole('button', { name: 'Ask Again' }).click();
    expect((await panel.sent()).at(-1)).toEqual({ type: 'askAgain', allWindows: false });
  });

  it('says why an answer could not be shown, and asks again', async () => {
    await show('answer not there');
    expect(await page.locator('.notice').allInnerTexts()).toEqual([
      expect.stringContaining('The answer no longer stands there.'),
    ]);
    await page.getByRole('button', { name: 'Ask Again' }).click();
    expect((await panel.sent()).at(-1)).toEqual({ type: 'askAgain', allWindows: false });
  });

  it('says what failed and what to do', async () => {
    await show('failed');
    expect(await page.getByRole('alert').innerText()).toContain('The reader stopped unexpectedly. Ask again.');
    await page.getByRole('button', { name: 'Show Log' }).click();
    expect((await panel.sent()).at(-1)).toEqual({ type: 'showLog' });
  });
});

describe('the reader', () => {
  const focused = () => page.evaluate(() => document.activeElement?.textContent);

  it('keeps the focus in its block when the block becomes another', async () => {
    await show('offer');
    await page.getByRole('button', { name: 'Download' }).focus();
    await show('downloading');
    await expect.poll(focused).toBe('Cancel');
    await show('download failed');
    await expect.poll(focused).toBe('Try Again');
  });

  it('takes no focus that is elsewhere', async () => {
    await show('offer');
    await field().focus();
    await show('downloading');
    await page.getByRole('button', { name: 'Cancel' }).waitFor();
    expect(await field().evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it('that cannot be used leads to the others', async () => {
    await show('reader failed');
    await page.getByRole('alert').getByRole('button', { name: 'Choose Reader…' }).click();
    expect((await panel.sent()).at(-1)).toEqual({ type: 'reader', action: 'chooseReader' });
  });

  it('is marked when it is the quick one, and only then', async () => {
    await show('answer');
    expect(await page.locator('.verdict .mark').innerText()).toBe('quick reader');
    await show('unexamined');
    expect(await page.locator('.mark').count()).toBe(0);
    expect(await page.locator('.coverage').innerText()).toContain('tinyroberta-squad2');
  });

  it('whose confidences are estimates says so', async () => {
    await show('unexamined');
    expect(await page.locator('.coverage').innerText()).toContain('Confidence estimated');
  });

  it('that could be had is offered with size, licence, source and folder', async () => {
    await show('offer');
    const block = await page.getByRole('region', { name: 'Another reader' }).innerText();
    for (const fact of ['327 MB', 'CC-BY-4.0', 'huggingface.co/deepset/tinyroberta-squad2', '/home/ada/.local/share']) {
      expect(block).toContain(fact);
    }
  });

  it.each([
    ['offer', 'Download', 'download'],
    ['offer', 'Not now', 'decline'],
    ['continue', 'Continue', 'download'],
    ['downloading', 'Cancel', 'cancel'],
    ['download failed', 'Try Again', 'download'],
    ['download failed', 'Import Model Folder…', 'importModel'],
  ])('%s: “%s” says it to the host, by the keyboard too', async (situation, button, action) => {
    await show(situation);
    await page.getByRole('button', { name: button }).focus();
    await page.keyboard.press('Enter');
    expect((await panel.sent()).at(-1)).toEqual({ type: 'reader', action });
  });

  it('says how much of it is there already', async () => {
    await show('continue');
    expect(await page.locator('.reader').innerText()).toContain('120 MB of 327 MB are here');
  });

  it('that is downloaded shows how far it is, to a screen reader in words', async () => {
    await show('downloading');
    const bar = page.getByRole('progressbar', { name: 'Downloading TinyRoBERTa (full reader)' });
    expect(await bar.getAttribute('aria-valuetext')).toBe('120 MB of 327 MB, 12 MB/s, 18 s left');
    expect(await bar.getAttribute('value')).toBe('120000000');
    // What changes four times a second is not read aloud each time.
    expect(await page.locator('.reader [role=status]').innerText()).toBe('Downloading TinyRoBERTa (full reader)');
  });

  it('keeps no value while the size is not known', async () => {
    await show('downloading');
    await show('asking the Hub');
    expect(await page.locator('.reader progress').getAttribute('value')).toBeNull();
  });

  it('that could not be had says why, once and politely', async () => {
    await show('download failed');
    expect(await page.locator('.reader [role=status]').innerText()).toContain('there is no connection to it');
  });
});
