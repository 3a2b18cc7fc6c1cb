import { truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DocumentQaApi, QaResult } from '../../api';
import { handbook } from '../support/handbook';
import { type ExtensionUnderTest, keepFailure, openExtension } from './extensionUnderTest';

const notebook = JSON.stringify({
  cells: [
    { cell_type: 'markdown', metadata: {}, source: ['# Bridges\n', 'Old ones are of stone.'] },
    { cell_type: 'markdown', metadata: {}, source: ['The bridge\n', 'was built by Ada Brunner in 1911.'] },
  ],
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
});

let extension: ExtensionUnderTest;
beforeAll(async () => {
  extension = await openExtension({
    'handbook.md': handbook,
    'bridges.ipynb': notebook,
    'picture.dat': '\0\u0001\u0002\0 no text \0',
    'docs/mill.txt': 'The mill was built by Jonas Weber.\n',
  });
});
afterAll(async () => {
  expect(extension.outsideRequests).toEqual([]);
  await extension.close();
});
beforeEach(({ task }) => keepFailure(extension, `api-${task.id}`));

const inWorkspace = (name: string) => path.join(extension.workspacePath, name);

/** What another extension gets that asks a file of the workspace. */
const askApi = (name: string, question: string) =>
  extension.host(
    async (api, { file, question }) => {
      const { ask } = (await api.extensions.getExtension('document-qa.document-qa')?.activate()) as DocumentQaApi;
      return ask(api.Uri.file(file), question);
    },
    { file: inWorkspace(name), question },
  );

/** The text that a language model gets. */
const invoke = (filePath: string, question: string) =>
  extension.host(
    async (api, input: { filePath: string; question: string }) => {
      const { content } = await api.lm.invokeTool('ask_document', { input, toolInvocationToken: undefined });
      return content.map((part) => (part instanceof api.LanguageModelTextPart ? part.value : '?')).join('');
    },
    { filePath, question },
  );

/** Where VS Code says who reads, for the editor in front. */
const entry = () => extension.page.locator('#status\\.languageStatus');
const label = () => entry().getAttribute('aria-label');

const port = 'Which port does Relay listen on?';

describe('the API of the extension', () => {
  it('reads an open document, its unsaved text included', async () => {
    await extension.openFile('handbook.md');
    const { result, words } = await extension.host(async (api, question: string) => {
      const document = api.window.activeTextEditor?.document;
      if (document === undefined) throw new Error('no editor is active');
      const edit = new api.WorkspaceEdit();
      edit.insert(document.uri, new api.Position(0, 0), '😀 Unsaved.\n\n');
      await api.workspace.applyEdit(edit);
      const { ask } = (await api.extensions.getExtension('document-qa.document-qa')?.activate()) as DocumentQaApi;
      const result = await ask(document, question);
      const [answer] = result.answers;
      const at = (offset: number) => document.positionAt(offset);
      const words = answer && document.getText(new api.Range(at(answer.start), at(answer.end)));
      await api.commands.executeCommand('undo');
      return { result, words };
    }, port);
    expect(result).toMatchObject({ verdict: 'answer', state: 'final', question: port });
    expect(words).toBe('7420');
  });

  it('opens an address', async () => {
    expect((await askApi('docs/mill.txt', 'Who built the mill?')).answers[0]?.text).toBe('Jonas Weber');
  });

  it('rejects with a sentence for people', async () => {
    await expect(askApi('handbook.md', ' ')).rejects.toThrow('The question is empty. Write what you want to know.');
    await expect(askApi('missing.md', port)).rejects.toThrow('missing.md cannot be opened: it is not there,');
  });

  it('gives a stopped result when its token is cancelled', async () => {
    const result = await extension.host<QaResult, string>(async (api, question) => {
      const { ask } = (await api.extensions.getExtension('document-qa.document-qa')?.activate()) as DocumentQaApi;
      const content = 'The river, the mill and the houses stood there.\n\n'.repeat(20_000);
      const source = new api.CancellationTokenSource();
      const asked = ask(await api.workspace.openTextDocument({ content }), question, source.token);
      source.cancel();
      return asked;
    }, port);
    expect(result.state).toBe('stopped');
    expect(result.coverage.complete).toBe(false);
  });
});

