// Which document a question is asked of, and why there may be none.
import * as vscode from 'vscode';
import { aboutScheme } from './aboutDocument';
import { noFileText, notGivenText, notTextText } from './messages';
import type { Inquiry } from './run';
import { extentOf, sourceOf } from './source';

/** Schemes of editors that show no document of the user's. */
const toolSchemes = new Set(['output', 'debug', 'vscode-terminal', 'comment', 'search-editor', aboutScheme]);

/** A text editor that holds something to ask about. */
export function isReadable(editor: vscode.TextEditor | undefined): editor is vscode.TextEditor {
  return editor !== undefined && isReadableDocument(editor.document);
}

/** A document of the user's. */
function isReadableDocument({ uri }: vscode.TextDocument): boolean {
  return !toolSchemes.has(uri.scheme);
}

/** The document that a question is about: that of the active editor, or of the only ones in sight. */
export function targetDocument(): vscode.TextDocument | undefined {
  const { activeTextEditor, activeNotebookEditor, visibleTextEditors } = vscode.window;
  if (isReadable(activeTextEditor)) return activeTextEditor.document;
  const cells = activeNotebookEditor?.notebook.getCells() ?? [];
  if (cells.length > 0) return cells[0]?.document;
  if (obstacle() !== undefined) return undefined;
  return visibleTextEditors.find(isReadable)?.document;
}

/** The active editor where something is selected in a document of the user's. */
export function editorWithSelection(): vscode.TextEditor | undefined {
  const { activeTextEditor } = vscode.window;
  return isReadable(activeTextEditor) && !activeTextEditor.selection.isEmpty ? activeTextEditor : undefined;
}

/** All documents of the user's that are open in tabs, each once, in the order of the tabs. */
export async function openDocuments(): Promise<vscode.TextDocument[]> {
  const documents: vscode.TextDocument[] = [];
  const inputs = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ input }) => input));
  for (const input of inputs) {
    const document = await documentOfTab(input);
    if (document !== undefined && isReadableDocument(document) && !documents.includes(document)) {
      documents.push(document);
    }
  }
  return documents;
}

/**
 * Why the tab in front cannot be asked, in a sentence that names it and the way out: it is no text, or too large for VS
 * Code to give it to extensions. Undefined where that is not so.
 */
export function obstacle(): string | undefined {
  const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
  const { activeTextEditor } = vscode.window;
  if (tab === undefined || activeTextEditor !== undefined) return undefined;
  if (tab.input instanceof vscode.TabInputCustom) return notTextText(tab.label);
  // Pictures and other binary files have an editor of VS Code's own, which extensions know nothing of.
  if (tab.input === undefined) return notTextText(tab.label);
  if (tab.input instanceof vscode.TabInputText || tab.input instanceof vscode.TabInputTextDiff) {
    return notGivenText(tab.label);
  }
  return undefined;
}

/** What to say where there is nothing to ask. */
export function noTargetText(): string {
  return obstacle() ?? noFileText();
}

/** A question on all of a document. */
export function inquiryOf(document: vscode.TextDocument, question: string): Inquiry {
  return { source: sourceOf(document), scope: null, selectedLines: null, question, allWindows: false };
}

/** A question on a selection. */
export function selectionInquiry(document: vscode.TextDocument, selection: vscode.Range, question: string): Inquiry {
  const source = sourceOf(document);
  const scope = extentOf(source, document, selection) ?? null;
  return { source, scope, selectedLines: linesOf(selection), question, allWindows: false };
}

/** 1-based first and last line of a selection; one that ends before a line's first character does not hold the line. */
function linesOf(selection: vscode.Range): { first: number; last: number } {
  const endsBeforeLine = selection.end.character === 0 && selection.end.line > selection.start.line;
  return { first: selection.start.line + 1, last: selection.end.line + (endsBeforeLine ? 0 : 1) };
}

async function documentOfTab(input: unknown): Promise<vscode.TextDocument | undefined> {
  try {
    if (input instanceof vscode.TabInputText) return await vscode.workspace.openTextDocument(input.uri);
    if (input instanceof vscode.TabInputTextDiff) return await vscode.workspace.openTextDocument(input.modified);
    if (input instanceof vscode.TabInputNotebook) {
      return (await vscode.workspace.openNotebookDocument(input.uri)).getCells()[0]?.document;
    }
  } catch {
    // Too large, or gone: it cannot be read.
  }
  return undefined;
}
