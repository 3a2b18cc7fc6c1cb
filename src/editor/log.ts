// The log channel. Neither text of a document nor a question is ever written to it.
import * as vscode from 'vscode';

/** The extension's log, shown by "Document QA: Show Log". */
export function makeLog(): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel('Document QA', { log: true });
}
