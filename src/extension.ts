// The composition root: builds the parts and wires them. No logic lives here.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { AboutDocument } from './editor/aboutDocument';
import { Asker } from './editor/asker';
import { AnswerActions } from './editor/answerActions';
import { makeApi } from './editor/api';
import { registerAskTool } from './editor/askTool';
import { Asking } from './editor/asking';
import { type CommandParts, handlePanel, registerCommands } from './editor/commands';
import { Examination } from './editor/examination';
import { QuestionHistory } from './editor/history';
import { registerHover } from './editor/hover';
import { HubToken } from './editor/hubToken';
import { Installation } from './editor/installation';
import { LanguageStatus } from './editor/languageStatus';
import { LateCommands } from './editor/lateCommands';
import { makeLog } from './editor/log';
import { Marks } from './editor/marks';
import { PanelView } from './editor/panelView';
import { Pins } from './editor/pins';
import type { DocumentQaApi } from './editor/publicApi';
import { Readers } from './editor/readers';
import { Session } from './editor/session';
import { onReaderSettingChange, onStrictnessChange } from './editor/settings';
import { EngineClient } from './runtime/engineClient';

/** An engine holds some 150 MB; after five minutes without a question they go back. */
const engineIdleMs = 5 * 60 * 1000;

/** Between two windows the engine looks up many times a second; after this long it hangs. */
const engineStopMs = 3000;

export function activate(context: vscode.ExtensionContext): DocumentQaApi {
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
  const asker = new Asker(engine, readers, log);
  const session = new Session(asker);
  const installation = new Installation(log);
  const examination = new Examination(engine, readers, inExtension('models', 'exam', 'questions.json'), log);
  const about = new AboutDocument(readers);
  const token = new HubToken(context.secrets);
  const parts = { readers, session, installation, examination, engine, about, token, log };
  const { extensionUri, globalStorageUri: storageUri } = context;
  const late = new LateCommands({ ...parts, extensionUri, storageUri, extension: context.extension });
  const history = new QuestionHistory(context.workspaceState);
  const pins = new Pins();
  const marks = new Marks(session);
  const asking = new Asking(session, history, log);
  const answers = new AnswerActions(session, marks, pins);
  const acting: CommandParts = { session, asking, answers, marks, pins, history, late, log };
  const panel = new PanelView(extensionUri, { ...parts, history, pins }, (message) => {
    void handlePanel(acting, message);
  });
  const status = new LanguageStatus({ asker, readers, installation, examination });
  context.subscriptions.push(log, engine, readers, asker, session, installation, examination, about);
  context.subscriptions.push(history, pins, marks, panel, status);
  context.subscriptions.push(
    ...[registerCommands(acting, panel), late.register(), registerHover(session), registerAskTool(asker)],
    // What went wrong was about what is wanted no more.
    onReaderSettingChange(() => installation.forget()),
    readers.onWillRead(() => installation.forget()),
    readers.onDidSwitch(() => void session.readAgain()),
    onStrictnessChange(() => void session.readAgain()),
  );
  return makeApi(asker);
}
