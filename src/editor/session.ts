// The question in sight, on each source that it was asked of, and what became of it. The panel, the marks in the editor, the
// hover and the commands all show this one state.
import * as vscode from 'vscode';
import type { PanelPlace, PanelState } from '../protocol/panel';
import type { QaResult } from '../qa/result';
import { type Asked, AskError, askedOf, type Asker } from './asker';
import { setContextKeys } from './contextKeys';
import { relocate } from './edits';
import { goneText, selectionChangedText, stoppedBeforeText } from './messages';
import { remediesOf } from './readerMessages';
import { afterChanges, afterOpening, type Inquiry, isBusy, type Run, shownAnswers } from './run';
import { strictness } from './settings';
import { displayName, isSame, lineEndsIn, renamed, reopened, type Source } from './source';

/** Asks one question at a time, of one source or of several: a new one ends the one before. */
export class Session implements vscode.Disposable {
  readonly #asker: Asker;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #listeners: readonly vscode.Disposable[];
  #runs: readonly Run[] = [];
  #active: PanelState['active'] = null;
  #stop = new AbortController();
  #asked: Promise<unknown> = Promise.resolve();
  #lastId = 0;

  /** Fires whenever `runs` or `active` are others. */
  readonly onDidChange = this.#changed.event;

  constructor(asker: Asker) {
    this.#asker = asker;
    this.#listeners = [
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#replace((run) => afterChanges(run, document, contentChanges));
      }),
      vscode.workspace.onDidOpenTextDocument((document) => this.#replace((run) => afterOpening(run, document))),
      // Cells that come, go or move.
      vscode.workspace.onDidChangeNotebookDocument(({ notebook, contentChanges }) => {
        const isOf = ({ inquiry: { source } }: Run): boolean => isSame(source.uri, notebook.uri);
        if (contentChanges.length > 0) this.#replace((run) => (isOf(run) ? { ...run, outdated: true } : run));
      }),
      vscode.workspace.onDidRenameFiles(({ files }) => {
        for (const { oldUri, newUri } of files) this.#replace((run) => afterRename(run, oldUri, newUri));
      }),
    ];
  }

  /** One for each source, in the order in which they are read; empty when nothing is in sight. */
  get runs(): readonly Run[] {
    return this.#runs;
  }

  /** The place that was last gone to. */
  get active(): PanelState['active'] {
    return this.#active;
  }

  /** A run by its id; undefined when it is no longer in sight. */
  find(id: number): Run | undefined {
    return this.#runs.find((run) => run.id === id);
  }

  /**
   * Asks, and returns the result for each inquiry in their order: undefined where it failed or another question took its
   * place.
   */
  ask(inquiries: readonly Inquiry[]): Promise<(QaResult | undefined)[]> {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#active = null;
    const runs = inquiries.map((inquiry) => this.#newRun(inquiry));
    this.#show(runs);
    return this.#readAll(runs);
  }

  /** Asks the question of a run again, of its source as it is now. Undefined where it failed. */
  async askAgain(id: number, allWindows: boolean): Promise<QaResult | undefined> {
    const run = this.find(id);
    if (run === undefined) return undefined;
    const inquiry = await inquiryNow(run);
    if (this.find(id) === undefined) return undefined;
    if (typeof inquiry === 'string') {
      this.#update(id, failed(inquiry));
      return undefined;
    }
    return this.#readAnew(run, { ...inquiry, allWindows: allWindows || inquiry.allWindows }, null);
  }

  /** Lets another reader answer the question in sight, where it can still be asked; when it fails, what is known stays. */
  async readAgain(): Promise<void> {
    await Promise.all(
      this.#runs.map(async (run) => {
        const inquiry = await inquiryNow(run);
        if (typeof inquiry === 'string' || this.find(run.id) === undefined) return;
        // The other reader takes seconds to load: what is known stays in sight until it knows better.
        const isSameText = inquiry.source.text === run.inquiry.source.text;
        await this.#readAnew(run, inquiry, isSameText ? run.result : null);
      }),
    );
  }

  /** Makes a place the one that was last gone to. */
  activate(run: number, place: PanelPlace): void {
    this.#active = { run, place };
    this.#show(this.#runs);
  }

  /** Says in the panel what went wrong beside the result of a run; null takes it back. */
  report(id: number, problem: string | null): void {
    if (this.find(id)?.problem !== problem) this.#update(id, { problem });
  }

  /** Ends the reading; what was found stays. Resolves when it has ended. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#asked;
  }

  /** Forgets the question and its answers. */
  clear(): void {
    this.#stop.abort();
    this.#active = null;
    this.#show([]);
  }

  dispose(): void {
    this.#stop.abort();
    for (const listener of this.#listeners) listener.dispose();
    this.#changed.dispose();
  }

  #newRun(inquiry: Inquiry): Run {
    return {
      ...{ id: ++this.#lastId, inquiry, strictness: strictness(inquiry.source.uri) },
      ...{ status: 'waiting', result: null, failure: null, problem: null, outdated: false, edits: new Map() },
    };
  }

  /** Puts a new run in the place of another one, and reads it. */
  async #readAnew(run: Run, inquiry: Inquiry, known: QaResult | null): Promise<QaResult | undefined> {
    if (this.#stop.signal.aborted) this.#stop = new AbortController();
    const fresh = this.#newRun(inquiry);
    // Of the result in sight.
    const shown: Run = known === null ? fresh : { ...fresh, result: known, strictness: run.strictness };
    if (this.#active?.run === run.id) this.#active = known === null ? null : { ...this.#active, run: fresh.id };
    this.#show(this.#runs.map((other) => (other.id === run.id ? shown : other)));
    return (await this.#readAll([shown]))[0];
  }

  #readAll(runs: readonly Run[]): Promise<(QaResult | undefined)[]> {
    const { signal } = this.#stop;
    const reading = this.#readInOrder(runs, signal);
    this.#asked = Promise.all([this.#asked, reading]).catch(() => undefined);
    return reading;
  }

  async #readInOrder(runs: readonly Run[], signal: AbortSignal): Promise<(QaResult | undefined)[]> {
    const results: (QaResult | undefined)[] = [];
    for (const { id, inquiry } of runs) {
      if (signal.aborted) this.#update(id, failed(stoppedBeforeText()));
      results.push(signal.aborted ? undefined : await this.#read(id, inquiry, signal));
    }
    return results;
  }

  async #read(id: number, inquiry: Inquiry, signal: AbortSignal): Promise<QaResult | undefined> {
    const { source, question, scope, allWindows } = inquiry;
    const asked: Asked = { ...askedOf(source, question), scope, allWindows };
    this.#update(id, { status: 'loading' });
    try {
      const result = await this.#asker.ask(asked, signal, (partial) => {
        if (!signal.aborted) this.#update(id, { status: 'reading', result: partial, strictness: asked.strictness });
      });
      if (this.find(id) === undefined) return undefined;
      this.#update(id, { status: 'done', result, strictness: asked.strictness });
      return result;
    } catch (error) {
      if (!(error instanceof AskError)) throw error;
      this.#explain(id, error);
      return undefined;
    }
  }

  /** Nothing that was found is lost by a failure: it stays beside it. */
  #explain(id: number, { message, remedies }: AskError): void {
    const found = this.find(id)?.result ?? null;
    if (found === null)
      this.#update(id, { ...failed(message), failure: { text: message, remedies: remediesOf(remedies) } });
    else {
      const result: QaResult = found.state === 'provisional' ? { ...found, state: 'stopped' } : found;
      this.#update(id, { status: 'done', result, problem: message });
    }
  }

  #update(id: number, change: Partial<Run>): void {
    this.#replace((run) => (run.id === id ? { ...run, ...change } : run));
  }

  #replace(change: (run: Run) => Run): void {
    const runs = this.#runs.map(change);
    if (runs.some((run, i) => run !== this.#runs[i])) this.#show(runs);
  }

  #show(runs: readonly Run[]): void {
    this.#runs = runs;
    setContextKeys({
      reading: runs.some(isBusy),
      hasResult: runs.length > 0,
      hasAnswer: runs.some(({ result }) => (result?.answers.length ?? 0) > 0),
      hasPlace: runs.some(({ result }) => shownAnswers(result).length > 0),
    });
    this.#changed.fire();
  }
}

