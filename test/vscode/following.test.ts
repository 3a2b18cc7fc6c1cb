// Answers in a document that lives: edited, long, and read while the engine dies. All of it in Restricted Mode.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { QaResult } from '../../src/qa/result';
import { handbook } from '../support/handbook';
import { type ExtensionUnderTest, expectAnswerSelected, keepFailure, openExtension } from './extensionUnderTest';

const filler = (paragraphs: number): string =>
  Array.from(
    { length: paragraphs },
    (_, i) => `Paragraph ${i} tells of the river, the mill and the ${i % 7} houses that stood beside them.\n\n`,
  ).join('');
const bridge = 'The bridge was built by Ada Brunner.\n';
const files = {
  'handbook.md': handbook,
  // Read for some seconds, and for longer than a test waits.
  'some.txt': `${filler(400)}${bridge}`,
  'long.txt': `${filler(6000)}${bridge}`,
  'lines.txt': Array.from({ length: 100_000 }, (_, i) => (i === 77_776 ? bridge : `entry ${i % 100}\n`)).join(''),
};
const question = 'How long are messages kept?';
const unanswered = 'What does a licence for Windows cost?';
const above = 'A new first line, longer than what is before the answer.\n';

let extension: ExtensionUnderTest;
beforeAll(async () => {
  extension = await openExtension(files, { HF_HUB_OFFLINE: '1' }, { isRestricted: true });
});
afterAll(() => extension.close());
beforeEach(async ({ task }) => {
  keepFailure(extension, `following-${task.id}`);
  await extension.reset();
  await extension.openFile('handbook.md');
});

const answers = () => extension.panel.locator('.run .answer-main');
const notice = (text: string) => extension.panel.locator('.notice', { hasText: text });
const outdated = () => notice('Read before your last change.');
const line = () => extension.panel.locator('.run .answer .line').first();
const askAgain = () => extension.panel.getByRole('button', { name: 'Ask Again' });

/** The first answer of a result. */
function best({ answers: [first] }: QaResult) {
  return first ?? expect.fail('no answer was found');
}

/** Asks and returns as soon as the first answer is shown, with the reading under way. */
async function askUntilFirstAnswer(words: string): Promise<void> {
  await extension.host((api, asked: string) => {
    void api.commands.executeCommand('documentQa.ask', asked);
  }, words);
  await extension.panel.locator('.provisional .answer-main').first().waitFor();
}

describe('Restricted Mode', () => {
  it('does not keep a file from being asked', async () => {
    expect(await extension.host((api) => api.workspace.isTrusted)).toBe(false);
    const result = await extension.askByCommand(question);
    await answers().first().click();
    await expectAnswerSelected(extension, best(result));
  });
});

describe('an answer', () => {
  it('moves with what is written above it: its line, and what a click selects', async () => {
    const result = await extension.askByCommand(question);
    await extension.edit(0, 0, above);
    await outdated().waitFor();
    await expect.poll(() => line().innerText()).toBe('Ln 26');
    await answers().first().click();
    await expectAnswerSelected(extension, best(result), above.length);
  });

  it('whose words were changed says so and is not selected; undo takes that back', async () => {
    const result = await extension.askByCommand(question);
    const { start } = best(result);
    await extension.edit(start + 2, start + 2, '0');
    await extension.panel.locator('.answer.changed').first().getByText('changed since it was read').waitFor();
    await extension.select(0, 0);
    await answers().first().click();
    await notice('no longer stands there').waitFor();
    expect(await extension.selection()).toEqual({ start: 0, end: 0, text: '' });

    await extension.focusEditor();
    await extension.host((api) => api.commands.executeCommand('undo'));
    await extension.panel.locator('.answer.changed').first().waitFor({ state: 'detached' });
    await outdated().waitFor({ state: 'detached' });
    await answers().first().click();
    await expectAnswerSelected(extension, best(result));
    await extension.panel.locator('.notice').waitFor({ state: 'detached' });
  });

  it('that there was none is outdated by any change, and sought anew by Ask Again', async () => {
    const result = await extension.askByCommand(unanswered);
    expect(result.verdict).toBe('noAnswer');
    await outdated().waitFor({ state: 'detached' });
    await extension.edit(handbook.length, handbook.length, '\nA licence for Windows costs 40 euros.\n');
    await outdated().waitFor();
    await askAgain().click();
    await outdated().waitFor({ state: 'detached' });
    await extension.panel.locator('.coverage').waitFor();
    await extension.panel.locator('.verdict strong', { hasText: /^Answer$/ }).waitFor();
    expect(await answers().first().locator('.answer-text').innerText()).toContain('40 euros');
  });
});

