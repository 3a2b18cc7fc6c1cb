// Which document a question is asked of, and how it is handed to the reader.
import * as vscode from 'vscode';
import type { AskRequest } from '../protocol/engine';
import { aboutScheme } from './aboutDocument';

/** Schemes of editors that show no document of the user's. */
const toolSchemes = new Set(['output', 'debug', 'vscode-terminal', 'comment', 'search-editor', aboutScheme]);

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

/** The document as it is now; undefined when it can no longer be opened, as an untitled one that was closed. */
export async function reopen(document: vscode.TextDocument): Promise<vscode.TextDocument | undefined> {
  if (!document.isClosed) return document;
  if (document.isUntitled) return undefined;
  try {
    return await vscode.workspace.openTextDocument(document.uri);
  } catch {
    return undefined;
  }
}

/** Where a part of a text stands in its new version, nearest to where it stood; undefined when it is not there. */
export function relocate(text: string, part: string, start: number): { start: number; end: number } | undefined {
  const after = text.indexOf(part, start);
  const before = text.lastIndexOf(part, start);
  if (after < 0 && before < 0) return undefined;
  const nearest = after < 0 || (before >= 0 && start - before < after - start) ? before : after;
  return { start: nearest, end: nearest + part.length };
}
