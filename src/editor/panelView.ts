// The sidebar view: hands the session's state to the panel and the panel's wishes to whoever fulfils them.
import * as vscode from 'vscode';
import type { FromPanel, PanelReader, PanelState, ToPanel } from '../protocol/panel';
import { displayName, targetEditor } from './documents';
import { isOffline } from './hubSource';
import type { Installation } from './installation';
import { parsePanelMessage } from './panelMessages';
import { readerBlock } from './readerBlock';
import type { Readers } from './readers';
import type { Session } from './session';
import { showPage } from './webviewHtml';

const viewId = 'documentQa.panel';

/** Shows the view, wherever the person has put it. */
export async function revealPanel(): Promise<void> {
  await vscode.commands.executeCommand(`${viewId}.focus`);
}

/** What the panel shows. */
export interface PanelParts {
  readonly session: Session;
  readonly readers: Readers;
  readonly installation: Installation;
}

/** Provides the view. `onMessage` gets every message of the panel that is well formed, but `ready`. */
export class PanelView implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #parts: PanelParts;
  readonly #onMessage: (message: FromPanel) => void;
  readonly #subscriptions: vscode.Disposable[];
  #view: vscode.WebviewView | undefined;

  constructor(extensionUri: vscode.Uri, parts: PanelParts, onMessage: (message: FromPanel) => void) {
    this.#extensionUri = extensionUri;
    this.#parts = parts;
    this.#onMessage = onMessage;
    this.#subscriptions = [
      vscode.window.registerWebviewViewProvider(viewId, this),
      parts.session.onDidChange(() => this.#post()),
      parts.readers.onDidChange(() => this.#post()),
      parts.installation.onDidChange(() => this.#post()),
      vscode.window.onDidChangeActiveTextEditor(() => this.#post()),
      vscode.window.onDidChangeVisibleTextEditors(() => this.#post()),
    ];
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.#view = view;
    const root = vscode.Uri.joinPath(this.#extensionUri, 'dist', 'panel');
    view.webview.onDidReceiveMessage((message: unknown) => {
      const parsed = parsePanelMessage(message);
      if (parsed?.type === 'ready') this.#onReady();
      else if (parsed !== undefined) this.#onMessage(parsed);
    });
    view.onDidDispose(() => {
      if (this.#view === view) this.#view = undefined;
    });
    showPage(view.webview, { root, script: 'main.js', style: 'panel.css', title: 'Ask This File' });
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #onReady(): void {
    this.#post();
    // What the settings say of readers is shown before the first question; what else changed meanwhile, too.
    this.#parts.readers.lookAgain();
  }

  #post(): void {
    const { run } = this.#parts.session;
    const editor = targetEditor();
    const state: PanelState = {
      target: editor === undefined ? null : displayName(editor.document),
      run: run && {
        question: run.question,
        fileName: run.fileName,
        selectedLines: run.selectedLines,
        strictness: run.strictness,
        status: run.status,
        result: run.result,
        failure: run.failure,
        problem: run.problem,
        outdated: run.outdated,
      },
      reader: this.#readerBlock(),
    };
    const message: ToPanel = { type: 'state', state };
    void this.#view?.webview.postMessage(message);
  }

  #readerBlock(): PanelReader | null {
    const { readers, installation, session } = this.#parts;
    return readerBlock({
      running: installation.running,
      failure: installation.failure,
      fault: readers.situation?.fault ?? null,
      missing: readers.situation?.missing ?? null,
      // Below an answer a person sees what the quick reader can do.
      mayOffer: session.run?.status === 'done' && !isOffline(),
    });
  }
}
