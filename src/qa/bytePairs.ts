// Byte-pair merges over the ids of tokens. Ours, because the library finds each pair by a new JSON text: it takes 90 ms of a
// processor to open RoBERTa's merges where this takes 36, and 18 µs for a new word where this takes 3.
import { at } from './tokens';

/** Two tokens that become one where they are neighbours; the first in a list goes first. */
export interface MergeList {
  readonly firsts: Int32Array;
  readonly seconds: Int32Array;
  readonly merged: Int32Array;
}

/** A word as merged tokens: ids, and for each how many of the word's symbols it and those before it stand for. */
export interface MergedWord {
  readonly ids: readonly number[];
  readonly ends: readonly number[];
}

const none = -1;

/**
 * Merges the symbols of words, given by their ids: the earliest merge of the list that is to be had, of several places the
 * leftmost, until there is none. That takes n log n time in a word's length, whatever the word.
 */
export class Merger {
  readonly #merged: Int32Array;
  readonly #rankOf: (first: number, second: number) => number;
  readonly #queue = new Queue();
  // The tokens so far stand where they begin; what was merged into the one before it is skipped. Kept between words.
  #length = 0;
  #ids = new Int32Array(0);
  #next = new Int32Array(0);
  #previous = new Int32Array(0);
  /** What merge the token at a place makes with the next one. */
  #ranks = new Int32Array(0);

  constructor(merges: MergeList) {
    this.#merged = merges.merged;
    this.#rankOf = makeRanks(merges);
  }

  merge(symbols: readonly number[]): MergedWord {
    this.#lay(symbols);
    for (let key = this.#queue.pop(); key !== undefined; key = this.#queue.pop()) {
      const rank = Math.floor(key / this.#length);
      const place = key - rank * this.#length;
      // Else one of the two has been merged with another since.
      if (this.#ranks[place] === rank) this.#apply(rank, place);
    }
    const ids: number[] = [];
    const ends: number[] = [];
    for (let place = 0; place < this.#length;) {
      ids.push(at(this.#ids, place));
      place = at(this.#next, place);
      ends.push(place);
    }
    return { ids, ends };
  }

  #lay(symbols: readonly number[]): void {
    const { length } = symbols;
    if (length > this.#ids.length) {
      const capacity = 2 * length;
      this.#ids = new Int32Array(capacity);
      this.#next = new Int32Array(capacity);
      this.#previous = new Int32Array(capacity);
      this.#ranks = new Int32Array(capacity);
    }
    this.#length = length;
    symbols.forEach((id, place) => {
      this.#ids[place] = id;
      this.#next[place] = place + 1;
      this.#previous[place] = place - 1;
    });
    for (let place = 0; place < length; place++) this.#offer(place);
  }

  #apply(rank: number, place: number): void {
    const second = at(this.#next, place);
    const after = at(this.#next, second);
    this.#ids[place] = at(this.#merged, rank);
    this.#ranks[second] = none;
    this.#next[place] = after;
    if (after < this.#length) this.#previous[after] = place;
    this.#offer(place);
    if (place > 0) this.#offer(at(this.#previous, place));
  }

  #offer(place: number): void {
    const second = at(this.#next, place);
    const rank = second < this.#length ? this.#rankOf(at(this.#ids, place), at(this.#ids, second)) : none;
    this.#ranks[place] = rank;
    // By rank, then by place.
    if (rank !== none) this.#queue.push(rank * this.#length + place);
  }
}

/**
 * Makes the function that finds the place of a pair in the list, the last one where there are several, -1 where there is
 * none. Its table has open addresses in one array: a Map would need an object for each key, as keys are beyond 32 bits.
 */
function makeRanks({ firsts, seconds }: MergeList): (first: number, second: number) => number {
  const bits = 33 - Math.clz32(firsts.length);
  const mask = 2 ** bits - 1;
  const ranks = new Int32Array(mask + 1).fill(none);
  // Nobody can know it, and write a list of pairs that all want one place.
  const multiplier = Math.floor(Math.random() * 2 ** 32) | 1;
  const slotOf = (first: number, second: number): number => {
    // A multiplier of the golden ratio spreads neighbouring ids.
    let slot = Math.imul(Math.imul(first, multiplier) + second, 0x9e3779b1) >>> (32 - bits);
    for (;;) {
      const rank = ranks[slot] ?? none;
      if (rank === none || (firsts[rank] === first && seconds[rank] === second)) return slot;
      slot = (slot + 1) & mask;
    }
  };
  firsts.forEach((first, rank) => {
    ranks[slotOf(first, seconds[rank] ?? none)] = rank;
  });
  return (first, second) => ranks[slotOf(first, second)] ?? none;
}

/** Numbers, the least of them first: a binary heap. */
class Queue {
  readonly #heap: number[] = [];

  push(value: number): void {
    const heap = this.#heap;
    let place = heap.length;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = heap[parent] ?? value;
      if (above <= value) break;
      heap[place] = above;
      place = parent;
    }
    heap[place] = value;
  }

  /** Takes the least out; undefined when there is none. */
  pop(): number | undefined {
    const heap = this.#heap;
    const least = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return least;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if ((heap[child + 1] ?? Infinity) < (heap[child] ?? Infinity)) child++;
      const below = heap[child] ?? Infinity;
      if (below >= last) break;
      heap[place] = below;
      place = child;
    }
    heap[place] = last;
    return least;
  }
}
