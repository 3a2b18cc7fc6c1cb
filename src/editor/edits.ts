// What was changed in a text, to where a part of it stands now. Offsets are UTF-16; ranges are half-open.

/** A part of a text. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

/** `[start, end)` of a text became `length` other characters. */
export interface Edit extends Extent {
  readonly length: number;
}

/** One of several changes that were made at once, as VS Code tells them: its offset is in the text before all of them. */
export interface ContentChange {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

/** Adds changes that were made at once to the edits before them. Edits that touch become one: typing adds one, not many. */
export function addChanges(edits: readonly Edit[], changes: readonly ContentChange[]): Edit[] {
  const added = [...edits];
  // From the end on, so that no change moves another one.
  for (const { rangeOffset, rangeLength, text } of [...changes].sort((a, b) => b.rangeOffset - a.rangeOffset)) {
    const edit: Edit = { start: rangeOffset, end: rangeOffset + rangeLength, length: text.length };
    const last = added.at(-1);
    const isWithinLast = last !== undefined && edit.start >= last.start && edit.end <= last.start + last.length;
    if (isWithinLast) added[added.length - 1] = { ...last, length: last.length - rangeLength + text.length };
    else added.push(edit);
  }
  return added;
}

/**
 * Where a part of the text stands after the edits. What is written at its very beginning or end does not belong to it;
 * what is left of it when a part was taken away is where it stands, which may be nothing: an empty range.
 */
export function follow(extent: Extent, edits: readonly Edit[]): Extent {
  let { start, end } = extent;
  for (const edit of edits) {
    const growth = edit.length - (edit.end - edit.start);
    const after = edit.start + edit.length;
    if (edit.end <= start) {
      start += growth;
      end += growth;
    } else if (edit.start < end) {
      end = edit.end < end ? end + growth : edit.start > start ? edit.start : after;
      start = edit.start > start ? start : after;
    }
  }
  return { start, end };
}

/** Where a part of a text stands in its new version, nearest to where it stood; undefined when it is not there. */
export function relocate(text: string, part: string, start: number): Extent | undefined {
  const after = text.indexOf(part, start);
  const before = text.lastIndexOf(part, start);
  if (after < 0 && before < 0) return undefined;
  const nearest = after < 0 || (before >= 0 && start - before < after - start) ? before : after;
  return { start: nearest, end: nearest + part.length };
}
