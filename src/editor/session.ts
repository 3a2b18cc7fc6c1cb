// The question that is being asked, or was asked last, and what became of it. The panel, the hover and the commands
// all show this one state.
import * as vscode from 'vscode';
import type { AskRequest } from '../protocol/engine';
import type { PanelRun } from '../protocol/panel';
import type { QaResult } from '../qa/result';
import { type EngineClient, EngineError } from '../runtime/engineClient';
import { displayName, relocate, reopen, toRequest } from './documents';
import { failureText, goneText, type ReadingWay, selectionChangedText } from './messages';
import type { Remedy } from './readerFailures';
import { remediesOf } from './readerMessages';
import type { Readers } from './readers';
import { maxAnswers, strictness } from './settings';

/** A question to ask. */
export interface Inquiry {
  readonly document: vscode.TextDocument;
  /** The selection to read; undefined for the whole document. */
  readonly selection?: vscode.Range;
  readonly question: string;
  readonly allWindows?: boolean;
}

/** An inquiry and its state, as the panel shows it. */
export interface Run extends PanelRun {
  readonly inquiry: Inquiry;
  /** The document as it was read. */
  readonly text: string;
  /** The part of it that was read, UTF-16 half-open; null for everything. */
  readonly scope: AskRequest['scope'];
}

/** 1-based first and last line of a selection; one that ends before a line's first character does not hold the line. */
export function linesOf(selection: vscode.Range): { first: number; last: number } {
  const endsBeforeLine = selection.end.character === 0 && selection.end.line > selection.start.line;
  return { first: selection.start.line + 1, last: selection.end.line + (endsBeforeLine ? 0 : 1) };
}

function isOf(run: Run | null, document: vscode.TextDocument): boolean {
  return run?.inquiry.document.uri.toString() === document.uri.toString();
}

function isUnsupported(error: unknown): boolean {
  return error instanceof EngineError && error.reason === 'unsupported';
}

/** A run's question, of the document as it is now; a sentence for people when it cannot be asked any more. */
async function inquiryNow({ inquiry, text, scope }: Run): Promise<Inquiry | string> {
  const document = await reopen(inquiry.document);
  if (document === undefined) return goneText;
  const place = scope && relocate(document.getText(), text.slice(scope.start, scope.end), scope.start);
  if (place === undefined) return selectionChangedText;
  const { question, allWindows = false } = inquiry;
  if (place === null) return { document, question, allWindows };
  const selection = new vscode.Range(document.positionAt(place.start), document.positionAt(place.end));
  return { document, question, allWindows, selection };
}

/** Asks one question at a time: a new one ends the one before. */
export class Session implements vscode.Disposable {
  readonly #engine: EngineClient;
  readonly #readers: Readers;
  readonly #log: vscode.LogOutputChannel;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #documentListener: vscode.Disposable;
  /** What the window was told for the `when` clauses of commands and menus. */
  readonly #contexts = new Map<string, boolean>();
  #run: Run | null = null;
  #stop = new AbortController();
  #asked: Promise<unknown> = Promise.resolve();

  /** Fires whenever `run` is another. */
  readonly onDidChange = this.#changed.event;

  constructor(engine: EngineClient, readers: Readers, log: vscode.LogOutputChannel) {
    this.#engine = engine;
    this.#readers = readers;
    this.#log = log;
    this.#documentListener = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      const isNews = this.#run?.outdated === false && contentChanges.length > 0;
      if (isNews && isOf(this.#run, document)) this.#update({ outdated: true });
    });
  }

  get run(): Run | null {
    return this.#run;
  }

  /** Asks, and returns the final result; undefined when it failed or another question took its place. */
  ask(inquiry: Inquiry): Promise<QaResult | undefined> {
    return this.#begin(inquiry, null);
  }

