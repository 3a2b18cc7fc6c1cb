// What was used last, by key, as far as there is room for it.

/** Values of a limited size together; what was not used for longest goes first. */
export class RecentValues<Value> {
  /** In the order of their last use. */
  readonly #values = new Map<string, Value>();
  readonly #most: number;
  readonly #sizeOf: (value: Value) => number;
  #size = 0;

  /**
   * @param most what the sizes of all values sum up to at most
   * @param sizeOf the size of one
   */
  constructor(most: number, sizeOf: (value: Value) => number) {
    this.#most = most;
    this.#sizeOf = sizeOf;
  }

  /** The value of a key; this is no use of it. */
  get(key: string): Value | undefined {
    return this.#values.get(key);
  }

  /** Uses a value: it is the last that goes. */
  use(key: string, value: Value): void {
    this.#forget(key);
    this.#values.set(key, value);
    this.#size += this.#sizeOf(value);
    for (const oldest of this.#values.keys()) {
      if (this.#size <= this.#most) break;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    const value = this.#values.get(key);
    if (value === undefined) return;
    this.#values.delete(key);
    this.#size -= this.#sizeOf(value);
  }
}
