// A cache of words in two generations: bounded, and as cheap as a Map.

/** Words longer than this are rare and mostly unique (hashes, base64): caching them only costs memory. */
const maxCachedWordChars = 64;

/** Two generations of this many words each; English prose of any length fits. */
const generationWords = 50_000;

/** Remembers a value for each short word; when a generation is full the one before it is forgotten. */
export class WordCache<Value> {
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();

  /** The value for a word, computed at most once while it is remembered. */
  get(word: string, compute: (word: string) => Value): Value {
    if (word.length > maxCachedWordChars) return compute(word);
    const known = this.#young.get(word);
    if (known !== undefined) return known;
    const value = this.#old.get(word) ?? compute(word);
    if (this.#young.size >= generationWords) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(ownCopy(word), value);
    return value;
  }
}

/**
 * V8 represents a longer slice as a view that keeps the whole document alive; joining its characters makes a string
 * of its own.
 */
function ownCopy(word: string): string {
  return word.length < 13 ? word : Array.from({ length: word.length }, (_, i) => word.charAt(i)).join('');
}
