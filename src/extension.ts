// The composition root: builds the parts and wires them. No logic lives here.
import * as vscode from 'vscode';
import { Actions } from './editor/commands';
import { QuestionHistory } from './editor/history';
import { registerHover } from './editor/hover';
import { makeLog } from './editor/log';
import { PanelView } from './editor/panelView';
import { Session } from './editor/session';
import { EngineClient } from './runtime/engineClient';

/** An engine holds some 150 MB; after five minutes without a question they go back. */
const engineIdleMs = 5 * 60 * 1000;

/** Between two windows the engine looks up many times a second; after this long it hangs. */
const engineStopMs = 3000;

export function activate(context: vscode.ExtensionContext): void {
  const log = makeLog();
  const inExtension = (...path: string[]): string => vscode.Uri.joinPath(context.extensionUri, ...path).fsPath;
  const engine = new EngineClient({
    enginePath: inExtension('dist', 'engine.js'),
    idleMs: engineIdleMs,
    stopMs: engineStopMs,
    log: (line) => log.info(line),
  });
  const session = new Session(engine, inExtension('models', 'mini'), log);
  const actions = new Actions(session, new QuestionHistory(context.workspaceState), log);
  const panel = new PanelView(context.extensionUri, session, (message) => void actions.handle(message));
  context.subscriptions.push(log, engine, session, panel, actions.register(), registerHover(session));
}
