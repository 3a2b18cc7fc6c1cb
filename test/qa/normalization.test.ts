import { describe, expect, it } from 'vitest';
import {
  applyCharsmap,
  joinSpaces,
  lowercase,
  mapCharacters,
  normalizeInto,
  replaceText,
  type Stage,
  strip,
  stripAccents,
} from '../../src/qa/normalization';

/** The characters that a text becomes, each with the piece of the text that it stands for. */
function normalize(text: string, ...stages: Stage[]): [string, string][] {
  const characters: [string, string][] = [];
  normalizeInto(text, stages, {
    push: (codePoint, start, end) => void characters.push([String.fromCodePoint(codePoint), text.slice(start, end)]),
    finish: () => void characters.push(['', '']),
  });
  expect(characters.pop()).toEqual(['', '']);
  return characters;
}

const joined = (text: string, ...stages: Stage[]): string =>
  normalize(text, ...stages)
    .map(([character]) => character)
    .join('');

describe('characters', () => {
  it('stand for themselves, a lone surrogate as U+FFFD', () => {
    expect(normalize('a😀\ud83d')).toEqual([
      ['a', 'a'],
      ['😀', '😀'],
      ['\ufffd', '\ud83d'],
    ]);
  });

  it('that become several stand for the one, and those left out for none', () => {
    const map = mapCharacters((character) => ({ x: '', '½': '1/2' })[character] ?? character);
    expect(normalize('ax½', map)).toEqual([
      ['a', 'a'],
      ['1', '½'],
      ['/', '½'],
      ['2', '½'],
    ]);
  });

  it('become small letters one by one', () => {
    expect(joined('ΟΔΟΣ İ', lowercase)).toBe('οδοσ i\u0307');
  });

  it('lose their accents, composed or not', () => {
    expect(joined('é e\u0301 ﬁ ｱ', stripAccents)).toBe('e e fi ア');
  });
});

describe('white space', () => {
  it('goes from the ends that are stripped, and stays inside', () => {
    const text = ' \n a  b\u3000 ';
    expect(joined(text, strip(true, true))).toBe('a  b');
    expect(joined(text, strip(false, true))).toBe(' \n a  b');
    expect(joined(text, strip(true, false))).toBe('a  b\u3000 ');
    expect(joined(' \n ', strip(false, true))).toBe('');
  });

  it('of two spaces or more becomes one character, where the last stood', () => {
    expect(joined(' a  b \n   ', joinSpaces('_'))).toBe(' a_b \n_');
    const places: number[] = [];
    normalizeInto('a   b', [joinSpaces('_')], { push: (_, start) => void places.push(start), finish: () => undefined });
    expect(places).toEqual([0, 3, 4]);
  });
});

describe('a replaced text', () => {
  it.each([
    ["``a''", '``', '"', "\"a''"],
    ['```', '``', '"', '"`'],
    ['`a``b`', '``', '"', '`a"b`'],
    ['aab', 'ab', 'x', 'ax'],
    ['aaab', 'aab', '', 'a'],
    ['a', 'aa', 'x', 'a'],
  ])('in %j of %j by %j gives %j', (text, wanted, replacement, expected) => {
    expect(joined(text, replaceText(wanted, replacement))).toBe(expected);
    expect(expected).toBe(text.replaceAll(wanted, replacement));
  });

  it('stands for all of what it replaces', () => {
    expect(normalize('a``b', replaceText('``', '"'))).toEqual([
      ['a', 'a'],
      ['"', '``'],
      ['b', 'b'],
    ]);
  });
});

describe('a charsmap', () => {
  const entries = new Map([
    ['e\u0301', 'é'],
    ['ﬁ', 'fi'],
    ['\r', ' '],
    ['\u0007', ''],
    ['ก', 'ข'],
  ]);
  const map = applyCharsmap((text) => {
    for (let end = 1; end <= text.length; end++) {
      const mapped = entries.get(text.slice(0, end));
      if (mapped !== undefined) return mapped;
    }
    return undefined;
  });

  it('maps a short cluster whole, the characters standing for its characters in order', () => {
    expect(normalize('xe\u0301y', map)).toEqual([
      ['x', 'x'],
      ['é', 'e'],
      ['y', 'y'],
    ]);
    expect(normalize('ﬁ\u0301', map)).toEqual([
      ['f', 'ﬁ'],
      ['i', '\u0301'],
    ]);
    expect(joined('a\r\nb', map)).toBe('a b');
  });

  it('maps the characters of a long cluster alone', () => {
    expect(joined('ก\u0301\u0301x', map)).toBe('ข\u0301\u0301x');
    expect(joined('ﬁ\u0301\u0301', map)).toBe('fi\u0301\u0301');
  });

  it('maps characters that belong to no cluster alone, and leaves out what becomes nothing', () => {
    expect(normalize('ﬁa\u0007b', map)).toEqual([
      ['f', 'ﬁ'],
      ['i', 'ﬁ'],
      ['a', 'a'],
      ['b', 'b'],
    ]);
  });

  it('goes through long runs of marks, of flags and of joiners', () => {
    for (const text of ['a\u0301'.repeat(5e3), 'e' + '\u0301'.repeat(2e5), '🇩🇪'.repeat(2e3), '👩\u200d'.repeat(2e3)]) {
      expect(joined(text, map)).toBe(text);
    }
  });
});
