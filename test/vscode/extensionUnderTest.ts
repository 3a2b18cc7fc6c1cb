// The packed extension in a real VS Code, and the few things that all tests do with it.
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { expect, onTestFailed } from 'vitest';
import { vsixPath } from '../support/packageSetup';
import { openWorkbench, type Workbench } from '../support/workbench';

/** A workbench with the extension in it. */
export interface ExtensionUnderTest extends Workbench {
  readonly panel: FrameLocator;
  /** Asks by the palette's command and the input box, and waits until everything was read. */
  ask(question: string): Promise<void>;
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
  workspace: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = {},
): Promise<ExtensionUnderTest> {
  const workbench = await openWorkbench({
    vsix: vsixPath,
    workspace,
    environment: { HF_ENDPOINT: noHub, ...environment },
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

/** Waits until the active editor's selection is exactly this part of the text. */
export async function expectSelected(extension: ExtensionUnderTest, text: string, words: string): Promise<void> {
  const start = text.indexOf(words);
  await expect
    .poll(() => extension.selection(), { timeout: 10_000 })
    .toEqual({
      start,
      end: start + words.length,
      text: words,
    });
}