  /** Asks the last question again, of the document as it is now. */
  async askAgain(allWindows: boolean): Promise<void> {
    if (this.#run === null) return;
    const inquiry = await inquiryNow(this.#run);
    if (typeof inquiry === 'string') this.#fail(inquiry);
    else await this.ask({ ...inquiry, allWindows: allWindows || inquiry.allWindows === true });
  }

  /** Lets another reader answer the last question, if that can still be asked; when it fails, what is known stays. */
  async readAgain(): Promise<void> {
    const run = this.#run;
    if (run === null) return;
    const inquiry = await inquiryNow(run);
    if (typeof inquiry === 'string' || this.#run?.inquiry !== run.inquiry) return;
    // The other reader takes seconds to load: what is known stays in sight until it knows better.
    await this.#begin(inquiry, inquiry.document.getText() === run.text ? run.result : null);
  }

  /** Says in the panel why an answer of a run could not be shown; null takes it back. */
  report(run: Run, problem: string | null): void {
    if (this.#run?.inquiry === run.inquiry) this.#update({ problem });
  }

  /** Ends the reading; what was found stays. Resolves when it has ended. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#asked;
  }

  /** Forgets the question and its answers. */
  clear(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#show(null);
  }

  dispose(): void {
    this.#stop.abort();
    this.#documentListener.dispose();
    this.#changed.dispose();
  }

  #begin(inquiry: Inquiry, result: QaResult | null): Promise<QaResult | undefined> {
    const asked = this.#ask(inquiry, result);
    this.#asked = asked;
    return asked;
  }

  async #ask(inquiry: Inquiry, known: QaResult | null): Promise<QaResult | undefined> {
    this.#stop.abort();
    const stop = new AbortController();
    this.#stop = stop;
    const { document, selection, question } = inquiry;
    const request = this.#toRequest(inquiry);
    const { strictness: asked } = request;
    this.#show({
      inquiry,
      text: request.document.text,
      scope: request.scope,
      question,
      fileName: displayName(document),
      selectedLines: selection === undefined ? null : linesOf(selection),
      // Of the result in sight.
      strictness: known === null ? asked : (this.#run?.strictness ?? asked),
      status: 'loading',
      result: known,
      failure: null,
      problem: null,
      outdated: false,
    });
    const isCurrent = (): boolean => this.#stop === stop;
    let way: ReadingWay | undefined;
    try {
      const { used, choice } = await this.#readers.choose();
      way = { isBundled: used.isBundled, maxLength: choice.maxLength };
      const result = await this.#engine.ask({ ...request, reader: choice }, stop.signal, (partial) => {
        if (isCurrent() && !stop.signal.aborted)
          this.#update({ status: 'reading', result: partial, strictness: asked });
      });
      if (!isCurrent()) return undefined;
      this.#update({ status: 'done', result, strictness: asked });
      const { coverage, timing, state, verdict } = result;
      this.#log.info(
        `read ${coverage.windowsRead} of ${coverage.windows} windows in ${Math.round(timing.totalMs)} ms ` +
          `(loading: ${Math.round(timing.loadMs)} ms): ${state}, ${verdict}`,
      );
      return result;
    } catch (error) {
      if (!isCurrent()) return undefined;
      this.#log.error(error instanceof Error ? error : String(error));
      const text = failureText(error, way);
      // A reader that fails takes nothing away that another one has found.
      if (known !== null) this.#update({ status: 'done', result: known, problem: text });
      else this.#fail(text, way?.isBundled === false && isUnsupported(error) ? ['chooseReader'] : []);
      return undefined;
    }
  }

  #toRequest({ document, selection, question, allWindows }: Inquiry): Omit<AskRequest, 'run' | 'reader'> {
    return {
      document: toRequest(document),
      question,
      scope: selection ? { start: document.offsetAt(selection.start), end: document.offsetAt(selection.end) } : null,
      strictness: strictness(document.uri),
      top: maxAnswers(document.uri),
      allWindows: allWindows ?? false,
    };
  }

  /** What was found before is not shown beside a failure, so nothing may act on it either. */
  #fail(text: string, remedies: readonly Remedy[] = []): void {
    this.#update({ status: 'failed', result: null, failure: { text, remedies: remediesOf(remedies) } });
  }

  #update(change: Partial<Run>): void {
    if (this.#run !== null) this.#show({ ...this.#run, ...change });
  }

  #show(run: Run | null): void {
    this.#run = run;
    const reading = run?.status === 'loading' || run?.status === 'reading';
    const context = {
      'documentQa.reading': reading,
      'documentQa.hasResult': run !== null,
      'documentQa.hasAnswer': (run?.result?.answers.length ?? 0) > 0,
    };
    for (const [key, value] of Object.entries(context)) {
      // While it is read, there is another run ten times a second; each of these is a message to the window.
      if (this.#contexts.get(key) === value) continue;
      this.#contexts.set(key, value);
      void vscode.commands.executeCommand('setContext', key, value);
    }
    this.#changed.fire();
  }
}
