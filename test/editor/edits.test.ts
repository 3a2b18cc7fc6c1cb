import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addChanges, type ContentChange, type Edit, follow, relocate } from '../../src/editor/edits';

/** What a change does to marks, one a character: new characters belong to the part where both their neighbours do. */
function changeMarks(marks: readonly boolean[], { rangeOffset, rangeLength, text }: ContentChange): boolean[] {
  const after = rangeOffset + rangeLength;
  const isInside = marks[rangeOffset - 1] === true && marks[after] === true;
  return [...marks.slice(0, rangeOffset), ...text.split('').map(() => isInside), ...marks.slice(after)];
}

/** As VS Code makes changes that it tells at once: from the end on, none moves another. */
const lastFirst = (changes: readonly ContentChange[]): ContentChange[] =>
  changes.toSorted((a, b) => b.rangeOffset - a.rangeOffset);

/** Changes that VS Code could tell at once of a text of this length: none overlaps another; in any order. */
const changesOf = (length: number): fc.Arbitrary<ContentChange[]> =>
  fc
    .uniqueArray(fc.integer({ min: 0, max: length }), { minLength: 1, maxLength: 6 })
    .chain((bounds) => {
      const ordered = bounds.toSorted((a, b) => a - b);
      const ranges = ordered.flatMap((start, i) => (i % 2 === 0 ? [{ start, end: ordered[i + 1] ?? start }] : []));
      return fc.tuple(
        ...ranges.map(({ start, end }) =>
          fc.record({
            rangeOffset: fc.constant(start),
            rangeLength: fc.oneof(fc.constant(0), fc.constant(end - start)),
            text: fc.string({ unit: fc.constantFrom('x', 'y', '\n'), maxLength: 3 }),
          }),
        ),
      );
    })
    .chain((changes) => fc.shuffledSubarray(changes, { minLength: changes.length }));

/** A text and a part of it that is not empty. */
const followed = fc
  .string({ unit: fc.constantFrom('a', 'b', 'c', '\n'), minLength: 2, maxLength: 30 })
  .chain((text) =>
    fc
      .uniqueArray(fc.integer({ min: 0, max: text.length }), { minLength: 2, maxLength: 2 })
      .map((bounds) => ({ text, extent: { start: Math.min(...bounds), end: Math.max(...bounds) } })),
  );

describe('a part of a text', () => {
  it('is followed over edits as if its characters were marked', () => {
    fc.assert(
      fc.property(followed, fc.integer({ min: 1, max: 6 }), fc.gen(), ({ text, extent }, count, gen) => {
        let marks = Array.from({ length: text.length }, (_, i) => i >= extent.start && i < extent.end);
        let edits: Edit[] = [];
        for (let i = 0; i < count; i++) {
          const changes = gen(changesOf, marks.length);
          edits = addChanges(edits, changes);
          for (const change of lastFirst(changes)) marks = changeMarks(marks, change);
        }
        const { start, end } = follow(extent, edits);
        const first = marks.indexOf(true);
        if (first < 0) expect(end).toBe(start);
        else expect({ start, end }).toEqual({ start: first, end: marks.lastIndexOf(true) + 1 });
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps its text, whatever is changed around it', () => {
    fc.assert(
      fc.property(followed, fc.integer({ min: 1, max: 6 }), fc.gen(), ({ text, extent }, count, gen) => {
        const words = text.slice(extent.start, extent.end);
        let now = text;
        let edits: Edit[] = [];
        for (let i = 0; i < count; i++) {
          const { start, end } = follow(extent, edits);
          const before = gen(changesOf, start);
          const after = gen(changesOf, now.length - end);
          const shifted = after.map((change) => ({ ...change, rangeOffset: change.rangeOffset + end }));
          const changes = [...shifted, ...before];
          edits = addChanges(edits, changes);
          for (const { rangeOffset, rangeLength, text: added } of lastFirst(changes)) {
            now = now.slice(0, rangeOffset) + added + now.slice(rangeOffset + rangeLength);
          }
        }
        const { start, end } = follow(extent, edits);
        expect(now.slice(start, end)).toBe(words);
      }),
      { numRuns: 1000 },
    );
  });

  it('does not grow at its ends, and grows inside', () => {
    const part = { start: 3, end: 6 };
    const insert = (rangeOffset: number): Edit[] => addChanges([], [{ rangeOffset, rangeLength: 0, text: '--' }]);
    expect(follow(part, insert(3))).toEqual({ start: 5, end: 8 });
    expect(follow(part, insert(6))).toEqual(part);
    expect(follow(part, insert(4))).toEqual({ start: 3, end: 8 });
  });

  it('that was taken away is nothing, and stays nothing', () => {
    const edits = addChanges(addChanges([], [{ rangeOffset: 2, rangeLength: 5, text: '' }]), [
      { rangeOffset: 2, rangeLength: 0, text: 'new' },
    ]);
    const { start, end } = follow({ start: 3, end: 6 }, edits);
    expect(end).toBe(start);
  });
});

describe('the list of edits', () => {
  it('does not grow with every key', () => {
    let edits: Edit[] = [];
    for (let i = 0; i < 1000; i++) edits = addChanges(edits, [{ rangeOffset: 10 + i, rangeLength: 0, text: 'k' }]);
    for (let i = 999; i >= 500; i--) edits = addChanges(edits, [{ rangeOffset: 10 + i, rangeLength: 1, text: '' }]);
    expect(edits).toEqual([{ start: 10, end: 10, length: 500 }]);
  });
});

describe('words that are sought', () => {
  it('are found at the place nearest to where they stood', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 30 }),
        fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 3 }),
        fc.nat(40),
        (text, words, start) => {
          const places = Array.from(text, (_, i) => i).filter((i) => text.startsWith(words, i));
          const found = relocate(text, words, start);
          if (places.length === 0) expect(found).toBeUndefined();
          else {
            expect(text.slice(found?.start, found?.end)).toBe(words);
            const distance = Math.min(...places.map((place) => Math.abs(place - start)));
            expect(Math.abs((found?.start ?? NaN) - start)).toBe(distance);
          }
        },
      ),
    );
  });
});
