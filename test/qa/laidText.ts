// A text in windows, and the spans that each of them has.
import { type CandidateParts, listSpans } from '../../src/qa/candidates';
import type { Encoding, Tokenizer } from '../../src/qa/tokens';
import { makeWindows, type Window } from '../../src/qa/windows';

/** A text, cut. */
export interface Laid {
  readonly text: string;
  readonly context: Encoding;
  readonly windows: readonly Window[];
  /** Longest span in tokens. */
  readonly longest: number;
}

/** A text in windows as a plan makes them. */
export function layText(text: string, tokenizer: Tokenizer, room: number): Laid {
  const context = tokenizer.encode(text);
  const overlap = Math.min(128, room >> 1);
  return { text, context, windows: makeWindows(new Uint8Array(context.ids.length), room, overlap), longest: overlap };
}

/** All spans `[startToken, endToken)` of a window. */
export function spansOf(parts: CandidateParts): [startToken: number, endToken: number][] {
  return listSpans(parts).flatMap(({ startToken, firstEnd, lastEnd }) =>
    Array.from({ length: lastEnd - firstEnd + 1 }, (_, i): [number, number] => [startToken, firstEnd + i]),
  );
}
