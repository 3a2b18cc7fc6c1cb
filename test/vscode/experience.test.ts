// What people do with answers, and the documents and windows that they do it in.
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { QaResult } from '../../src/qa/result';
import { handbook } from '../support/handbook';
import {
  type ExtensionUnderTest,
  expectAnswerSelected,
  expectSelected,
  keepFailure,
  openExtension,
} from './extensionUnderTest';

const archive = 'Notes on the archive.\n\nMessages are kept for 90 days in the archive.\n';
const notebook = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { language_info: { name: 'python' } },
  cells: [
    { cell_type: 'markdown', id: 'one', metadata: {}, source: ['# Relay\n', 'How the service is set up.'] },
    {
      ...{ cell_type: 'code', id: 'two', metadata: {}, execution_count: null, outputs: [] },
      source: ['import relay\n', '# Messages are kept for 14 days, then deleted.\n', 'relay.start()'],
    },
  ],
};
/** One pixel. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const files = {
  'handbook.md': handbook,
  'docs/guide.md': handbook,
  'archive.txt': archive,
  'notes.ipynb': JSON.stringify(notebook),
  'picture.png': picture,
  // More than VS Code gives to extensions.
  'large.txt': Buffer.alloc(51 * 1024 * 1024, 'Messages are kept.\n'),
};
const question = 'How long are messages kept?';
const otherQuestion = 'Which port does Relay listen on?';

let extension: ExtensionUnderTest;
beforeAll(async () => {
  extension = await openExtension(files, { HF_HUB_OFFLINE: '1' });
});
afterAll(() => extension.close());
beforeEach(async ({ task }) => {
  keepFailure(extension, `experience-${task.id}`);
  await extension.reset();
});

const answers = () => extension.panel.locator('.run .answer-main');
const button = (name: string) => extension.panel.getByRole('button', { name, exact: true });
const inWorkspace = (name: string): string => path.join(extension.workspacePath, name);

/** Opens files in tabs that stay, the last one in front. */
async function openBeside(...names: string[]): Promise<void> {
  for (const name of names) {
    await extension.host(
      (api, file: string) => api.commands.executeCommand('vscode.open', api.Uri.file(file), { preview: false }),
      inWorkspace(name),
    );
  }
  await untilAsks(names.at(-1) ?? '');
}

/** Asks a file of the workspace by its address, wherever it is open. */
const askFile = (name: string) =>
  extension.host(
    (api, { words, file }: { words: string; file: string }) =>
      api.commands.executeCommand<QaResult>('documentQa.ask', words, api.Uri.file(file)),
    { words: question, file: inWorkspace(name) },
  );

/** Waits until the panel says that a question would go to this document. */
async function untilAsks(name: string): Promise<void> {
  await extension.openView();
  await extension.panel.locator('label[for="question"]', { hasText: name }).waitFor();
}

/** Waits until the question in sight was asked of this, and was answered. */
async function untilAnsweredBy(name: string): Promise<void> {
  await extension.panel.locator('.asked-file', { hasText: name }).waitFor();
  await extension.panel.locator('.coverage').waitFor();
}

/** The words that are selected in an editor in sight, in whatever group, cell or side. */
const selectedIn = (name: string) =>
  extension.host((api, wanted: string) => {
    const editors = api.window.visibleTextEditors.filter(({ document }) => document.uri.path.endsWith(wanted));
    return editors.map(({ document, selection }) => document.getText(selection)).filter((words) => words !== '');
  }, name);

/** The titles of the tabs of each group. */
const tabs = () =>
  extension.host((api) => api.window.tabGroups.all.map((group) => group.tabs.map(({ label }) => label)));

