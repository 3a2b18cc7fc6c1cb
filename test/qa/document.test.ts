import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineAround, lineIndexAt, makeDocument, offsetOf, rangeBetween } from '../../src/qa/document';
import { arbitraryText } from './arbitraryText';
import { placeOf } from './lineCounter';

describe('lines and columns', () => {
  it('are those that reading character by character gives, at every offset', () => {
    fc.assert(
      fc.property(arbitraryText(30), (text) => {
        const document = makeDocument(text, null);
        const offsets = Array.from({ length: text.length + 1 }, (_, offset) => offset);
        const ranges = offsets.map((offset) => rangeBetween(document, offset, text.length));
        const places = offsets.map((offset) => placeOf(text, offset));
        const last = placeOf(text, text.length);
        expect(ranges.map(({ startLine, startColumn }) => ({ line: startLine, column: startColumn }))).toEqual(places);
        expect(offsets.map((offset) => lineIndexAt(document, offset) + 1)).toEqual(places.map(({ line }) => line));
        expect(ranges.every(({ endLine, endColumn }) => endLine === last.line && endColumn === last.column)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('lead back to their offset', () => {
    fc.assert(
      fc.property(arbitraryText(30), (text) => {
        const document = makeDocument(text, null);
        const offsets = Array.from({ length: text.length + 1 }, (_, offset) => offset);
        const back = offsets.map((offset) => {
          const { line, column } = placeOf(text, offset);
          return offsetOf(document, line, column);
        });
        expect(back).toEqual(offsets);
      }),
      { numRuns: 50 },
    );
  });

  it('that a document does not have lead nowhere', () => {
    const document = makeDocument('ab\r\nc', null);
    expect(offsetOf(document, 1, 4)).toBe(3);
    expect(offsetOf(document, 1, 5)).toBeUndefined();
    expect(offsetOf(document, 2, 2)).toBe(5);
    expect(offsetOf(document, 2, 3)).toBeUndefined();
    expect(offsetOf(document, 3, 1)).toBeUndefined();
    expect(offsetOf(document, 0, 1)).toBeUndefined();
    expect(offsetOf(document, 1, 0)).toBeUndefined();
  });

  it('of an empty text are one empty line', () => {
    const document = makeDocument('', null);
    expect(document.lineStarts).toEqual([0]);
    expect(rangeBetween(document, 0, 0)).toEqual({
      start: 0,
      end: 0,
      startLine: 1,
      startColumn: 1,
      endLine: 1,
      endColumn: 1,
    });
  });

  it('count a line end of two characters once, and a lone \\r', () => {
    expect(makeDocument('a\r\nb\rc\nd\n\r', null).lineStarts).toEqual([0, 3, 5, 7, 9, 10]);
  });

  it('are not started by other separators', () => {
    expect(makeDocument('a\u0085b\u2028c\u2029d\u000be\fg', null).lineStarts).toEqual([0]);
  });
});

describe('a range', () => {
  it.each([
    [-1, 1],
    [2, 1],
    [0, 4],
    [NaN, 1],
  ])('from %d to %d is refused in a text of 3', (start, end) => {
    expect(() => rangeBetween(makeDocument('abc', null), start, end)).toThrow(RangeError);
  });
});

describe('the line around an offset', () => {
  it('leaves its line end out', () => {
    const document = makeDocument('one\r\ntwo\r\r\nlast', null);
    expect(lineAround(document, 1)).toEqual({ start: 0, end: 3 });
    expect(lineAround(document, 4)).toEqual({ start: 0, end: 3 });
    expect(lineAround(document, 5)).toEqual({ start: 5, end: 8 });
    expect(lineAround(document, 9)).toEqual({ start: 9, end: 9 });
    expect(lineAround(document, 15)).toEqual({ start: 11, end: 15 });
  });
});

describe('mixed line ends', () => {
  it.each([
    ['one line', false],
    ['a\nb\n', false],
    ['a\r\nb\r\n', false],
    ['a\rb\r', false],
    ['a\r\nb\n', true],
    ['a\rb\n', true],
    ['a\r\r\nb', true],
  ])('in %j: %s', (text, mixed) => {
    expect(makeDocument(text, null).mixedLineEnds).toBe(mixed);
  });
});

describe('the format', () => {
  it.each([
    ['README.md', 'markdown'],
    ['guide.MDX', 'markdown'],
    ['a/b.markdown', 'markdown'],
    ['x.mkd', 'markdown'],
    ['md', 'text'],
    ['notes.md.txt', 'text'],
    [null, 'text'],
  ])('of %j is %s', (name, format) => {
    expect(makeDocument('', name).format).toBe(format);
  });

  it('is the one given, whatever the name', () => {
    expect(makeDocument('', 'a.md', 'text').format).toBe('text');
    expect(makeDocument('', null, 'markdown').format).toBe('markdown');
  });
});
