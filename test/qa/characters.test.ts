import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  codePointAt,
  codePointBefore,
  extendsCharacter,
  isRunCharacter,
  isWhiteSpace,
  splitsSurrogatePair,
  utf16Length,
  utf8Length,
} from '../../src/qa/characters';
import { arbitraryText } from './arbitraryText';

const codePointsOf = (text: string): number[] => Array.from(text, (character) => codePointAt(character, 0));

describe('white space', () => {
  it('is exactly what Unicode says, for every code point', () => {
    const wrong: string[] = [];
    for (let codePoint = 0; codePoint <= 0x10ffff; codePoint++) {
      const expected = codePoint < 0x4000 && /\p{White_Space}/u.test(String.fromCodePoint(codePoint));
      if (isWhiteSpace(codePoint) !== expected) wrong.push(codePoint.toString(16));
    }
    expect(wrong).toEqual([]);
  });

  it('has U+0085 and lacks U+FEFF and U+200B', () => {
    expect([0x85, 0xfeff, 0x200b].map(isWhiteSpace)).toEqual([true, false, false]);
  });
});

describe('lengths of characters', () => {
  it('are those of the encodings, lone surrogates counted as U+FFFD', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0x10ffff }), (codePoint) => {
        const character = String.fromCodePoint(codePoint);
        expect(utf16Length(codePoint)).toBe(character.length);
        expect(utf8Length(codePoint)).toBe(new TextEncoder().encode(character).length);
      }),
    );
    expect([0x7f, 0x80, 0x7ff, 0x800, 0xd800, 0xdfff, 0xffff, 0x10000].map(utf8Length)).toEqual([
      1, 2, 2, 3, 3, 3, 3, 4,
    ]);
  });
});

describe('code points at offsets', () => {
  it('are the same walked forwards and backwards', () => {
    fc.assert(
      fc.property(arbitraryText(40), (text) => {
        const backwards: number[] = [];
        for (let offset = text.length; offset > 0;) {
          const codePoint = codePointBefore(text, offset);
          backwards.unshift(codePoint);
          offset -= utf16Length(codePoint);
        }
        expect(backwards).toEqual(codePointsOf(text));
      }),
    );
  });

  it('are refused outside the text', () => {
    expect(() => codePointAt('ab', 2)).toThrow(RangeError);
  });

  it('never part a pair where cutting is said to be safe', () => {
    fc.assert(
      fc.property(arbitraryText(40), (text) => {
        const boundaries = new Set([0]);
        let offset = 0;
        for (const character of text) boundaries.add((offset += character.length));
        const splits = Array.from({ length: text.length + 1 }, (_, at) => splitsSurrogatePair(text, at));
        expect(splits).toEqual(splits.map((_, at) => !boundaries.has(at)));
      }),
    );
  });

  it('know that two halves in the wrong order are no pair', () => {
    expect(splitsSurrogatePair('\ude00\ud83d', 1)).toBe(false);
    expect(splitsSurrogatePair('\ud83d\ud83d\ude00', 1)).toBe(false);
    expect(splitsSurrogatePair('\ud83d\ud83d\ude00', 2)).toBe(true);
  });
});

describe('what belongs to the character before it', () => {
  it.each([
    ['a combining acute', '\u0301'],
    ['an enclosing keycap', '\u20e3'],
    ['a vowel sign', '\u093f'],
    ['a zero width joiner', '\u200d'],
    ['an emoji selector', '\ufe0f'],
    ['a skin tone', '🏽'],
  ])('%s', (_, character) => {
    expect(extendsCharacter(codePointAt(character, 0))).toBe(true);
  });

  it.each(['a', '0', ' ', '\u200b', '\u00ad', '😀', '¨', '^', '日'])('never %j', (character) => {
    expect(extendsCharacter(codePointAt(character, 0))).toBe(false);
  });
});

describe('characters of a run', () => {
  it.each(['a', 'Z', '0', '9', 'é', 'ß', 'ж', 'ע', 'ع', 'ह', '½', 'Ⅳ', '\u0301'])('%s is one', (character) => {
    expect(isRunCharacter(codePointAt(character, 0))).toBe(true);
  });

  it.each(['_', '-', '.', '@', '`', '{', ' ', '日', 'か', 'カ', '한', 'ไ', '😀', '\u200d'])(
    '%j is none',
    (character) => {
      expect(isRunCharacter(codePointAt(character, 0))).toBe(false);
    },
  );
});
