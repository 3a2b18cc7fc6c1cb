// Counts what was read, so that every result can say it.
import { rangeBetween, type SourceDocument } from './document';
import type { Coverage, SkippedPart } from './result';
import { at, type Encoding } from './tokens';
import type { Window } from './windows';

/** Which windows of a document were read. */
export class CoverageCounter {
  readonly #read: Uint8Array;

  constructor(
    private readonly windows: readonly Window[],
    private readonly context: Encoding,
    private readonly document: SourceDocument,
  ) {
    this.#read = new Uint8Array(windows.length);
  }

  markRead(window: Window): void {
    this.#read[window.index] = 1;
  }

  /** Context tokens that lie in at least one window read. */
  get tokensRead(): number {
    return this.#parts(true).reduce((sum, part) => sum + part.endToken - part.startToken, 0);
  }

  /** @param reason why windows are missing; null while they are still to be read */
  coverage(reason: SkippedPart['reason'] | null): Coverage {
    const tokens = this.context.ids.length;
    const { tokensRead } = this;
    return {
      windows: this.windows.length,
      windowsRead: this.#read.reduce((sum, read) => sum + read, 0),
      tokens,
      tokensRead,
      complete: this.#read.every((read) => read === 1),
      skipped: reason === null ? [] : this.#parts(false).map((part) => ({ range: this.#rangeOf(part), reason })),
    };
  }

  /** Maximal runs of tokens that lie in a window read (or in none), in document order. */
  #parts(wanted: boolean): { startToken: number; endToken: number }[] {
    const parts: { startToken: number; endToken: number }[] = [];
    const add = (startToken: number, endToken: number): void => {
      const last = parts.at(-1);
      if (startToken >= endToken) return;
      if (last?.endToken === startToken) last.endToken = endToken;
      else parts.push({ startToken, endToken });
    };
    let coveredTo = 0;
    for (const window of this.windows) {
      if (this.#read[window.index] === 0) continue;
      if (!wanted) add(coveredTo, window.startToken);
      else add(Math.max(coveredTo, window.startToken), window.endToken);
      coveredTo = window.endToken;
    }
    if (!wanted) add(coveredTo, this.context.ids.length);
    return parts;
  }

  #rangeOf(part: { startToken: number; endToken: number }): SkippedPart['range'] {
    const start = at(this.context.starts, part.startToken);
    return rangeBetween(this.document, start, at(this.context.ends, part.endToken - 1));
  }
}