/** How many places are marked in the editor: the one that was gone to, and others. */
async function marked(): Promise<{ active: number; others: number }> {
  const styles = await extension.page
    .locator('.editor-instance .view-overlays [class*="TextEditorDecorationType"]')
    .evaluateAll((all) => all.map((element) => getComputedStyle(element).borderTopStyle));
  const count = (style: string): number => styles.filter((other) => other === style).length;
  return { active: count('solid'), others: count('dashed') };
}

/** Waits until all answers of a result are marked, or none. */
async function expectMarked(result: QaResult | null): Promise<void> {
  const places = result?.answers.reduce((sum, { mentions }) => sum + 1 + mentions.length, 0) ?? 0;
  const expected = places === 0 ? { active: 0, others: 0 } : { active: 1, others: places - 1 };
  await expect.poll(marked).toEqual(expected);
}

describe('the marks in the editor', () => {
  it('are gone with one Escape, and come back with the next answer that is gone to', async () => {
    const result = await extension.askByCommand(question);
    expect(result.answers.length).toBeGreaterThan(1);
    await expectMarked(result);
    await extension.focusEditor();
    await extension.page.keyboard.press('Escape');
    await expectMarked(null);
    await extension.host((api) => api.commands.executeCommand('documentQa.goToAnswer'));
    await expectMarked(result);
  });

  it('follow the setting at once', async () => {
    const set = (value: boolean | undefined) =>
      extension.host(
        (api, enabled) => api.workspace.getConfiguration('documentQa').update('highlight.enabled', enabled, true),
        value,
      );
    const result = await extension.askByCommand(question);
    await expectMarked(result);
    await set(false);
    await expectMarked(null);
    await set(undefined);
    await expectMarked(result);
  });
});

describe('the keys', () => {
  const press = async (key: 'Period' | 'Comma'): Promise<void> => {
    await extension.page.keyboard.press('Control+KeyK');
    await extension.page.keyboard.press(key);
  };

  /** Asks, and returns the first two answers and the last one when the keys can be pressed. */
  async function askForKeys() {
    const result = await extension.askByCommand(question);
    const [first, second] = result.answers;
    const last = result.answers.at(-1);
    if (first === undefined || second === undefined || last === undefined) throw new Error('too few answers');
    // What the keys depend on was told to VS Code before the marks.
    await expectMarked(result);
    await extension.focusEditor();
    return { first, second, last };
  }

  it('lead from answer to answer and back, and the panel shows where one is', async () => {
    const { first, second, last } = await askForKeys();
    await press('Period');
    await expectAnswerSelected(extension, first);
    await press('Period');
    await expectAnswerSelected(extension, second);
    await extension.panel.locator('.answer.active', { hasText: second.text }).waitFor();
    await press('Comma');
    await expectAnswerSelected(extension, first);
    await press('Comma');
    await expectAnswerSelected(extension, last);
  });

  it('lead past an answer whose words were changed', async () => {
    const { first, second } = await askForKeys();
    await extension.edit(first.start + 2, first.start + 2, '0');
    await press('Period');
    await notice('no longer stands there').waitFor();
    await press('Period');
    await expectAnswerSelected(extension, second, second.start > first.start ? 1 : 0);
  });
});

