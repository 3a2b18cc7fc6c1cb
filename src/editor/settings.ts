// The settings, read when they are used: a change needs no reload.
import * as vscode from 'vscode';
import { fullReaderName } from '../hub/catalogue';
import type { Strictness } from '../qa/strictness';

const section = 'documentQa';

/** A setting; the fallback where somebody wrote anything of another type. */
function setting<Value extends string | number | boolean>(
  name: string,
  fallback: Value,
  scope?: vscode.ConfigurationScope,
): Value {
  const written = vscode.workspace.getConfiguration(section, scope).get<Value>(name);
  return typeof written === typeof fallback && written !== undefined ? written : fallback;
}

/** Calls `then` whenever a setting that readers depend on is changed. */
export function onReaderSettingChange(then: () => void): vscode.Disposable {
  const names = ['reader', 'readerOptions', 'modelFolder', 'hub.endpoint'];
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (names.some((name) => event.affectsConfiguration(`${section}.${name}`))) then();
  });
}

/** Whether hovers are offered on a selection. */
export function hoverEnabled(): boolean {
  return setting<boolean>('hover.enabled', true);
}

/** Whether answers are marked in the editor. */
export function highlightEnabled(): boolean {
  return setting<boolean>('highlight.enabled', true);
}

/** Calls `then` whenever answers are to be marked, or not any more. */
export function onHighlightChange(then: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`${section}.highlight.enabled`)) then();
  });
}

/** How many answers are listed at most for a document. */
export function maxAnswers(uri: vscode.Uri): number {
  return setting<number>('answers.max', 5, uri);
}

/** How readily an answer is given, for a document or wherever; anything but one of the words counts as `balanced`. */
export function strictness(uri?: vscode.Uri): Strictness {
  const word = setting<string>('strictness', 'balanced', uri);
  return word === 'refuse' || word === 'answer' ? word : 'balanced';
}

/** Sets how readily an answer is given: where it is set already, for the nearest; else for this user. */
export async function setStrictness(word: Strictness, uri?: vscode.Uri): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(section, uri);
  const { workspaceFolderValue, workspaceValue } = configuration.inspect('strictness') ?? {};
  const { Global, Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;
  const target =
    workspaceFolderValue !== undefined ? WorkspaceFolder : workspaceValue !== undefined ? Workspace : Global;
  await configuration.update('strictness', word, target);
}

/** Calls `then` whenever answers are to be given more or less readily. */
export function onStrictnessChange(then: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`${section}.strictness`)) then();
  });
}

/** Threads of the reader; 0 leaves the choice to the engine. */
export function engineThreads(): number {
  return setting<number>('engine.threads', 0);
}

/** Which reader is wanted, as people write it. */
export function wantedReader(): string {
  return setting<string>('reader', '').trim() || fullReaderName;
}

/** Wants another reader from now on; a wish that is there already is not written down again. */
export async function wantReader(reader: string): Promise<void> {
  if (reader === wantedReader()) return;
  await vscode.workspace.getConfiguration(section).update('reader', reader, vscode.ConfigurationTarget.Global);
}

/** Overrides per model, unchecked. */
export function readerOptions(): unknown {
  return vscode.workspace.getConfiguration(section).get<unknown>('readerOptions', {});
}

/** The folder for models; empty for the usual one. */
export function modelFolder(): string {
  return setting<string>('modelFolder', '');
}

/** The Hub's address; empty for that of the environment. */
export function hubEndpoint(): string {
  return setting<string>('hub.endpoint', '').trim();
}
