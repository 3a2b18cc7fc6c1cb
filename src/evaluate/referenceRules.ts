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

/** A place in the context, in UTF-16 units. */
export interface ReferenceSpan {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** What the rules say of a question. */
export interface ReferencePrediction {
  /** The best span, refused or not; null where a context has none. */
  readonly span: ReferenceSpan | null;
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
  const spans: (ReferenceSpan & { readonly score: number })[] = [];
  for (const { window, logits, contextOffset } of read) {
    nullScore = Math.min(nullScore, at(logits.start, 0) + at(logits.end, 0));
    const length = contextOffset + window.endToken - window.startToken;
    const isContext = (position: number): boolean => position >= contextOffset && position < length;
    const toToken = (position: number): number => position - contextOffset + window.startToken;
    for (const start of bestPositions(logits.start, bestStarts)) {
      for (const end of bestPositions(logits.end, bestEnds)) {
        if (!isContext(start) || !isContext(end) || end < start || end - start + 1 > maxAnswerTokens) continue;
        const place = { start: at(context.starts, toToken(start)), end: at(context.ends, toToken(end)) };
        const score = at(logits.start, start) + at(logits.end, end);
        spans.push({ ...place, score, text: text.slice(place.start, place.end) });
      }
    }
  }
  spans.sort((a, b) => b.score - a.score);
  const [best] = spans;
  if (best === undefined) return { span: null, text: '', noAnswerDifference: Infinity, margin: Infinity };
  const noAnswerDifference = nullScore - best.score;
  const other = spans.find((span) => span.text !== best.text);
  return {
    span: { text: best.text, start: best.start, end: best.end },
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
