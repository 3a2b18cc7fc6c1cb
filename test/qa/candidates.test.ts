import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at } from '../../src/qa/tokens';
import { arbitraryText, isBlank, plainWords } from './arbitraryText';
import { makeCharacterTokenizer, makePieceTokenizer, makeWordTokenizer } from './fakeModel';
import { type Laid, layText, spansOf } from './laidText';

/** Token spans `first-last` of every window. */
function candidatesOf({ text, context, windows, longest }: Laid): string[] {
  return windows.flatMap(({ index }) =>
    spansOf({ windows, index, context, text, maxSpanTokens: longest }).map(([first, end]) => `${first}-${end - 1}`),
  );
}

/** By definition: every pair of tokens within the limits of tokens, words and characters that is not blank. */
function allSpans({ text, context, longest }: Laid): string[] {
  const spans: string[] = [];
  for (let first = 0; first < context.ids.length; first++) {
    for (let last = first; last < Math.min(context.ids.length, first + longest); last++) {
      const slice = text.slice(at(context.starts, first), at(context.ends, last));
      const words = slice.split(/\p{White_Space}+/u).filter((word) => word !== '');
      if (slice.length <= 1000 && words.length <= 30 && words.length > 0) spans.push(`${first}-${last}`);
    }
  }
  return spans;
}

const room = fc.integer({ min: 64, max: 160 });
const longText = fc.tuple(arbitraryText(90), fc.integer({ min: 1, max: 3 })).map(([text, times]) => text.repeat(times));

describe('the spans of all windows together', () => {
  it.each([
    ['words', makeWordTokenizer],
    ['pieces of words', makePieceTokenizer],
  ])('are every span within the limits, each exactly once (tokens are %s)', (_, makeTokenizer) => {
    fc.assert(
      fc.property(longText, room, (text, size) => {
        const laid = layText(text, makeTokenizer(), size);
        expect(candidatesOf(laid).sort()).toEqual(allSpans(laid).sort());
      }),
      { numRuns: 12 },
    );
  });

  it('are every span within the limits also where each word is a token, up to 30 words', () => {
    for (const tokens of [1, 2, 63, 64, 65, 96, 97, 200, 333]) {
      const laid = layText(plainWords(tokens), makeWordTokenizer(), 64);
      expect(candidatesOf(laid).sort()).toEqual(allSpans(laid).sort());
    }
  });

  it('do not lose words to the limit where blanks are tokens too', () => {
    // What begins and ends at a word: those with blanks around them say the same.
    const withoutOuterBlanks = ({ text, context }: Laid, spans: string[]): string[] => {
      const blank = Array.from(context.starts, (start, i) => isBlank(text.slice(start, at(context.ends, i))));
      return spans.filter((span) => span.split('-').every((token) => blank[Number(token)] === false)).sort();
    };
    const text = Array.from({ length: 60 }, (_, i) => String.fromCharCode(97 + (i % 26))).join(' ');
    for (const indented of [text, text.replaceAll(' ', '  ')]) {
      const laid = layText(indented, makeCharacterTokenizer(), 100);
      expect(withoutOuterBlanks(laid, candidatesOf(laid))).toEqual(withoutOuterBlanks(laid, allSpans(laid)));
    }
  });

  it('are each owned once where blanks are tokens too', () => {
    fc.assert(
      fc.property(longText, room, (text, size) => {
        const laid = layText(text, makeCharacterTokenizer(), size);
        const candidates = candidatesOf(laid);
        expect(new Set(candidates).size).toBe(candidates.length);
        const allowed = new Set(allSpans(laid));
        expect(candidates.filter((span) => !allowed.has(span))).toEqual([]);
      }),
      { numRuns: 8 },
    );
  });

  it('have no more than 1000 characters', () => {
    const text = ['x'.repeat(400), 'y'.repeat(400), 'z'.repeat(198), 'w'].join(' ');
    const laid = layText(text, makeWordTokenizer(), 64);
    // 400 + 1 + 400 + 1 + 198 is 1000.
    expect(candidatesOf(laid)).toEqual(['0-0', '0-1', '0-2', '1-1', '1-2', '1-3', '2-2', '2-3', '3-3']);
  });

  it('have no more than 1000 characters even where one token has', () => {
    const laid = layText(`before ${'x'.repeat(1001)} after`, makeWordTokenizer(), 64);
    expect(candidatesOf(laid)).toEqual(['0-0', '2-2']);
  });

  it('are none in blanks', () => {
    expect(candidatesOf(layText(' \t\r\n\u0085\u00a0', makeCharacterTokenizer(), 64))).toEqual([]);
  });
});
