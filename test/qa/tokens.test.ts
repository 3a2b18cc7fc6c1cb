import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, EncodingBuilder, encodePart } from '../../src/qa/tokens';
import { arbitraryText } from './arbitraryText';
import { makePieceTokenizer } from './fakeModel';
import { makeByteLevelReader, makeUnigramReader, makeWordPieceReader } from './realReaders';

describe('a growing encoding', () => {
  it('holds what was put in, however wrong the expected size', () => {
    const token = fc.tuple(fc.nat(), fc.nat(), fc.nat());
    fc.assert(
      fc.property(fc.array(token, { maxLength: 200, size: 'max' }), fc.nat(50), (tokens, expected) => {
        const builder = new EncodingBuilder(expected);
        for (const [id, start, end] of tokens) builder.push(id, start, end);
        const { ids, starts, ends } = builder.build();
        const built = Array.from(ids, (id, i) => [id, at(starts, i), at(ends, i)]);
        expect(built).toEqual(tokens);
        expect([starts.length, ends.length]).toEqual([tokens.length, tokens.length]);
      }),
    );
  });
});

describe('a part of a text', () => {
  it('has the tokens of that part alone, at their places in the whole', () => {
    fc.assert(
      fc.property(arbitraryText(15), arbitraryText(15), arbitraryText(15), (before, part, after) => {
        const tokenizer = makePieceTokenizer();
        const whole = before + part + after;
        const end = before.length + part.length;
        const encoding = encodePart(tokenizer, whole, before.length, end);
        const texts = Array.from(encoding.ids, (_, i) => whole.slice(at(encoding.starts, i), at(encoding.ends, i)));
        expect(texts).toEqual(Array.from(encoding.ids, (id) => tokenizer.textOf(id)));
        expect(encoding.ids).toEqual(tokenizer.encode(part).ids);
        expect(encoding.starts.every((start) => start >= before.length)).toBe(true);
        expect(encoding.ends.every((tokenEnd) => tokenEnd <= end)).toBe(true);
      }),
    );
  });
});

describe.each([makeWordPieceReader, makeByteLevelReader, makeUnigramReader].map((make) => make()))(
  'the tokens of $name',
  ({ tokenizer }) => {
    it('neither begin nor end before those in front of them', () => {
      fc.assert(
        fc.property(arbitraryText(40), (text) => {
          const { starts, ends } = tokenizer.encode(text);
          expect(starts).toEqual(starts.slice().sort());
          expect(ends).toEqual(ends.slice().sort());
        }),
      );
    });
  },
);

describe('an index', () => {
  it('outside an array is refused, whatever is asked', () => {
    const array = Int32Array.of(5, 6);
    expect(at(array, 1)).toBe(6);
    for (const index of [-1, 2, 0.5, NaN]) expect(() => at(array, index)).toThrow(RangeError);
  });
});