describe('the same question', () => {
  it('is asked of another open file that is chosen', async () => {
    await openBeside('archive.txt', 'handbook.md');
    await extension.askByCommand(question);
    await button('another file…').click();
    await extension.quickInput.row('archive.txt').click();
    await untilAnsweredBy('archive.txt');
    expect(await extension.panel.locator('.asked-question').allInnerTexts()).toEqual([question]);
    await answers().first().click();
    await expectSelected(extension, archive, '90 days');
  });

  it('is asked of the selection', async () => {
    await openBeside('handbook.md');
    await extension.askByCommand(otherQuestion);
    await extension.select(handbook.indexOf('### Storage'), handbook.indexOf('## Support'));
    await button('the selection').click();
    await untilAnsweredBy('handbook.md, lines 23–27');
    expect(await extension.panel.locator('.verdict strong').innerText()).toBe('No answer in the selection');
  });

  it('is asked of the file that is in front now', async () => {
    await openBeside('handbook.md');
    await extension.askByCommand(question);
    await openBeside('archive.txt');
    await button('this file: archive.txt').click();
    await untilAnsweredBy('archive.txt');
    expect(await answers().first().locator('.answer-text').innerText()).toBe('90 days');
  });

  it('is asked of all open files: one list, by file', async () => {
    await openBeside('handbook.md', 'archive.txt');
    await extension.askByCommand(question);
    await button('all open files').click();
    const found = extension.panel.locator('details.file');
    await found.nth(1).locator('.coverage').waitFor();
    expect(await found.locator('.asked-file').allInnerTexts()).toEqual(['handbook.md', 'archive.txt']);
    const firstIn = (file: number) => found.nth(file).locator('.answer-main').first();
    expect(await firstIn(1).locator('.answer-text').innerText()).toBe('90 days');
    await firstIn(0).click();
    await extension.page.locator('.tab.active[data-resource-name="handbook.md"]').waitFor();
    await expectSelected(extension, handbook, '14 days');
  });
});

describe('the questions of a file', () => {
  it('come back when it is opened again, also after the window and its engine have ended, until they are cleared', async () => {
    const asked = 'Who released Relay 3.2?';
    await openBeside('handbook.md');
    await extension.askByCommand(asked);
    await extension.reset();
    const before = extension.panel.locator('.questions').getByRole('button', { name: asked });
    await openBeside('archive.txt');
    expect(await before.count()).toBe(0);
    await openBeside('handbook.md');
    await before.waitFor();

    const engines = await extension.enginePids();
    expect(engines).toHaveLength(1);
    await extension.reload();
    await openBeside('handbook.md');
    await before.waitFor();
    expect(await before.count()).toBe(1);
    await before.click();
    await extension.panel.locator('.asked-question', { hasText: asked }).waitFor();
    await extension.panel.locator('.coverage').waitFor();

    await extension.palette('Document QA: Clear Question History');
    await extension.host((api) => api.commands.executeCommand('documentQa.clear'));
    await extension.panel.locator('.start').waitFor();
    await before.waitFor({ state: 'detached' });
    const left = async () => (await extension.enginePids()).filter((pid) => engines.includes(pid));
    await expect.poll(left, { timeout: 60_000 }).toEqual([]);
  });

  it('come back into the field with the keys, and what was being written does, too', async () => {
    await openBeside('handbook.md');
    await extension.askByCommand(question);
    await extension.askByCommand(otherQuestion);
    const field = extension.panel.locator('textarea');
    await field.fill('What is');
    for (const [key, text] of [
      ['ArrowUp', otherQuestion],
      ['ArrowUp', question],
      ['ArrowDown', otherQuestion],
      ['ArrowDown', 'What is'],
    ] as const) {
      await field.press(key);
      await expect.poll(() => field.inputValue()).toBe(text);
    }
    await field.fill('');
  });
});

describe('a pinned answer', () => {
  it('stays over the next question, follows edits, and is gone to', async () => {
    await openBeside('handbook.md');
    await extension.askByCommand(question);
    await button('Pin').first().click();
    const pin = extension.panel.locator('.pinned .answer-main');
    await pin.waitFor();
    await extension.askByCommand(otherQuestion);
    expect(await pin.locator('.answer-text').allInnerTexts()).toEqual(['14 days']);
    const above = 'A new first line, longer than what is before the answer.\n';
    await extension.edit(0, 0, above);
    await pin.locator('.line', { hasText: 'Ln 26' }).waitFor();
    expect(await extension.panel.locator('.pinned .changed').count()).toBe(0);
    await pin.click();
    await expectSelected(extension, `${above}${handbook}`, '14 days');
    await button('Unpin').click();
    await pin.waitFor({ state: 'detached' });
  });
});

