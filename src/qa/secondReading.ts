// The best places of a document are read a second time, each in its own paragraph and nothing else: what the paragraph's
// neighbours are then changes neither the verdict nor the confidence. docs/verdicts.md, "A second reading".
import { type AnswerGroup, type Ranking, SpanCollector } from './ranking';
import { paragraphSeam, type Seams } from './seams';
import type { ScoredSpan, WindowReading } from './spans';
import { at, type Encoding } from './tokens';
import { type Window, windowText } from './windows';

/** What second readings are made with. */
export interface SecondReadingParts {
  readonly seams: Seams;
  readonly context: Encoding;
  /** Context tokens of a full window. */
  readonly room: number;
  /** Lowest evidence of an answer. */
  readonly answerThreshold: number;
  /** Paragraphs read a second time at most. */
  readonly most: number;
  readonly rank: (found: SpanCollector) => Ranking;
  readonly read: (paragraph: Window) => Promise<WindowReading>;
  /** Asked before each reading; true ends them. */
  readonly stopped: () => boolean;
}

/** The second readings of one question; a paragraph is read only once, however often it is asked for. */
export class SecondReadings {
  readonly #parts: SecondReadingParts;
  readonly #known = new Map<string, WindowReading>();

  constructor(parts: SecondReadingParts) {
    this.#parts = parts;
  }

  /**
   * Ranks what was found, with second readings of the best places instead of the first; not `isWhole` when one is missing.
   * What was found stays as it is.
   *
   * @param fresh how many may be made now, of paragraphs that were not read before: all that are needed when left out
   */
  async rank(collector: SpanCollector, fresh?: number): Promise<{ ranking: Ranking; isWhole: boolean }> {
    const { seams, context, room, answerThreshold, most, rank, read, stopped } = this.#parts;
    const found = new SpanCollector(collector);
    let ranking = rank(found);
    // Early ones may turn out to be of places that are not the best: there are not more of them than of those that count.
    let left = fresh === undefined ? Infinity : Math.min(fresh, most - this.#known.size);
    for (let i = 0; i < most; i++) {
      const place = placeToReadAgain(ranking.groups, answerThreshold);
      if (place === undefined) break;
      const paragraph = paragraphOf(place, seams, context);
      const { start, end } = windowText(paragraph, context);
      const tokens = paragraph.endToken - paragraph.startToken;
      // What does not fit a window, and what is all of the text, has no other reading.
      if (tokens > room || tokens === context.ids.length) {
        found.settle(start, end);
      } else {
        const key = `${start}-${end}`;
        const known = this.#known.get(key);
        if (known === undefined && (left-- <= 0 || stopped())) return { ranking, isWhole: false };
        const reading = known ?? (await read(paragraph));
        this.#known.set(key, reading);
        found.replace(start, end, reading);
      }
      ranking = rank(found);
    }
    return { ranking, isWhole: true };
  }
}

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