describe('while a document is read', () => {
  it('it may change: the answers stand where their words are now, and are said to be outdated', async () => {
    await extension.openFile('some.txt');
    const result = await extension.host(
      async (api, { words, text }: { words: string; text: string }) => {
        const asked = api.commands.executeCommand<QaResult>('documentQa.ask', words);
        await api.window.activeTextEditor?.edit((edit) => edit.insert(new api.Position(0, 0), text));
        return asked;
      },
      { words: 'Who built the bridge?', text: above },
    );
    expect(result.state).toBe('final');
    expect(best(result).text).toBe('Ada Brunner');
    await outdated().waitFor();
    await extension.panel.locator('.coverage').waitFor();
    await expect.poll(() => line().innerText()).toBe('Ln 802');
    await answers().first().click();
    await expectAnswerSelected(extension, best(result), above.length);
  });

  it('it may be closed: the answers come, and open it again', async () => {
    await extension.openFile('some.txt');
    const result = await extension.host(async (api, words: string) => {
      const asked = api.commands.executeCommand<QaResult>('documentQa.ask', words);
      await api.commands.executeCommand('workbench.action.closeActiveEditor');
      return asked;
    }, 'Who built the bridge?');
    await extension.panel.locator('.coverage').waitFor();
    await answers().first().click();
    await extension.page.locator('.tab.active[data-resource-name="some.txt"]').waitFor();
    await expectAnswerSelected(extension, best(result));
  });

  it('it may be stopped: what was read is said, and nothing else is claimed', async () => {
    await extension.openFile('long.txt');
    await extension.host((api, words: string) => {
      void api.commands.executeCommand('documentQa.ask', words);
    }, 'Who owned the mill in 1850?');
    await extension.panel.locator('.reading-text', { hasText: / of .* windows/ }).waitFor();
    await extension.panel.getByRole('button', { name: 'Stop' }).click();
    await extension.panel.locator('.coverage', { hasText: /^Stopped after .* of .* windows/ }).waitFor();
    expect(await extension.panel.locator('.verdict strong').innerText()).not.toContain('this file');
  });

  it('the engine may be killed: what was found stays with the reason, and Ask Again starts another', async () => {
    await extension.openFile('long.txt');
    await askUntilFirstAnswer('Who built the bridge?');
    const [pid, ...others] = await extension.enginePids();
    if (pid === undefined) throw new Error('no engine runs');
    expect(others).toEqual([]);
    process.kill(pid, 'SIGKILL');
    await notice('The reader stopped unexpectedly.').waitFor();
    expect(await answers().first().locator('.answer-text').innerText()).toBe('Ada Brunner');
    await extension.panel.locator('.coverage', { hasText: /^Stopped after/ }).waitFor();
    await extension.panel.locator('.provisional').waitFor({ state: 'detached' });

    await notice('The reader stopped').getByRole('button', { name: 'Ask Again' }).click();
    await extension.panel.locator('.provisional .answer-main').first().waitFor();
    expect(await extension.panel.locator('.notice').count()).toBe(0);
    expect(await extension.enginePids()).toHaveLength(1);
    expect(await extension.enginePids()).not.toContain(pid);
    await extension.panel.getByRole('button', { name: 'Stop' }).click();
    await extension.panel.locator('.coverage', { hasText: /^Stopped after/ }).waitFor();
  });
});

describe('ten questions in a second', () => {
  it('leave the last one in sight, and that one is answered', async () => {
    const asked = [...Array.from({ length: 9 }, (_, i) => `Which port does worker ${i} listen on?`), question];
    const results = await extension.host(
      (api, questions: string[]) =>
        Promise.all(
          questions.map((words) => api.commands.executeCommand<QaResult | undefined>('documentQa.ask', words)),
        ),
      asked,
    );
    expect(results.findLastIndex((result) => result?.state === 'final')).toBe(9);
    await extension.panel.locator('.asked-question', { hasText: question }).waitFor();
    await extension.panel.locator('.coverage').waitFor();
    expect(await extension.panel.locator('.asked-question').allInnerTexts()).toEqual([question]);
    expect(await answers().first().locator('.answer-text').innerText()).toBe('14 days');
  });
});

describe('a file of 100,000 lines', () => {
  it('is read from the most promising place on, and its answers follow edits', async () => {
    await extension.openFile('lines.txt');
    await askUntilFirstAnswer('Who built the bridge?');
    await extension.host((api) => api.commands.executeCommand('documentQa.stop'));
    await extension.panel.locator('.coverage').waitFor();
    expect(await line().innerText()).toBe('Ln 77777');
    await extension.edit(0, 0, above);
    await outdated().waitFor();
    await expect.poll(() => line().innerText()).toBe('Ln 77778');
    await answers().first().click();
    await expect.poll(async () => (await extension.selection()).text).toBe('Ada Brunner');
  });
});
