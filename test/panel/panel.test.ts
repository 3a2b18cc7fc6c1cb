import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FromPanel } from '../../src/protocol/panel';
import { launchChromium } from '../support/chromium';
import { openPanel, type PanelPage } from './panelPage';
import { answerOn, marksOf, placeOf, resultWith, runWith, situations, start, stateWith, target, text } from './states';

let browser: Browser;
let panel: PanelPage;
let page: Page;
beforeAll(async () => {
  browser = await launchChromium();
  panel = await openPanel(browser, 'dark', 300);
  ({ page } = panel);
});
afterAll(() => browser.close());
beforeEach(() => panel.restart());

async function show(situation: keyof typeof situations): Promise<void> {
  const state = situations[situation];
  if (state === undefined) throw new Error(`no situation ${situation}`);
  await panel.show(state);
}

const field = () => page.locator('textarea');
const answers = () => page.locator('.answer-main');
const button = (name: string) => page.getByRole('button', { name, exact: true });
const body = () => page.locator('body').innerText();
const last = async (): Promise<FromPanel | undefined> => (await panel.sent()).at(-1);
const isFocused = (element: Element): boolean => element === document.activeElement;
const focusedText = () => page.evaluate(() => document.activeElement?.textContent);
/** Of which answer any control has the focus, from 0; -1 for none. */
const focusedAnswer = () =>
  page.locator('li.answer').evaluateAll((all) => all.findIndex((item) => item.contains(document.activeElement)));

/** A run while it is being read, with answers on these words. */
function readingWith(...found: readonly string[]) {
  const result = resultWith({ state: 'provisional', answers: found.map((words) => answerOn(words)) });
  return stateWith(result, { status: 'reading' });
}