describe('the commands', () => {
  it('ask a file by its address, and return what was found', async () => {
    const result = await askFile('archive.txt');
    expect(result.answers[0]?.text).toBe('90 days');
    await untilAnsweredBy('archive.txt');
    expect(await tabs()).toEqual([[]]);
  });

  it('ask all open files, and return a result for each', async () => {
    await openBeside('archive.txt', 'handbook.md');
    const results = await extension.host(
      (api, words: string) => api.commands.executeCommand<QaResult[]>('documentQa.askOpenFiles', words),
      question,
    );
    expect(results.map(({ answers: [first] }) => first?.text)).toEqual(['90 days', '14 days']);
  });

  it('go to answers and cite them, and return the words', async () => {
    await openBeside('handbook.md');
    const result = await extension.askByCommand(question);
    const run = (command: string, argument?: string) =>
      extension.host(
        (api, [name, given]: [string, string | undefined]) =>
          api.commands.executeCommand<string | undefined>(`documentQa.${name}`, given),
        [command, argument] as [string, string | undefined],
      );
    expect(await run('nextAnswer')).toBe('14 days');
    const [first, second] = result.answers;
    if (first === undefined || second === undefined) throw new Error('too few answers');
    await expectAnswerSelected(extension, first);
    expect(await run('nextAnswer')).toBe(second.text);
    await expectAnswerSelected(extension, second);
    expect(await run('previousAnswer')).toBe('14 days');
    const cited = await run('copyCitation');
    expect(cited).toContain('> Messages are kept for **14 days**, then deleted.');
    expect(cited).toContain('[handbook.md:25](handbook.md#L25)');
    expect(await extension.host((api) => api.env.clipboard.readText())).toBe(cited);
    expect(await run('exportAnswers', 'markdown')).toMatch(/^# How long are messages kept\?\n\n## handbook\.md\n/);
    const exported: unknown = JSON.parse((await run('exportAnswers', 'json')) ?? '');
    expect(exported).toMatchObject([{ file: 'handbook.md', question, result: { verdict: 'answer' } }]);
  });
});

describe('a document', () => {
  it('that was never saved is asked', async () => {
    await extension.host(async (api, content: string) => {
      await api.window.showTextDocument(await api.workspace.openTextDocument({ content }));
    }, archive);
    await untilAsks('Untitled-1');
    await extension.askByCommand(question);
    await answers().first().click();
    await expectSelected(extension, archive, '90 days');
  });

  it('that another extension makes up is asked', async () => {
    await extension.host(async (api, content: string) => {
      api.workspace.registerTextDocumentContentProvider('made-up', { provideTextDocumentContent: () => content });
      await api.commands.executeCommand('vscode.open', api.Uri.parse('made-up:/report.txt'));
    }, archive);
    await untilAsks('report.txt');
    await extension.askByCommand(question);
    await answers().first().click();
    await expectSelected(extension, archive, '90 days');
  });

  it('that is a notebook is asked as a whole, and an answer is selected in its cell', async () => {
    await extension.openFile('notes.ipynb');
    await untilAsks('notes.ipynb');
    await extension.askByCommand(question);
    expect(await extension.panel.locator('.run .line').first().innerText()).toBe('Cell 2, Ln 2');
    await answers().first().click();
    await expect.poll(() => selectedIn('notes.ipynb')).toEqual(['14 days']);
    const cite = (): Promise<string | undefined> =>
      extension.host((api) => api.commands.executeCommand<string>('documentQa.copyCitation'));
    const cited = await cite();
    expect(cited).toContain('[notes.ipynb:2](notes.ipynb#L2)');
    await extension.host((api) => api.commands.executeCommand('workbench.action.closeAllEditors'));
    await expect.poll(() => extension.host((api) => api.workspace.notebookDocuments.length)).toBe(0);
    expect(await cite()).toBe(cited);
  });

  it('that is compared is asked, and an answer is selected in the side that shows it', async () => {
    await extension.host(
      async (api, [left = '', right = '']: string[]) => {
        await api.commands.executeCommand('vscode.diff', api.Uri.file(left), api.Uri.file(right));
      },
      [inWorkspace('archive.txt'), inWorkspace('handbook.md')],
    );
    await untilAsks('handbook.md');
    await extension.askByCommand(question);
    await answers().first().click();
    await expect.poll(() => selectedIn('handbook.md')).toEqual(['14 days']);
    await askFile('archive.txt');
    await untilAnsweredBy('archive.txt');
    await answers().first().click();
    await expect.poll(() => selectedIn('archive.txt')).toEqual(['90 days']);
    expect(await tabs()).toEqual([['archive.txt ↔ handbook.md']]);
  });

  it('that is shown in another editor group is gone to there', async () => {
    await openBeside('handbook.md');
    await extension.host(async (api, file: string) => {
      await api.window.showTextDocument(api.Uri.file(file), { viewColumn: api.ViewColumn.Beside });
    }, inWorkspace('archive.txt'));
    await untilAsks('archive.txt');
    await askFile('handbook.md');
    await untilAnsweredBy('handbook.md');
    await answers().first().click();
    await expect.poll(() => selectedIn('handbook.md')).toEqual(['14 days']);
    expect(await tabs()).toEqual([['handbook.md'], ['archive.txt']]);
  });

  it.each([
    ['it is', 'docs/guide.md', 'docs/manual.md', 'docs/manual.md'],
    ['its folder is', 'docs', 'papers', 'papers/manual.md'],
  ])('keeps its answers, its questions and its pin when %s renamed', async (_, from, to, name) => {
    await openBeside(from === 'docs' ? 'docs/manual.md' : from);
    await extension.askByCommand(question);
    await button('Pin').first().click();
    const pin = extension.panel.locator('.pinned .answer-main');
    await pin.waitFor();
    await extension.host(
      async (api, [before = '', after = '']: string[]) => {
        const edit = new api.WorkspaceEdit();
        edit.renameFile(api.Uri.file(before), api.Uri.file(after));
        if (!(await api.workspace.applyEdit(edit))) throw new Error('not renamed');
      },
      [inWorkspace(from), inWorkspace(to)],
    );
    await untilAnsweredBy(name);
    await answers().first().click();
    await extension.page.locator('.tab.active[data-resource-name="manual.md"]').waitFor();
    await expectSelected(extension, handbook, '14 days');
    await extension.host((api) => api.commands.executeCommand('documentQa.clear'));
    await extension.panel.locator('.questions').getByRole('button', { name: question }).waitFor();
    await extension.select(0, 0);
    await pin.click();
    await expectSelected(extension, handbook, '14 days');
    await button('Unpin').click();
    await pin.waitFor({ state: 'detached' });
  });
});

describe('what cannot be asked', () => {
  it.each([
    ['picture.png', 'picture.png is not open as text, and only text can be read. Convert it to a text file'],
    [
      'large.txt',
      'large.txt is no text, or over 50 MB: VS Code does not give it to extensions. Convert it to text, or ask a large one',
    ],
  ])('%s is named with the way out, in the panel and by the command', async (name, text) => {
    await extension.openFile(name);
    await extension.openView();
    await extension.panel.locator('.start').getByText(text).waitFor();
    await extension.host(async (api) => {
      await api.commands.executeCommand('notifications.clearAll');
      void api.commands.executeCommand('documentQa.ask');
      await api.commands.executeCommand('notifications.showList');
    });
    await extension.page.locator('.notifications-center').getByText(text).waitFor();
    await extension.host((api) => api.commands.executeCommand('notifications.clearAll'));
  });
});

describe('the panel', () => {
  it('loses nothing when it is moved to the other sidebar, hidden, and shown again', async () => {
    await openBeside('handbook.md');
    await extension.askByCommand(question);
    const before = await extension.panel.locator('.run').innerText();
    await extension.panel.locator('textarea').fill('What is');
    const untilAsBefore = async (): Promise<void> => {
      await extension.panel.locator('.coverage').waitFor();
      await expect.poll(() => extension.panel.locator('.run').allInnerTexts()).toEqual([before]);
      await expect.poll(() => extension.panel.locator('textarea').inputValue()).toBe('What is');
    };
    await extension.host((api) => {
      void api.commands.executeCommand('workbench.action.moveFocusedView', 'documentQa.panel');
    });
    await extension.quickInput.row('New Secondary Side Bar Entry').click();
    await extension.page.locator('.part.auxiliarybar').waitFor();
    await untilAsBefore();

    await extension.host((api) => api.commands.executeCommand('workbench.action.closeAuxiliaryBar'));
    await extension.panel.locator('.run').waitFor({ state: 'detached' });
    await extension.openView();
    await untilAsBefore();
    await extension.askByCommand(otherQuestion);
    expect(await extension.panel.locator('.asked-question').allInnerTexts()).toEqual([otherQuestion]);
    await extension.panel.locator('textarea').fill('');
    await extension.host((api) => api.commands.executeCommand('workbench.action.resetViewLocations'));
  });
});
