// The rules of the widely used example script, for comparing with figures that others published. The product's own
// rules are in qa/: these take the null of one window and the span of another, which is wrong on long documents.
import type { SpanLogits } from '../qa/logits';
import { at, type Encoding } from '../qa/tokens';
import type { Window } from '../qa/windows';

/** Candidates of each kind in a window. */
const bestStarts = 20;
const bestEnds = 20;
const maxAnswerTokens = 30;

/** Windows of a fixed step with a short tail. `room` and `overlap` in context tokens. */
export function referenceWindows(tokens: number, room: number, overlap: number): Window[] {
  const windows: Window[] = [];
  for (let start = 0; ; start += room - overlap) {
    const end = Math.min(tokens, start + room);
    windows.push({ index: windows.length, startToken: start, endToken: end });
    if (end === tokens) return windows;
  }
}

/** What the rules say of a question. */
export interface ReferencePrediction {
  /** "" when refused. */
  readonly text: string;
  /** Null score minus best span score: refused when above 0. */
  readonly noAnswerDifference: number;
  /** Best span score minus that of the next different span: how near another outcome was. */
  readonly margin: number;
}

/** One window's logits and where its first context token stands in them. */
export interface ReadWindow {
  readonly window: Window;
  readonly logits: SpanLogits;
  readonly contextOffset: number;
}

/** Applies the rules to all windows of a question. */
export function referencePrediction(read: readonly ReadWindow[], context: Encoding, text: string): ReferencePrediction {
  let nullScore = Infinity;
  const spans: { score: number; text: string }[] = [];
  for (const { window, logits, contextOffset } of read) {
    nullScore = Math.min(nullScore, at(logits.start, 0) + at(logits.end, 0));
    const length = contextOffset + window.endToken - window.startToken;
    const isContext = (position: number): boolean => position >= contextOffset && position < length;
    const toToken = (position: number): number => position - contextOffset + window.startToken;
    for (const start of bestPositions(logits.start, bestStarts)) {
      for (const end of bestPositions(logits.end, bestEnds)) {
        if (!isContext(start) || !isContext(end) || end < start || end - start + 1 > maxAnswerTokens) continue;
        spans.push({
          score: at(logits.start, start) + at(logits.end, end),
          text: text.slice(at(context.starts, toToken(start)), at(context.ends, toToken(end))),
        });
      }
    }
  }
  spans.sort((a, b) => b.score - a.score);
  const best = spans[0] ?? { score: -Infinity, text: '' };
  const noAnswerDifference = nullScore - best.score;
  const other = spans.find((span) => span.text !== best.text);
  return {
    text: noAnswerDifference > 0 ? '' : best.text,
    noAnswerDifference,
    margin: best.score - (other?.score ?? -Infinity),
  };
}

/** Positions of the largest values, largest first; of equals the later, as numpy's reversed argsort gives them. */
function bestPositions(values: Float32Array, count: number): number[] {
  return Array.from(values, (_, i) => i)
    .sort((a, b) => at(values, b) - at(values, a) || b - a)
    .slice(0, count);
}
