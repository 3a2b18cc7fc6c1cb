// The sidebar view: hands the window's state to the panel and the panel's wishes to whoever fulfils them.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { FromPanel, PanelReader, PanelRun, PanelState, PanelTarget, ToPanel } from '../protocol/panel';
import { editorWithSelection, obstacle, targetDocument } from './documents';
import { exampleQuestions } from './exampleQuestions';
import type { QuestionHistory } from './history';
import { isOffline } from './hubSource';
import type { Installation } from './installation';
import { readingText } from './messages';
import { parsePanelMessage } from './panelMessages';
import type { Pins } from './pins';
import { readerBlock } from './readerBlock';
import type { Readers } from './readers';
import { isBusy, marksOf, type Run } from './run';
import type { Session } from './session';
import { displayName, sourceUri } from './source';
import { showPage } from './webviewHtml';

const viewId = 'documentQa.panel';

/** Headings further down suggest nothing: a large file is not searched for them at every click. */
const headLines = 500;
const headChars = 50_000;

/** Typing changes the state at every key; so many milliseconds later is soon enough to show it. */
const postDelayMs = 50;

/** Shows the view, wherever the person has put it. */
export async function revealPanel(): Promise<void> {
  await vscode.commands.executeCommand(`${viewId}.focus`, { preserveFocus: true });
}

/** What the panel shows. */
export interface PanelParts {
  readonly session: Session;
  readonly readers: Readers;
  readonly installation: Installation;
  readonly history: QuestionHistory;
  readonly pins: Pins;
}

/** Provides the view. `onMessage` gets every message of the panel that is well formed, but `ready`. */
export class PanelView implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #parts: PanelParts;
  readonly #onMessage: (message: FromPanel) => void;
  readonly #subscriptions: vscode.Disposable[];
  #view: vscode.WebviewView | undefined;
  #postTimer: NodeJS.Timeout | undefined;
  /** Whether something was selected when the panel was told last. */
  #hadSelection = false;
  /** The panel was asked to take the focus before it was there. */
  #focusWanted = false;

  constructor(extensionUri: vscode.Uri, parts: PanelParts, onMessage: (message: FromPanel) => void) {
    this.#extensionUri = extensionUri;
    this.#parts = parts;
    this.#onMessage = onMessage;
    const changed = (): void => this.#postSoon();
    this.#subscriptions = [
      vscode.window.registerWebviewViewProvider(viewId, this),
      ...[parts.session, parts.readers, parts.installation, parts.history, parts.pins].map(({ onDidChange }) =>
        onDidChange(changed),
      ),
      vscode.window.onDidChangeActiveTextEditor(changed),
      vscode.window.onDidChangeVisibleTextEditors(changed),
      vscode.window.onDidChangeActiveNotebookEditor(changed),
      vscode.window.tabGroups.onDidChangeTabs(changed),
      vscode.window.onDidChangeTextEditorSelection(() => {
        if ((editorWithSelection() !== undefined) !== this.#hadSelection) changed();
      }),
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
    showPage(view.webview, { root, script: 'main.js', style: 'panel.css', title: l10n.t('Ask This File') });
  }

  /** Shows the view with the focus in its question field. */
  async focusQuestion(): Promise<void> {
    this.#focusWanted = true;
    await vscode.commands.executeCommand(`${viewId}.focus`);
    this.#send({ type: 'focus' });
  }

  dispose(): void {
    clearTimeout(this.#postTimer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #onReady(): void {
    this.#post();
    if (this.#focusWanted) this.#send({ type: 'focus' });
    // What the settings say of readers is shown before the first question; what else changed meanwhile, too.
    this.#parts.readers.lookAgain();
  }

  /** Several changes in a moment are shown once. A view that is hidden is told everything when it is shown. */
  #postSoon(): void {
    if (this.#view?.visible !== true || this.#postTimer !== undefined) return;
    this.#postTimer = setTimeout(() => this.#post(), postDelayMs);
  }

  #post(): void {
    clearTimeout(this.#postTimer);
    this.#postTimer = undefined;
    const { session, readers, history, pins } = this.#parts;
    const { runs, active } = session;
    this.#hadSelection = editorWithSelection() !== undefined;
    const used = readers.situation?.used;
    const state: PanelState = {
      target: this.#target(),
      obstacle: obstacle() ?? null,
      runs: runs.map(shownRun),
      active,
      history: history.questions,
      pins: pins.shown,
      readsWith: used === undefined ? null : { title: used.model.title, isQuick: used.isBundled },
      reader: this.#readerBlock(),
    };
    this.#send({ type: 'state', state });
    this.#showSummary(runs);
  }

  #send(message: ToPanel): void {
    if (this.#view === undefined) return;
    if (message.type === 'focus') this.#focusWanted = false;
    void this.#view.webview.postMessage(message);
  }

  /** What VS Code itself says beside the view's title and on its icon. */
  #showSummary(runs: readonly Run[]): void {
    if (this.#view === undefined) return;
    const running = runs.filter(isBusy);
    this.#view.badge =
      running.length === 0 ? undefined : { value: running.length, tooltip: readingText(running.length) };
  }

  #target(): PanelTarget | null {
    const document = targetDocument();
    if (document === undefined) return null;
    const uri = sourceUri(document);
    const isStart = this.#parts.session.runs.length === 0;
    return {
      name: displayName(uri),
      hasSelection: editorWithSelection()?.document === document,
      earlier: this.#parts.history.of(uri),
      // Shown only before the first question, and not to be sought at every key afterwards.
      examples: isStart && document.languageId === 'markdown' ? exampleQuestions(headOf(document)) : [],
    };
  }

  #readerBlock(): PanelReader | null {
    const { readers, installation, session } = this.#parts;
    return readerBlock({
      running: installation.running,
      failure: installation.failure,
      fault: readers.situation?.fault ?? null,
      missing: readers.situation?.missing ?? null,
      // Below an answer a person sees what the quick reader can do.
      mayOffer: session.runs.some(({ status }) => status === 'done') && !isOffline(),
    });
  }
}

function shownRun(run: Run): PanelRun {
  const { id, inquiry, strictness, status, result, failure, problem, outdated } = run;
  const { source, question, selectedLines } = inquiry;
  return {
    ...{ id, question, fileName: source.name, selectedLines, strictness, status, result, failure, problem, outdated },
    marks: marksOf(run),
  };
}

function headOf(document: vscode.TextDocument): string {
  return document.getText(new vscode.Range(0, 0, headLines, 0)).slice(0, headChars);
}