describe('the question field', () => {
  it('tells the host that the panel is ready', async () => {
    expect(await panel.sent()).toEqual([{ type: 'ready' }]);
  });

  it('asks with Enter and is empty for the next question', async () => {
    await show('nothing asked');
    await field().fill('What is the default timeout?');
    await field().press('Enter');
    expect(await last()).toEqual({ type: 'ask', question: 'What is the default timeout?' });
    expect(await field().inputValue()).toBe('');
  });

  it('has the focus after its button was pressed', async () => {
    await show('nothing asked');
    await field().fill('What is the default timeout?');
    await button('Ask').press('Enter');
    expect(await last()).toEqual({ type: 'ask', question: 'What is the default timeout?' });
    expect(await field().evaluate(isFocused)).toBe(true);
  });

  it('makes a new line with Shift+Enter', async () => {
    await show('nothing asked');
    await field().fill('one');
    await field().press('Shift+Enter');
    expect(await field().inputValue()).toBe('one\n');
    expect(await panel.sent()).toHaveLength(1);
  });

  it('asks a pasted question of several lines as it is', async () => {
    await show('nothing asked');
    await field().fill('What is\nthe default timeout?');
    await field().press('Enter');
    expect(await last()).toEqual({ type: 'ask', question: 'What is\nthe default timeout?' });
  });

  it('does not ask a blank question', async () => {
    await show('nothing asked');
    await field().fill('  ');
    await field().press('Enter');
    expect(await button('Ask').isDisabled()).toBe(true);
    expect(await panel.sent()).toHaveLength(1);
  });

  it('refuses a page of text in words, and asks again when it is shorter', async () => {
    await show('nothing asked');
    await field().fill('why '.repeat(25_600));
    expect(await page.getByRole('alert').innerText()).toBe(
      'That is no question but a page: shorten it to under 100,000 characters.',
    );
    expect(await button('Ask').isDisabled()).toBe(true);
    await field().press('Enter');
    expect(await panel.sent()).toHaveLength(1);
    await field().fill('why?');
    expect(await page.getByRole('alert').count()).toBe(0);
    await field().press('Enter');
    expect(await last()).toEqual({ type: 'ask', question: 'why?' });
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

  it('goes back to the file with Escape', async () => {
    await show('answer');
    await field().press('Escape');
    expect(await last()).toEqual({ type: 'leave' });
  });

  it.each(['answer', 'several files', 'pinned', 'offer', 'examples'])(
    'is reached with Escape from: %s',
    async (name) => {
      await show(name);
      await page.locator('.answer-main, .row, .reader button').first().focus();
      await page.keyboard.press('Escape');
      expect(await field().evaluate(isFocused)).toBe(true);
      expect(await panel.sent()).toHaveLength(1);
    },
  );

  it('takes the focus when the host wants it, with its words selected', async () => {
    await show('answer');
    await field().fill('half a quest');
    await answers().first().focus();
    await panel.send({ type: 'focus' });
    expect(await field().evaluate(isFocused)).toBe(true);
    await page.keyboard.type('anew');
    expect(await field().inputValue()).toBe('anew');
  });
});

describe('earlier questions', () => {
  const press = async (...keys: readonly string[]): Promise<string> => {
    for (const key of keys) await field().press(key);
    return field().inputValue();
  };
  beforeEach(() => panel.show({ ...start, history: ['newest?', 'first line\nsecond line', 'oldest?'] }));

  it('come back with the up key, the newest first, and nothing is behind the oldest', async () => {
    expect(await press('ArrowUp')).toBe('newest?');
    expect(await press('ArrowUp')).toBe('first line\nsecond line');
    // First to the upper line of this one.
    expect(await press('ArrowUp')).toBe('first line\nsecond line');
    expect(await press('ArrowUp')).toBe('oldest?');
    expect(await press('ArrowUp')).toBe('oldest?');
  });

  it('lead down again to what was being written', async () => {
    await field().fill('half a quest');
    expect(await press('ArrowUp')).toBe('newest?');
    expect(await press('ArrowDown')).toBe('half a quest');
    expect(await press('ArrowDown')).toBe('half a quest');
  });

  it('let the keys move in a question of several lines before they leave it', async () => {
    await field().fill('one\ntwo');
    expect(await press('ArrowUp')).toBe('one\ntwo');
    expect(await press('ArrowUp')).toBe('newest?');
    expect(await press('ArrowUp', 'ArrowDown')).toBe('newest?');
    expect(await press('ArrowDown')).toBe('one\ntwo');
  });

  it('can be changed and asked, and the next up begins with the newest', async () => {
    await press('ArrowUp', 'ArrowUp');
    await field().fill('second line?');
    await field().press('Enter');
    expect(await last()).toEqual({ type: 'ask', question: 'second line?' });
    expect(await press('ArrowUp')).toBe('newest?');
  });
});

describe('the beginning', () => {
  it('without a file opens one', async () => {
    await show('no file');
    await button('Open File…').click();
    expect(await last()).toEqual({ type: 'openFile' });
  });

  it('with what is no text says why it cannot be asked', async () => {
    await show('no text');
    expect(await body()).toContain('scan.pdf is not open as text, and only text can be read.');
  });

  it.each([
    ['nothing asked', 'The quick reader is ready.'],
    ['full reader ready', 'TinyRoBERTa (full reader) is ready.'],
  ])('says who reads and leads to the others: %s', async (situation, sentence) => {
    await show(situation);
    expect(await body()).toContain(sentence);
    expect(await body()).toContain('Everything stays on this machine.');
    await button('Choose Reader…').click();
    expect(await last()).toEqual({ type: 'chooseReader' });
  });

  it.each([
    ['examples', /^Try$/i, 'Which licence does this have?'],
    ['asked before', /^Asked before$/i, 'Who wrote this?'],
  ])('has questions that are asked at once: %s', async (situation, title, question) => {
    await show(situation);
    expect(await page.getByRole('heading', { level: 2 }).innerText()).toMatch(title);
    await button(question).focus();
    await page.keyboard.press('Enter');
    expect(await last()).toEqual({ type: 'ask', question });
    await show('loading');
    expect(await field().evaluate(isFocused)).toBe(true);
  });

  it('prefers what was asked of this file to examples', async () => {
    await panel.show({ ...start, target: { ...target, earlier: ['Asked?'], examples: ['Example?'] } });
    expect(await page.locator('.questions button').allInnerTexts()).toEqual(['Asked?']);
  });
});

describe('strictness', () => {
  it('is not spoken of while it is the usual one', async () => {
    await show('no answer');
    expect(await page.locator('.coverage button').count()).toBe(0);
  });

  it('is named below when it is another, and can be chosen there by keyboard', async () => {
    await show('refuses more');
    await button('refuses more').focus();
    await page.keyboard.press('Enter');
    expect(await last()).toEqual({ type: 'chooseStrictness' });
  });
});

describe('an answer', () => {
  it('shows text, marked passage, line and heading path', async () => {
    await show('answer');
    const first = answers().first();
    expect(await first.locator('.answer-text').innerText()).toBe('30 seconds');
    expect(await first.locator('mark').innerText()).toBe('30 seconds');
    expect(await first.locator('.passage').textContent()).toBe(text.split('\n')[1]);
    expect(await first.locator('.place').innerText()).toMatch(/^Ln 2\s+Limits$/);
  });

  it.each([
    [0.83, 'very likely', '83 %'],
    [0.7, 'likely', '70 %'],
    [0.45, 'possible', '45 %'],
    [0.25, 'doubtful', '25 %'],
    [0.04, 'very doubtful', '4 %'],
  ])('shows a confidence of %d as a word, a number and a bar', async (confidence, word, number) => {
    await panel.show(stateWith(resultWith({ answers: [answerOn('30 seconds', { confidence })] })));
    const shown = page.locator('.confidence');
    expect(await shown.locator('[aria-hidden]').allInnerTexts()).toEqual([word, '', number]);
    expect(await shown.locator('meter').evaluate((meter: HTMLMeterElement) => meter.value)).toBe(confidence);
  });

  it('is one text to a screen reader, its confidence said once', async () => {
    await panel.show(stateWith(resultWith({ answers: [answerOn('90 seconds')] })));
    const name = '90 seconds very likely, 83 % sure The hard limit is 90 seconds. ';
    expect(await answers().ariaSnapshot()).toContain(`- button "${name}`);
    expect(await answers().ariaSnapshot()).toMatch(/Ln 3 Limits"/);
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
    expect(await last()).toEqual({ type: 'open', run: 1, place: placeOf('90 seconds'), focus: false });
  });

  it('is gone to by Enter', async () => {
    await show('answer');
    await answers().first().focus();
    await page.keyboard.press('Enter');
    expect(await last()).toEqual({ type: 'open', run: 1, place: placeOf('30 seconds'), focus: true });
  });

  it('is gone to by a double click', async () => {
    await show('answer');
    await answers().first().dblclick();
    expect(await last()).toEqual({ type: 'open', run: 1, place: placeOf('30 seconds'), focus: true });
  });

  it('that was last gone to is the current one, and the tab stop', async () => {
    await show('answer');
    expect(await page.locator('[aria-current=true]').count()).toBe(0);
    await show('gone to');
    expect(await page.locator('[aria-current=true] .answer-text').allInnerTexts()).toEqual(['90 seconds']);
    await field().focus();
    await page.keyboard.press('Tab');
    expect(await focusedAnswer()).toBe(1);
  });

  it.each([
    ['Copy with Its Place', 'copy'],
    ['Pin', 'pin'],
  ])('has “%s”', async (name, type) => {
    await show('answer');
    await answers().nth(1).hover();
    await button(name).nth(1).click();
    expect(await last()).toEqual({ type, run: 1, place: placeOf('90 seconds') });
  });

  it('shows where else it stands when asked, each place to be opened', async () => {
    await show('mentions');
    expect(await button('Ln 4').isVisible()).toBe(false);
    await page.getByText('also at 2 places').click();
    await button('Ln 4').click();
    expect(await last()).toEqual({ type: 'open', run: 1, place: placeOf('60'), focus: false });
    await button('Ln 3').press('Enter');
    expect(await last()).toEqual({ type: 'open', run: 1, place: placeOf('90 seconds'), focus: true });
  });

  it('says how many more places there are than the host shows', async () => {
    const result = resultWith({ answers: [answerOn('30 seconds', { mentions: Array(510).fill(answerOn('60')) })] });
    const shown = marksOf(resultWith({ answers: [answerOn('30 seconds')] }));
    await panel.show(stateWith(result, { marks: shown }));
    await page.getByText('also at 510 places').click();
    expect(await page.locator('.mentions').innerText()).toContain('and 510 more');
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
      const tagName = await page
        .locator(selector)
        .first()
        .evaluate((element) => element.tagName);
      expect(tagName, selector).toBe('BDI');
    }
  });
});

describe('an answer whose words were edited', () => {
  it('says so in words, and the others do not', async () => {
    await show('answer edited');
    expect(await answers().first().innerText()).toContain('changed since it was read');
    expect(await answers().nth(1).innerText()).not.toContain('changed');
    expect(await body()).toContain('Read before your last change.');
  });

  it('says so of another place that it stands at', async () => {
    const result = resultWith({ answers: [answerOn('30 seconds', { mentions: [answerOn('60')] })] });
    const marks = marksOf(result).map((mark, index) => ({ ...mark, changed: index === 1 }));
    await panel.show(stateWith(result, { marks, outdated: true }));
    await page.getByText('also at 1 place').click();
    await button('Ln 4 changed since it was read').click();
    expect(await last()).toEqual({ type: 'open', run: 1, place: placeOf('60'), focus: false });
  });

  it('says it no more when the edit is undone', async () => {
    await show('answer edited');
    await show('answer');
    expect(await body()).not.toContain('changed since it was read');
    expect(await body()).not.toContain('Read before your last change.');
  });
});

describe('the keyboard', () => {
  it('has one stop for a list of answers and arrow keys in it', async () => {
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
    await page.keyboard.press('End');
    expect(await focusedAnswer()).toBe(1);
    await page.keyboard.press('ArrowUp');
    expect(await focusedAnswer()).toBe(0);
  });

  it('comes from an answer to what can be done with it, and then out of the list', async () => {
    await show('answer');
    await answers().nth(1).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await last()).toEqual({ type: 'copy', run: 1, place: placeOf('90 seconds') });
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await last()).toEqual({ type: 'pin', run: 1, place: placeOf('90 seconds') });
    await page.keyboard.press('Tab');
    expect(await focusedAnswer()).toBe(-1);
    await page.keyboard.press('Shift+Tab');
    expect(await focusedAnswer()).toBe(1);
  });

  it.each([
    'mentions',
    'no answer',
    'several files',
    'pinned',
    'selection at hand',
    'offer',
    'budget',
    'failed',
    'examples',
  ])('reaches everything that a pointer does: %s', async (situation) => {
    await show(situation);
    for (const summary of await page.locator('summary').all())
      await summary.evaluate((own) => own.parentElement?.setAttribute('open', ''));
    const controls = page.locator('button:enabled, summary, textarea');
    const names = await controls.evaluateAll((all) => all.map((element, index) => (element.id = `control-${index}`)));
    await page.locator('h1').evaluate((title) => {
      title.tabIndex = -1;
      title.focus();
    });
    const reached = new Set<string>();
    for (let step = 0; step < names.length * 2; step++) {
      // From an answer first to those below it, whose controls are the stops then.
      await page.keyboard.press('Tab');
      reached.add(await page.evaluate(() => document.activeElement?.id ?? ''));
      if (step === names.length - 1) {
        const lists = await page.locator('.answers').all();
        for (const list of lists) await list.locator('.answer-main').last().focus();
        await page.locator('h1').focus();
      }
    }
    expect(names.filter((name) => !reached.has(name))).toEqual([]);
  });

  it('opens and closes what is folded', async () => {
    await show('no answer');
    await page.locator('.why > summary').press('Enter');
    expect(await answers().isVisible()).toBe(true);
    await page.locator('.why > summary').press(' ');
    expect(await answers().isVisible()).toBe(false);
  });
});

