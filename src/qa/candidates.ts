// The spans of one window that may be an answer. There are some ten thousand of them, so none is written down: those that
// start at one token end at tokens in a row.
import { isWhiteSpace } from './characters';
import { maxAnswerChars, maxAnswerWords } from './limits';
import { at, type Encoding } from './tokens';
import { ownedSums, type Window, windowAt } from './windows';

/** What spans are listed with. */
export interface CandidateParts {
  /** All windows of the document: a span belongs to one of them. */
  readonly windows: readonly Window[];
  readonly index: number;
  readonly context: Encoding;
  readonly text: string;
  readonly maxSpanTokens: number;
}

/** The spans `[startToken, endToken)` of all `endToken` from `firstEnd` to `lastEnd`; at least one. */
export interface SpanRun {
  readonly startToken: number;
  readonly firstEnd: number;
  readonly lastEnd: number;
}

/**
 * All spans that belong to a window, the earliest first: owned by it, not only white space, within the limits of tokens,
 * words and characters.
 */
export function listSpans({ windows, index, context, text, maxSpanTokens }: CandidateParts): SpanRun[] {
  const window = windowAt(windows, index);
  const sums = ownedSums(windows, index);
  const { content, word } = describeTokens(window, context, text);
  const runs: SpanRun[] = [];
  // What words and characters allow: it never decreases from one start to the next.
  let limit = window.startToken;
  for (let startToken = window.startToken; startToken < window.endToken; startToken++) {
    const startWord = at(word, startToken - window.startToken);
    const start = at(context.starts, startToken);
    while (
      limit < window.endToken &&
      at(word, limit - window.startToken) - startWord < maxAnswerWords &&
      at(context.ends, limit) - start <= maxAnswerChars
    ) {
      limit++;
    }
    const firstEnd = Math.max(at(content, startToken - window.startToken) + 1, sums.least - startToken);
    const lastEnd = Math.min(limit, startToken + maxSpanTokens, sums.most - startToken);
    if (firstEnd <= lastEnd) runs.push({ startToken, firstEnd, lastEnd });
  }
  return runs;
}

/** For each token of a window: the first one from it on that is not only white space, and the number of its word. */
function describeTokens(window: Window, context: Encoding, text: string): { content: Int32Array; word: Int32Array } {
  const tokens = window.endToken - window.startToken;
  const content = new Int32Array(tokens);
  const word = new Int32Array(tokens);
  let words = 0;
  let firstBlank = 0;
  for (let i = 0; i < tokens; i++) {
    const start = at(context.starts, window.startToken + i);
    const end = at(context.ends, window.startToken + i);
    let letter = start;
    while (letter < end && isWhiteSpace(text.charCodeAt(letter))) letter++;
    if (letter < end) {
      content.fill(window.startToken + i, firstBlank, i + 1);
      firstBlank = i + 1;
    }
    const afterBlank = letter > start || (start > 0 && isWhiteSpace(text.charCodeAt(start - 1)));
    if (i > 0 && afterBlank && letter < end) words++;
    word[i] = words;
  }
  content.fill(window.endToken, firstBlank);
  return { content, word };
}
