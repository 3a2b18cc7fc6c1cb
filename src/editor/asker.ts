// A question on a text to a result, by the reader and the settings of this moment: the one way that the panel, the commands,
// the API and the language-model tool share. It shows nothing.
import * as vscode from 'vscode';
import type { AskRequest } from '../protocol/engine';
import type { QaResult } from '../qa/result';
import { type EngineClient, EngineError } from '../runtime/engineClient';
import { failureText, type ReadingWay } from './messages';
import type { Remedy } from './readerFailures';
import type { Readers } from './readers';
import { maxAnswers, strictness } from './settings';
import type { Source } from './source';

/** A question, the text, and what to read of it. */
export type Asked = Omit<AskRequest, 'run' | 'reader'>;

/** A question that got no result; the message is a sentence for people. */
export class AskError extends Error {
  override readonly name = 'AskError';

  constructor(
    message: string,
    /** What about readers mends it. */
    readonly remedies: readonly Remedy[],
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A question on all of a text, as the settings for its address have it. */
export function askedOf({ uri, name, text, format }: Source, question: string): Asked {
  return {
    ...{ document: { name, text, format }, question, scope: null, allWindows: false },
    ...{ strictness: strictness(uri), top: maxAnswers(uri) },
  };
}

/** Asks the engine. */
export class Asker implements vscode.Disposable {
  readonly #engine: EngineClient;
  readonly #readers: Readers;
  readonly #log: vscode.LogOutputChannel;
  readonly #changed = new vscode.EventEmitter<void>();
  #asking = 0;

  /** Fires when `isAsking` may be another. */
  readonly onDidChange = this.#changed.event;

  constructor(engine: EngineClient, readers: Readers, log: vscode.LogOutputChannel) {
    this.#engine = engine;
    this.#readers = readers;
    this.#log = log;
  }

  /** Whether a question is being read, whoever has asked it. */
  get isAsking(): boolean {
    return this.#asking > 0;
  }

  /**
   * Aborting `signal` ends the reading: the result then has the state `stopped`. Throws AskError.
   *
   * @param onProvisional gets what is known so far
   */
  async ask(asked: Asked, signal: AbortSignal, onProvisional: (result: QaResult) => void): Promise<QaResult> {
    let way: ReadingWay | undefined;
    this.#count(1);
    try {
      const { used, choice } = await this.#readers.choose();
      way = { isBundled: used.isBundled, maxLength: choice.maxLength };
      const result = await this.#engine.ask({ ...asked, reader: choice }, signal, onProvisional);
      const { coverage, timing, state, verdict } = result;
      this.#log.info(
        `read ${coverage.windowsRead} of ${coverage.windows} windows in ${Math.round(timing.totalMs)} ms ` +
          `(loading: ${Math.round(timing.loadMs)} ms): ${state}, ${verdict}`,
      );
      return result;
    } catch (error) {
      this.#log.error(error instanceof Error ? error : String(error));
      const isUnsupported = error instanceof EngineError && error.reason === 'unsupported';
      const remedies: Remedy[] = way?.isBundled === false && isUnsupported ? ['chooseReader'] : [];
      throw new AskError(failureText(error, way), remedies, { cause: error });
    } finally {
      this.#count(-1);
    }
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #count(by: 1 | -1): void {
    this.#asking += by;
    this.#changed.fire();
  }
}
