// The composition root: builds the parts and wires them. No logic lives here.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { AboutDocument } from './editor/aboutDocument';
import { Actions } from './editor/commands';
import { Examination } from './editor/examination';
import { QuestionHistory } from './editor/history';
import { registerHover } from './editor/hover';
import { HubToken } from './editor/hubToken';
import { Installation } from './editor/installation';
import { LateCommands } from './editor/lateCommands';
import { makeLog } from './editor/log';
import { PanelView } from './editor/panelView';
import { Readers } from './editor/readers';
import { Session } from './editor/session';
import { onReaderSettingChange, onStrictnessChange } from './editor/settings';
import { EngineClient } from './runtime/engineClient';

/** An engine holds some 150 MB; after five minutes without a question they go back. */
const engineIdleMs = 5 * 60 * 1000;

/** Between two windows the engine looks up many times a second; after this long it hangs. */
const engineStopMs = 3000;

export function activate(context: vscode.ExtensionContext): void {
  // Before anything has words.
  if (vscode.l10n.bundle !== undefined) l10n.config({ contents: vscode.l10n.bundle });
  const log = makeLog();
  const inExtension = (...path: string[]): string => vscode.Uri.joinPath(context.extensionUri, ...path).fsPath;
  const engine = new EngineClient({
    enginePath: inExtension('dist', 'engine.js'),
    idleMs: engineIdleMs,
    stopMs: engineStopMs,
    log: (line) => log.info(line),
  });
  const readers = new Readers(inExtension('models'), context.globalState, log);
  const session = new Session(engine, readers, log);
  const installation = new Installation(log);
  const examination = new Examination(engine, readers, inExtension('models', 'exam', 'questions.json'), log);
  const about = new AboutDocument(readers);
  const token = new HubToken(context.secrets);
  const parts = { readers, session, installation, examination, engine, about, token, log };
  const { extensionUri, globalStorageUri: storageUri } = context;
  const late = new LateCommands({ ...parts, extensionUri, storageUri });
  const actions = new Actions(session, late, new QuestionHistory(context.workspaceState), log);
  const panel = new PanelView(extensionUri, parts, (message) => {
    void actions.handle(message);
  });
  context.subscriptions.push(log, engine, readers, session, installation, examination, about, panel);
  context.subscriptions.push(
    ...[actions.register(), late.register(), registerHover(session)],
    // What went wrong was about what is wanted no more.
    onReaderSettingChange(() => installation.forget()),
    readers.onWillRead(() => installation.forget()),
    readers.onDidSwitch(() => void session.readAgain()),
    onStrictnessChange(() => void session.readAgain()),
  );
}