describe('the focus', () => {
  it('stays on an answer when better ones arrive before it, and the keys go on from there', async () => {
    await panel.show(readingWith('90 seconds', '60'));
    await answers().first().focus();
    await panel.show(readingWith('30 seconds', '90 seconds', '60'));
    expect(await focusedAnswer()).toBe(1);
    await page.keyboard.press('ArrowDown');
    expect(await focusedAnswer()).toBe(2);
  });

  it('stays on an answer that moves in the list', async () => {
    await panel.show(readingWith('30 seconds', '90 seconds', '60'));
    await answers().nth(2).focus();
    for (const order of [
      ['60', '30 seconds', '90 seconds'],
      ['90 seconds', '60', '30 seconds'],
      ['30 seconds', '90 seconds', '60'],
    ]) {
      await panel.show(readingWith(...order));
      expect(await focusedAnswer(), order.join()).toBe(order.indexOf('60'));
    }
  });

  it('goes to the best answer when its own is gone, and stays in the list', async () => {
    await panel.show(readingWith('30 seconds', '90 seconds', '60'));
    await answers().nth(1).focus();
    await panel.show(readingWith('30 seconds', '60'));
    expect(await focusedAnswer()).toBe(0);
    await page.keyboard.press('ArrowDown');
    expect(await focusedAnswer()).toBe(1);
  });

  it('stays on what can be done with an answer when others arrive', async () => {
    await panel.show(readingWith('90 seconds'));
    await button('Pin').focus();
    await panel.show(readingWith('30 seconds', '90 seconds'));
    await page.keyboard.press('Enter');
    expect(await last()).toEqual({ type: 'pin', run: 1, place: placeOf('90 seconds') });
  });

  it.each([
    ['reading', 'Stop', 'answer', /^30 seconds/],
    ['loading', 'Stop', 'stopped at once', /^Ask Again$/],
    ['reading', 'Stop', 'failed', /^Ask Again$/],
    ['outdated', 'Ask Again', 'reading', /^Stop$/],
    ['budget', 'Read all (about a minute)', 'loading', /^Stop$/],
    ['selection at hand', 'the selection', 'loading', /^Stop$/],
    ['no file', 'Open File…', 'examples', /^Choose Reader…$/],
    ['offer', 'Download', 'downloading', /^Cancel$/],
    ['downloading', 'Cancel', 'download failed', /^Try Again$/],
  ])('stays near when its control goes: %s, “%s”, %s', async (before, name, after, expected) => {
    await show(before);
    await button(name).focus();
    await show(after);
    expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY');
    expect(await focusedText()).toMatch(expected);
  });

  it('goes to the next pin when one is taken away, and to the question after the last', async () => {
    await show('pinned, nothing asked');
    const state = situations['pinned, nothing asked'];
    if (state === undefined) throw new Error('no such situation');
    await button('Unpin').first().focus();
    await panel.show({ ...state, pins: state.pins.slice(1) });
    await page.keyboard.press('Enter');
    expect(await last()).toEqual({ type: 'unpin', pin: 2 });
    await panel.show({ ...state, pins: [] });
    expect(await field().evaluate(isFocused)).toBe(true);
  });

  it('leaves what was folded away', async () => {
    const refused = resultWith({ verdict: 'noAnswer', answers: [], closest: answerOn('30 seconds') });
    const other = runWith(null, { id: 2, status: 'waiting' });
    await panel.show({ ...start, runs: [runWith(resultWith({})), other] });
    await answers().first().focus();
    await panel.show({ ...start, runs: [runWith(refused), other] });
    expect(await page.locator('summary').first().evaluate(isFocused)).toBe(true);
  });

  it('is not taken from the editor', async () => {
    await show('reading');
    await button('Stop').focus();
    await page.evaluate(() => (document.hasFocus = () => false));
    await show('answer');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
  });
});

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
  });

  it('of a refusal leads to the closest guess and by how much it lost', async () => {
    await show('no answer');
    expect(await answers().isVisible()).toBe(false);
    await page.getByText('Why no answer?').click();
    expect(await page.getByRole('list', { name: 'Closest guess' }).count()).toBe(1);
    expect(await answers().innerText()).toContain('refused: 1.2 short of “maybe”');
    expect(await page.locator('.confidence').count()).toBe(0);
    await answers().click();
    expect(await last()).toEqual({ type: 'open', run: 1, place: placeOf('90 seconds'), focus: false });
  });

  it('that was asked anew folds the last reason away', async () => {
    await show('no answer');
    await page.getByText('Why no answer?').click();
    await panel.show(stateWith(situations['no answer']?.runs[0]?.result ?? null, { id: 2 }));
    expect(await answers().isVisible()).toBe(false);
  });
});