describe('the tool ask_document', () => {
  it('tells a model the words, where they stand and how sure they are', async () => {
    const told: unknown = JSON.parse(await invoke(inWorkspace('handbook.md'), 'How long are messages kept?'));
    expect(told).toMatchObject({
      ...{ file: inWorkspace('handbook.md'), verdict: 'answer', conflict: false, closestGuess: null, reader: 'mini' },
      outcome: expect.stringMatching(/^Answer\. Read all of it: \d+ tokens\.$/) as string,
      coverage: { complete: true, windows: 1, windowsRead: 1 },
    });
    const { answers } = told as { answers: { quote: string }[] };
    expect(answers[0]).toEqual({
      quote: '14 days',
      range: { startLine: 25, startColumn: 25, endLine: 25, endColumn: 32 },
      passage: 'Messages are kept for 14 days, then deleted.',
      headings: ['Relay handbook', 'Configuration', 'Storage'],
      confidence: expect.any(Number) as number,
      mentions: [],
    });
  });

  it('says no, with the guess that was refused', async () => {
    const told = JSON.parse(await invoke(inWorkspace('handbook.md'), 'What does a licence for Windows cost?')) as {
      closestGuess: { quote: string };
    };
    expect(told).toMatchObject({ verdict: 'noAnswer', answers: [], outcome: /No answer in this file/ });
    expect(handbook).toContain(told.closestGuess.quote);
  });

  it('takes a URI, and a path that one workspace folder has', async () => {
    for (const filePath of [`file://${inWorkspace('docs/mill.txt')}`, 'docs/mill.txt', ' docs/mill.txt\n']) {
      expect(await invoke(filePath, 'Who built the mill?')).toContain('"quote": "Jonas Weber"');
    }
  });

  it('counts lines in the cell of a notebook', async () => {
    expect(JSON.parse(await invoke(inWorkspace('bridges.ipynb'), 'Who built the bridge?'))).toMatchObject({
      answers: [{ quote: 'Ada Brunner', range: { cell: 2, startLine: 2, startColumn: 14, endLine: 2, endColumn: 25 } }],
    });
  });

  it('leaves the panel as it is', async () => {
    await extension.openFile('handbook.md');
    await extension.ask(port);
    // Comes a moment after the answer.
    await extension.panel.locator('.reader').waitFor();
    const before = await extension.panel.locator('body').innerText();
    await invoke(inWorkspace('docs/mill.txt'), 'Who built the mill?');
    expect(await extension.panel.locator('body').innerText()).toBe(before);
  });

  it('ends its reading when it is cancelled', async () => {
    await extension.openFile('handbook.md');
    const outcome = extension.host((api, question: string) => {
      const [long] = api.workspace.textDocuments.filter(({ isUntitled }) => isUntitled);
      const source = new api.CancellationTokenSource();
      Object.assign(globalThis, { source });
      const input = { filePath: long?.uri.toString(), question };
      const invoked = api.lm.invokeTool('ask_document', { input, toolInvocationToken: undefined }, source.token);
      return invoked.then(() => 'told', String);
    }, port);
    await expect.poll(label).toContain('reading');
    await extension.host(() => (globalThis as unknown as { source: { cancel(): void } }).source.cancel());
    await expect.poll(label, { timeout: 5000 }).not.toContain('reading');
    expect(await outcome).toContain('Cancel');
  });

  it('tells a model what is wrong with its input', async () => {
    await writeFile(inWorkspace('huge.log'), '');
    await truncate(inWorkspace('huge.log'), 51 * 1024 * 1024);
    const faults: [string, string, string][] = [
      [inWorkspace('missing.md'), port, `There is no file ${inWorkspace('missing.md')}. Give the absolute path`],
      ['missing.md', port, 'No workspace folder has a file missing.md. Give the absolute path'],
      [inWorkspace('docs'), port, 'is a folder'],
      [inWorkspace('picture.dat'), port, 'cannot be read as text. Only text files'],
      [inWorkspace('huge.log'), port, 'is too large: files of up to 50 MB'],
      ['file:////x', port, 'file:////x is not a URI. Give the absolute path'],
      [inWorkspace('handbook.md'), ' \n', 'The question is empty. Give one'],
    ];
    for (const [filePath, question, sentence] of faults) {
      await expect(invoke(filePath, question)).rejects.toThrow(sentence);
    }
  });

  it('asks a person first before a file outside the workspace is read', async () => {
    const outside = path.resolve(extension.workspacePath, '..', 'outside.txt');
    await writeFile(outside, 'The tower was built by Mara Lind.\n');
    const dialog = extension.page.locator('.monaco-dialog-box');
    const [refusal] = await Promise.allSettled([
      invoke(outside, 'Who built the tower?'),
      dialog.filter({ hasText: outside }).getByRole('button', { name: 'Cancel' }).click(),
    ]);
    expect(String(refusal.status === 'rejected' && refusal.reason)).toContain('Canceled');
    const allowed = invoke(outside, 'Who built the tower?');
    await dialog.getByRole('button', { name: 'Yes' }).click();
    expect(await allowed).toContain('"quote": "Mara Lind"');
  });
});

describe('the language status', () => {
  it('says who reads and in which numbers, and leads to the others', async () => {
    await extension.openFile('handbook.md');
    const item = extension.page.locator('.hover-language-status .element', { hasText: 'Quick reader' });
    await entry().hover();
    await expect.poll(() => item.locator('.left').innerText()).toMatch(/^Quick reader \(bundled\).*32-bit floats$/s);
    await item.getByText('Choose Reader…').click();
    await extension.quickInput.row('TinyRoBERTa').waitFor();
    await extension.page.keyboard.press('Escape');
  });

  it('says whether a question is being read', async () => {
    await extension.openFile('handbook.md');
    await extension.host((api, question: string) => {
      const [long] = api.workspace.textDocuments.filter(({ isUntitled }) => isUntitled);
      void api.commands.executeCommand('documentQa.ask', question, long?.uri);
    }, port);
    await expect.poll(label).toContain('32-bit floats, reading');
    await extension.host((api) => api.commands.executeCommand('documentQa.stop'));
    await expect.poll(label, { timeout: 5000 }).not.toContain('reading');
  });
});

describe('Report Issue', () => {
  it('gives the facts about the installation, in a document where VS Code has no reporter', async () => {
    await extension.palette('Document QA: Report Issue…');
    const text = () => extension.host((api) => api.window.activeTextEditor?.document.getText());
    await expect
      .poll(text, { timeout: 10_000 })
      .toMatch(
        /^- Document QA \d+\.\d+\.\d+, linux-x64\n- VS Code .*\n- Engine: native .*\n- Reader: mini at [0-9a-f]{40}, fp32$/m,
      );
  });
});