/** What was found before is not shown beside a failure, so nothing may act on it either. */
function failed(text: string): Partial<Run> {
  return { status: 'failed', result: null, failure: { text, remedies: [] } };
}

/** A run's question, of the source as it is now; a sentence for people when it cannot be asked any more. */
async function inquiryNow({ inquiry }: Run): Promise<Inquiry | string> {
  const { source: before, scope } = inquiry;
  const source = await reopened(before);
  if (source === undefined) return goneText();
  if (scope === null) return { ...inquiry, source };
  const place = relocate(source.text, before.text.slice(scope.start, scope.end), scope.start);
  if (place === undefined) return selectionChangedText();
  return { ...inquiry, source, scope: place, selectedLines: movedLines(inquiry, source, place.start) };
}

/** The lines of a selection that stands elsewhere in a newer text. */
function movedLines({ source, scope, selectedLines }: Inquiry, now: Source, start: number): Inquiry['selectedLines'] {
  if (scope === null || selectedLines === null) return selectedLines;
  const by = lineEndsIn(now.text.slice(0, start)) - lineEndsIn(source.text.slice(0, scope.start));
  return { first: selectedLines.first + by, last: selectedLines.last + by };
}

/** A run whose file, or a folder around it, has another name now. */
function afterRename(run: Run, from: vscode.Uri, to: vscode.Uri): Run {
  const { source } = run.inquiry;
  const rename = (uri: vscode.Uri): vscode.Uri => renamed(uri, from, to);
  const uri = rename(source.uri);
  if (uri === source.uri) return run;
  const parts = source.parts.map((part) => ({ ...part, uri: rename(part.uri) }));
  const edits = new Map([...run.edits].map(([key, made]) => [rename(vscode.Uri.parse(key)).toString(), made]));
  return { ...run, edits, inquiry: { ...run.inquiry, source: { ...source, uri, name: displayName(uri), parts } } };
}