describe('the reading', () => {
  it('shows its progress and can be stopped', async () => {
    await show('reading');
    const progress = page.getByRole('progressbar', { name: 'Reading' });
    expect(await progress.evaluate((element: HTMLProgressElement) => [element.value, element.max])).toEqual([12, 42]);
    // 899 ms for 12 of 42.
    expect(await page.locator('.reading-text').innerText()).toBe('12 of 42 windows, 3 s left');
    await button('Stop').click();
    expect(await last()).toEqual({ type: 'stop' });
  });

  it('has no end in sight while the reader starts', async () => {
    await show('loading');
    expect(await page.locator('.reading').innerText()).toContain('Starting the reader…');
    expect(await page.getByRole('progressbar', { name: 'Reading' }).getAttribute('value')).toBeNull();
  });

  it('marks its answers provisional, in words too, until all is read', async () => {
    await show('reading');
    expect(await answers().first().innerText()).toMatch(/provisional$/);
    expect(await page.locator('.verdict').innerText()).toContain('More is being read: this may change.');
    await show('answer');
    expect(await body()).not.toContain('provisional');
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
    await button('Read all (about a minute)').click();
    expect(await last()).toEqual({ type: 'askAgain', run: 1, allWindows: true });
  });

  it('says what happened to the input', async () => {
    await show('notices');
    expect(await page.locator('.coverage').innerText()).toContain(
      'The question is too long: 12 tokens at its end not read.',
    );
  });

  it.each([
    ['outdated', 'Read before your last change.'],
    ['answer not there', 'The answer no longer stands there.'],
  ])('says once that it is not true any more, and asks again: %s', async (situation, sentence) => {
    await show(situation);
    expect(await page.locator('.notice').allInnerTexts()).toEqual([expect.stringContaining(sentence)]);
    await button('Ask Again').click();
    expect(await last()).toEqual({ type: 'askAgain', run: 1, allWindows: false });
  });

  it('that failed says why and what to do', async () => {
    await show('failed');
    expect(await page.getByRole('alert').innerText()).toContain('The reader stopped unexpectedly. Ask again.');
    await button('Ask Again').click();
    expect(await last()).toEqual({ type: 'askAgain', run: 1, allWindows: false });
    await button('Show Log').click();
    expect(await last()).toEqual({ type: 'showLog' });
  });

  it('that failed half way keeps what it found', async () => {
    await show('found before it failed');
    expect(await answers().first().innerText()).toContain('30 seconds');
    expect(await page.locator('.notice').innerText()).toContain('The reader stopped unexpectedly. Nothing is lost');
    expect(await page.locator('.coverage p').first().innerText()).toContain('Stopped after 12 of 42 windows');
  });
});

