// Entrance exams in the background: each reader that answers in this window is examined once, behind all questions.
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ExamRecord } from '../evaluate/examRecord';
import { withLock } from '../hub/lock';
import type { EngineClient } from '../runtime/engineClient';
import type { PresentReader, Readers } from './readers';

/** Examines readers; the bundled one was examined before it was shipped. */
export class Examination implements vscode.Disposable {
  readonly #engine: EngineClient;
  readonly #readers: Readers;
  readonly #examFile: string;
  readonly #log: vscode.LogOutputChannel;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #listeners: vscode.Disposable[];
  /** Folders of readers whose exam was begun since they answer in this window. */
  readonly #begun = new Set<string>();
  #stop = new AbortController();
  #last: Promise<void> = Promise.resolve();
  #isExamining = false;

  /** Fires whenever `isExamining` is another. */
  readonly onDidChange = this.#changed.event;

  /** @param examFile absolute path of the questions */
  constructor(engine: EngineClient, readers: Readers, examFile: string, log: vscode.LogOutputChannel) {
    this.#engine = engine;
    this.#readers = readers;
    this.#examFile = examFile;
    this.#log = log;
    this.#listeners = [
      readers.onWillRead((reader) => this.#consider(reader)),
      // What lies in its folder may be another download of it; an outcome that still counts is found at once.
      readers.onDidSwitch((reader) => {
        this.#begun.delete(reader.folder);
        this.#consider(reader);
      }),
    ];
  }

  /** Whether a reader is being examined. */
  get isExamining(): boolean {
    return this.#isExamining;
  }

  /** Ends all exams, so that no file of a reader is held or written. They begin anew when their readers answer again. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#begun.clear();
    this.#stop = new AbortController();
    await this.#last;
  }

  dispose(): void {
    this.#stop.abort();
    for (const listener of this.#listeners) listener.dispose();
    this.#changed.dispose();
  }

  /** Begins the exam of a reader, unless that was done. */
  #consider(reader: PresentReader): void {
    if (reader.isBundled || this.#begun.has(reader.folder)) return;
    this.#begun.add(reader.folder);
    const { signal } = this.#stop;
    // One after the other: two models at a time would take twice the memory.
    this.#last = this.#last.then(() => this.#examine(reader, signal));
  }

  async #examine(reader: PresentReader, signal: AbortSignal): Promise<void> {
    const { name } = reader.model;
    const request = { reader: this.#readers.choiceOf(reader), examFile: this.#examFile };
    try {
      signal.throwIfAborted();
      this.#show(true);
      // Of two windows the second waits, and then finds the outcome of the first.
      const record = await withLock(join(reader.prepared, 'exam.lock'), { signal }, () =>
        this.#engine.examine(request, signal, ({ rung, asked, questions }) => {
          this.#log.debug(`exam of ${name}: ${rung}, ${asked} of ${questions}`);
        }),
      );
      this.#log.info(record === null ? `exam of ${name}: ended` : outcomeText(record));
    } catch (error) {
      if (signal.aborted) return;
      this.#log.warn(`exam of ${name}: no outcome`);
      this.#log.warn(error instanceof Error ? (error.stack ?? error.message) : String(error));
    } finally {
      this.#show(false);
    }
  }

  #show(isExamining: boolean): void {
    if (this.#isExamining === isExamining) return;
    this.#isExamining = isExamining;
    this.#changed.fire();
  }
}

function outcomeText({ model, rungs, chosen }: ExamRecord): string {
  const figures = rungs.map(
    ({ name, em, f1, agreement, tokensPerSecond }) =>
      `${name}: EM ${em.toFixed(1)}, F1 ${f1.toFixed(1)}, agreement ${(100 * agreement).toFixed(1)} %, ` +
      `${Math.round(tokensPerSecond)} tokens/s`,
  );
  return `exam of ${model.name}: ${figures.join('; ')}; chosen: ${chosen}`;
}
