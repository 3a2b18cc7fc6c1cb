// The packed extension in a real VS Code, and the few things that all tests do with it.
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { expect, onTestFailed } from 'vitest';
import type { Answer, QaResult } from '../../src/qa/result';
import { vsixPath } from '../support/packageSetup';
import { openWorkbench, type Workbench, type WorkbenchOptions } from '../support/workbench';

/** A workbench with the extension in it. */
export interface ExtensionUnderTest extends Workbench {
  readonly panel: FrameLocator;
  /** Asks by the palette's command and the input box, and waits until everything was read. */
  ask(question: string): Promise<void>;
  /** Asks by the command with a question, and waits until the panel shows what became of it. */
  askByCommand(question: string): Promise<QaResult>;
  /** Forgets the question, and closes all editors with what is not saved in them. */
  reset(): Promise<void>;
  /** Puts other text in the place of UTF-16 [start, end) of the active editor. */
  edit(start: number, end: number, text: string): Promise<void>;
  /** Gives the focus to the active editor. */
  focusEditor(): Promise<void>;
  /** Shows the view. */
  openView(): Promise<void>;
  /** The selection of the active editor, as the extension API has it. */
  selection(): Promise<{ start: number; end: number; text: string }>;
  /** Selects UTF-16 [start, end) of the active editor. */
  select(start: number, end: number): Promise<void>;
  /** Process ids of the engines that run. */
  enginePids(): Promise<number[]>;
}

/** Nobody listens there: a test that wants a Hub names its own. */
const noHub = 'http://127.0.0.1:9';

/** Opens VS Code with the packed extension and these files. */
export async function openExtension(
  workspace: WorkbenchOptions['workspace'],
  environment: Readonly<Record<string, string>> = {},
  options: Pick<WorkbenchOptions, 'isRestricted'> = {},
): Promise<ExtensionUnderTest> {
  const workbench = await openWorkbench({
    vsix: vsixPath,
    workspace,
    environment: { HF_ENDPOINT: noHub, ...environment },
    ...options,
    // Sticky headings would lie over the text that the mouse is to find.
    settings: { 'editor.stickyScroll.enabled': false },
  });
  const { page, quickInput, host } = workbench;
  const panel = workbench.webview('document-qa.document-qa');
  return {
    ...workbench,
    panel,
    async ask(question) {
      await workbench.palette('Document QA: Ask This File');
      await page.locator('.quick-input-widget input[placeholder="What is the default timeout?"]').waitFor();
      await quickInput.input.fill(question);
      await quickInput.row(question).waitFor();
      await page.keyboard.press('Enter');
      await panel.locator('.asked-question', { hasText: question }).waitFor();
      await panel.locator('.coverage').waitFor();
    },
    async askByCommand(question) {
      const result = await host(
        (api, asked: string) => api.commands.executeCommand<QaResult>('documentQa.ask', asked),
        question,
      );
      await panel.locator('.asked-question', { hasText: question }).waitFor();
      await panel.locator('.coverage').waitFor();
      return result;
    },
    async reset() {
      await host(async (api) => {
        await api.commands.executeCommand('documentQa.clear');
        while (api.window.tabGroups.all.some(({ tabs }) => tabs.length > 0)) {
          await api.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
        }
      });
      // Else what was found before would pass for what is asked next.
      await panel.locator('.run').waitFor({ state: 'detached' });
    },
    edit: (start, end, text) =>
      host(
        async (api, change: { start: number; end: number; text: string }) => {
          const editor = api.window.activeTextEditor;
          if (editor === undefined) throw new Error('no editor is active');
          const at = (offset: number) => editor.document.positionAt(offset);
          const range = new api.Range(at(change.start), at(change.end));
          if (!(await editor.edit((edit) => edit.replace(range, change.text)))) throw new Error('not edited');
        },
        { start, end, text },
      ),
    async focusEditor() {
      await host((api) => api.commands.executeCommand('workbench.action.focusActiveEditorGroup'));
      await page.locator('.monaco-editor.focused').waitFor();
    },
    async openView() {
      await host((api) => api.commands.executeCommand('documentQa.panel.focus'));
      await panel.locator('textarea').waitFor();
    },
    selection: () =>
      host((api) => {
        const editor = api.window.activeTextEditor;
        if (editor === undefined) return { start: -1, end: -1, text: '' };
        const { document, selection } = editor;
        return {
          start: document.offsetAt(selection.start),
          end: document.offsetAt(selection.end),
          text: document.getText(selection),
        };
      }),
    select: (start, end) =>
      host(
        async (api, range: { start: number; end: number }) => {
          await api.commands.executeCommand('workbench.action.focusActiveEditorGroup');
          const editor = api.window.activeTextEditor;
          if (editor === undefined) throw new Error('no editor is active');
          const at = (offset: number) => editor.document.positionAt(offset);
          editor.selection = new api.Selection(at(range.start), at(range.end));
          editor.revealRange(editor.selection, api.TextEditorRevealType.InCenter);
        },
        { start, end },
      ),
    async enginePids() {
      const tree = await workbench.serverProcessTree();
      return tree.filter(({ command }) => /dist[\\/]engine\.js/.test(command)).map(({ pid }) => pid);
    },
  };
}

/** Saves a picture and the logs when the test that calls it fails. */
export function keepFailure(extension: ExtensionUnderTest, name: string): void {
  onTestFailed(() => extension.saveFailureArtifacts(path.resolve(import.meta.dirname, '../../.screenshots', name)));
}

/** Waits until the active editor's selection is exactly an answer that so many UTF-16 units were written above. */
export async function expectAnswerSelected(
  extension: ExtensionUnderTest,
  { start, end, text }: Answer,
  by = 0,
): Promise<void> {
  await expect.poll(() => extension.selection()).toEqual({ start: start + by, end: end + by, text });
}

/** Waits until the active editor's selection is exactly this part of the text. */
export async function expectSelected(extension: ExtensionUnderTest, text: string, words: string): Promise<void> {
  const start = text.indexOf(words);
  await expect
    .poll(() => extension.selection())
    .toEqual({
      start,
      end: start + words.length,
      text: words,
    });
}
