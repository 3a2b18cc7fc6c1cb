// The best places of a document are read a second time, each in its own paragraph and nothing else: what the paragraph's
// neighbours are then changes neither the verdict nor the confidence. docs/verdicts.md, "A second reading".
import type { AnswerGroup } from './ranking';
import type { ScoredSpan } from './spans';
import { at, type Encoding } from './tokens';
import { paragraphSeam, type Seams } from './seams';
import type { Window } from './windows';

/**
 * The place to read again next, best groups first: that of the best group, then those of others that are answers by
 * themselves. Undefined when each of them was.
 */
export function placeToReadAgain(groups: readonly AnswerGroup[], answerThreshold: number): ScoredSpan | undefined {
  return groups.find(({ best, evidence }, rank) => !best.readAgain && (rank === 0 || evidence >= answerThreshold))
    ?.best;
}

/** The paragraph that a place stands in, or all of them, as tokens `[startToken, endToken)`. */
export function paragraphOf(
  { start, end }: Pick<ScoredSpan, 'start' | 'end'>,
  seams: Seams,
  context: Encoding,
): Window {
  let startToken = firstAfter(context.ends, start);
  let endToken = firstAfter(context.starts, end - 1);
  while (startToken > 0 && at(seams, startToken) < paragraphSeam) startToken--;
  while (endToken < seams.length && at(seams, endToken) < paragraphSeam) endToken++;
  return { index: 0, startToken, endToken };
}

/** The first index whose value is greater; values never decrease. */
function firstAfter(values: Int32Array, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at(values, middle) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
