// Tokens with their exact places in the text: what every tokenizer of this project returns.

/**
 * A text as tokens: three arrays of one length. Token t has id `ids[t]` and stands at UTF-16 `[starts[t], ends[t])`.
 * Neither starts nor ends decrease. Of a character split into several tokens each has the whole character's range.
 */
export interface Encoding {
  readonly ids: Int32Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** Text to tokens, without special tokens: a literal `[SEP]` or `</s>` in the text is ordinary text. */
export interface Tokenizer {
  encode(text: string): Encoding;
}

/** A growing Encoding. */
export class EncodingBuilder {
  #ids: Int32Array;
  #starts: Int32Array;
  #ends: Int32Array;
  #length = 0;

  /** @param expectedTokens a guess that avoids regrowing; any number works */
  constructor(expectedTokens: number) {
    const capacity = Math.max(16, expectedTokens);
    this.#ids = new Int32Array(capacity);
    this.#starts = new Int32Array(capacity);
    this.#ends = new Int32Array(capacity);
  }

  push(id: number, start: number, end: number): void {
    if (this.#length === this.#ids.length) this.#grow();
    this.#ids[this.#length] = id;
    this.#starts[this.#length] = start;
    this.#ends[this.#length] = end;
    this.#length++;
  }

  build(): Encoding {
    return {
      ids: this.#ids.slice(0, this.#length),
      starts: this.#starts.slice(0, this.#length),
      ends: this.#ends.slice(0, this.#length),
    };
  }

  #grow(): void {
    const larger = (array: Int32Array): Int32Array => {
      const copy = new Int32Array(array.length * 2);
      copy.set(array);
      return copy;
    };
    this.#ids = larger(this.#ids);
    this.#starts = larger(this.#starts);
    this.#ends = larger(this.#ends);
  }
}

/** The tokens of `text.slice(start, end)`, with offsets in `text`. */
export function encodePart(tokenizer: Tokenizer, text: string, start: number, end: number): Encoding {
  const { ids, starts, ends } = tokenizer.encode(text.slice(start, end));
  const shift = (offset: number): number => offset + start;
  return start === 0 ? { ids, starts, ends } : { ids, starts: starts.map(shift), ends: ends.map(shift) };
}

/** A number of tokens or an index into typed arrays, checked: these arrays are never read outside. */
export function at(array: ArrayLike<number>, index: number): number {
  const value = array[index];
  if (value === undefined) throw new RangeError(`index ${index} is outside an array of ${array.length}`);
  return value;
}
