// The best pieces of a word by a Unigram model (SentencePiece): Viterbi over every piece that the vocabulary has of it.
import { codePointAt, utf16Length } from './characters';
import { at } from './tokens';

/** A vocabulary with a log probability for each piece. */
export interface UnigramVocabulary {
  /** Piece and score by id. */
  readonly pieces: readonly (readonly [piece: string, score: number])[];
  readonly unknownId: number;
  /** Pieces that no text can spell: special tokens. */
  readonly reserved: ReadonlySet<string>;
}

/** The pieces of a word: ids, and for each the UTF-16 offset in the word where it ends and the next one begins. */
export interface WordPieces {
  readonly ids: readonly number[];
  readonly ends: readonly number[];
}

/** How much less likely than the least likely piece an unknown character is, as in the reference. */
const unknownPenalty = 10;

/**
 * Makes the function that splits a word. Its time is linear in the word's length times the longest piece, whatever the
 * word is, so that words need no limit. Neighbouring unknown characters are one piece.
 *
 * A library's Unigram would find `</s>` in a text to be the separator, and needs an object for each character of each
 * piece: here the vocabulary is one sorted list, and the pieces with a common beginning lie side by side in it.
 */
export function makeUnigramSplitter({ pieces, unknownId, reserved }: UnigramVocabulary): (word: string) => WordPieces {
  const idOf = new Map(pieces.map(([piece], id) => [piece, id]));
  const sorted = Array.from(idOf.keys())
    .filter((piece) => piece !== '' && !reserved.has(piece))
    .sort();
  const ids = Int32Array.from(sorted, (piece) => idOf.get(piece) ?? unknownId);
  const scores = Float64Array.from(ids, (id) => pieces[id]?.[1] ?? 0);
  const unknownScore = pieces.reduce((least, [, score]) => Math.min(least, score), Infinity) - unknownPenalty;

  /** The first of the sorted pieces in `[low, high)` whose unit at `depth` is at least `unit`. */
  const lowerBound = (low: number, high: number, depth: number, unit: number): number => {
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle]?.charCodeAt(depth) ?? 0) < unit) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const firstUnits = new Map<number, number>();
  const withFirstUnit = (unit: number): number => {
    let low = firstUnits.get(unit);
    if (low === undefined) {
      low = lowerBound(0, sorted.length, 0, unit);
      firstUnits.set(unit, low);
    }
    return low;
  };

  return (word) => {
    const bestScores = new Float64Array(word.length + 1).fill(-Infinity);
    const bestStarts = new Int32Array(word.length + 1);
    const bestIds = new Int32Array(word.length + 1);
    bestScores[0] = 0;
    const offer = (start: number, end: number, id: number, score: number): void => {
      const whole = at(bestScores, start) + score;
      if (whole <= at(bestScores, end)) return;
      bestScores[end] = whole;
      bestStarts[end] = start;
      bestIds[end] = id;
    };
    for (let start = 0; start < word.length;) {
      const width = utf16Length(codePointAt(word, start));
      let characterKnown = false;
      let low = withFirstUnit(word.charCodeAt(start));
      let high = withFirstUnit(word.charCodeAt(start) + 1);
      for (let depth = 1; low < high; depth++) {
        // A piece that ends here comes before all that go on.
        if (sorted[low]?.length === depth) {
          offer(start, start + depth, at(ids, low), at(scores, low));
          characterKnown ||= depth === width;
          low++;
        }
        if (start + depth === word.length) break;
        const unit = word.charCodeAt(start + depth);
        low = lowerBound(low, high, depth, unit);
        high = lowerBound(low, high, depth, unit + 1);
      }
      if (!characterKnown) offer(start, start + width, unknownId, unknownScore);
      start += width;
    }
    return trace(word.length, bestStarts, bestIds, unknownId);
  };
}

function trace(length: number, starts: Int32Array, pieceIds: Int32Array, unknownId: number): WordPieces {
  const ids: number[] = [];
  const ends: number[] = [];
  for (let end = length; end > 0; end = at(starts, end)) {
    const id = at(pieceIds, end);
    if (id === unknownId && ids.at(-1) === unknownId) continue;
    ids.push(id);
    ends.push(end);
  }
  return { ids: ids.reverse(), ends: ends.reverse() };
}