describe('several files', () => {
  const file = (index: number) => page.locator('details.file').nth(index);

  it('each have a name, a verdict and answers; one without an answer is folded', async () => {
    await show('several files');
    expect(await file(0).innerText()).toMatch(/^docs\/limits\.md\s+Answer\s/);
    expect(await file(0).locator('.answer-main').first().isVisible()).toBe(true);
    expect(await file(1).locator('summary').first().innerText()).toMatch(/notes\.md\s+No answer in this file/);
    expect(await file(1).getAttribute('open')).toBeNull();
  });

  it('that wait for others say so', async () => {
    await show('several files');
    expect(await file(2).innerText()).toContain('Waits until the files before it are read');
  });

  it('are unfolded by keyboard, and their answers belong to their own run', async () => {
    await show('several files');
    await file(1).locator('summary').first().press('Enter');
    await page.getByText('Why no answer?').press('Enter');
    await file(1).locator('.answer-main').click();
    expect(await last()).toEqual({ type: 'open', run: 2, place: placeOf('90 seconds'), focus: false });
  });

  it('unfold where an answer was gone to', async () => {
    await show('several files');
    const state = situations['several files'];
    if (state === undefined) throw new Error('no such situation');
    await panel.show({ ...state, active: { run: 2, place: placeOf('90 seconds') } });
    expect(await file(1).getAttribute('open')).not.toBeNull();
    expect(await page.locator('[aria-current=true]').count()).toBe(1);
  });
});

