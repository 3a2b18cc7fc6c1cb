// The settings, read when they are used: a change needs no reload.
import * as vscode from 'vscode';

const section = 'documentQa';

function setting<Value>(name: string, fallback: Value, scope?: vscode.ConfigurationScope): Value {
  return vscode.workspace.getConfiguration(section, scope).get(name, fallback);
}

/** Whether hovers are offered on a selection. */
export function hoverEnabled(): boolean {
  return setting('hover.enabled', true);
}

/** How many answers are listed at most for a document. */
export function maxAnswers(uri: vscode.Uri): number {
  return setting('answers.max', 5, uri);
}

/** Threads of the reader; 0 leaves the choice to the engine. */
export function engineThreads(): number {
  return setting('engine.threads', 0);
}
