// A text as a reader shall see it, with the place in the file of every UTF-16 unit: what is left out or added changes
// what is read, never what an answer points at.

/** A text to read. `map[i]` is the offset in the file of unit i; of an added unit `~offset` of what follows it. */
export interface View {
  readonly text: string;
  readonly map: Int32Array;
}

/** The file's UTF-16 `[start, end)` is read as `text`, which is added text; "" leaves it out. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A view that grows from its start to its end. */
export class ViewBuilder {
  readonly #file: string;
  readonly #map: number[] = [];
  #text = '';

  constructor(file: string) {
    this.#file = file;
  }

  /** The file's own characters. */
  copy(start: number, end: number): void {
    this.#text += this.#file.slice(start, end);
    for (let offset = start; offset < end; offset++) this.#map.push(offset);
  }

  /** Characters that are not in the file, before the one at `offset`. */
  add(text: string, offset: number): void {
    this.#text += text;
    this.#map.push(...Array.from({ length: text.length }, () => ~offset));
  }

  build(): View {
    return { text: this.#text, map: Int32Array.from(this.#map) };
  }
}

/** The file with edits, in any order. Throws RangeError where two overlap. */
export function applyEdits(file: string, edits: readonly Edit[]): View {
  const builder = new ViewBuilder(file);
  let done = 0;
  for (const { start, end, text } of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (start < done) throw new RangeError(`two edits meet at ${start}`);
    builder.copy(done, start);
    builder.add(text, end);
    done = end;
  }
  builder.copy(done, file.length);
  return builder.build();
}

/**
 * The file's range of a view's `[start, end)`, added text at its ends left out; null where all of it was added. Throws
 * RangeError where the map does not say the file's characters in their order.
 */
export function toFile(view: View, file: string, start: number, end: number): { start: number; end: number } | null {
  const own: number[] = [];
  for (let unit = start; unit < end; unit++) {
    const offset = view.map[unit] ?? -1;
    if (offset < 0) continue;
    if (file[offset] !== view.text[unit] || offset <= (own.at(-1) ?? -1)) throw new RangeError(`unit ${unit} is amiss`);
    own.push(offset);
  }
  const [first] = own;
  const last = own.at(-1);
  return first === undefined || last === undefined ? null : { start: first, end: last + 1 };
}
