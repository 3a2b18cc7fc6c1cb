// Which document a question is asked of, and how it is handed to the reader.
import * as vscode from 'vscode';
import type { AskRequest } from '../protocol/engine';

/** Schemes of editors that show no document of the user's. */
const toolSchemes = new Set(['output', 'debug', 'vscode-terminal', 'comment', 'search-editor']);

/** A text editor that holds something to ask about. */
export function isReadable(editor: vscode.TextEditor | undefined): editor is vscode.TextEditor {
  return editor !== undefined && !toolSchemes.has(editor.document.uri.scheme);
}

/** The editor that a question is about: the active one, or the only ones in sight. */
export function targetEditor(): vscode.TextEditor | undefined {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  return isReadable(activeTextEditor) ? activeTextEditor : visibleTextEditors.find(isReadable);
}

/** The name by which people know a document. */
export function displayName(document: vscode.TextDocument): string {
  return vscode.workspace.asRelativePath(document.uri);
}

/** A document as the engine reads it. */
export function toRequest(document: vscode.TextDocument): AskRequest['document'] {
  return {
    name: displayName(document),
    text: document.getText(),
    format: document.languageId === 'markdown' ? 'markdown' : 'text',
  };
}