describe('“Ask the same of”', () => {
  it.each([
    ['this file: other.md', 'target'],
    ['the selection', 'selection'],
    ['another file…', 'file'],
    ['all open files', 'openFiles'],
  ])('%s', async (name, where) => {
    await show('selection at hand');
    await button(name).click();
    expect(await last()).toEqual({ type: 'askElsewhere', where });
  });

  it('offers neither a selection that is not there nor the file that was asked', async () => {
    await panel.show(stateWith(resultWith({}), { fileName: target.name }));
    expect(await page.locator('.elsewhere button').allInnerTexts()).toEqual(['another file…', 'all open files']);
  });

  it.each(['loading', 'reading', 'several files'])('waits for the end of the reading: %s', async (situation) => {
    await show(situation);
    expect(await page.locator('.elsewhere').count()).toBe(0);
  });
});

describe('a pinned answer', () => {
  const pinned = () => page.getByRole('region', { name: 'Pinned' });

  it('stays in sight with its question, file and line, whatever is asked', async () => {
    for (const situation of ['pinned', 'pinned, nothing asked']) {
      await show(situation);
      expect(await pinned().locator('li').first().innerText(), situation).toMatch(
        /30 seconds\s+What is the default timeout\?\s+limits\.md\s+Ln 2/,
      );
    }
  });

  it('is previewed by a click and gone to by Enter', async () => {
    await show('pinned');
    await pinned().locator('.answer-main').first().click();
    expect(await last()).toEqual({ type: 'openPin', pin: 1, focus: false });
    await page.keyboard.press('Enter');
    expect(await last()).toEqual({ type: 'openPin', pin: 1, focus: true });
  });

  it('is taken away', async () => {
    await show('pinned');
    await pinned().locator('li').nth(1).hover();
    await button('Unpin').nth(1).click();
    expect(await last()).toEqual({ type: 'unpin', pin: 2 });
  });

  it('says in words that its place was edited', async () => {
    await show('pinned');
    expect(await pinned().locator('li').allInnerTexts()).toEqual([
      expect.not.stringContaining('changed'),
      expect.stringContaining('changed since it was read'),
    ]);
  });
});

describe('the reader', () => {
  it('takes no focus that is elsewhere', async () => {
    await show('offer');
    await field().focus();
    await show('downloading');
    await page.getByRole('button', { name: 'Cancel' }).waitFor();
    expect(await field().evaluate(isFocused)).toBe(true);
  });

  it('that cannot be used leads to the others', async () => {
    await show('reader failed');
    await page.getByRole('alert').getByRole('button', { name: 'Choose Reader…' }).click();
    expect(await last()).toEqual({ type: 'reader', action: 'chooseReader' });
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
    expect(await last()).toEqual({ type: 'reader', action });
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
