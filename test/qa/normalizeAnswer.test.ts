import { describe, expect, it } from 'vitest';
import { normalizeAnswer, normalizedWords } from '../../src/qa/normalizeAnswer';

describe('a normalised answer', () => {
  it.each([
    ['The Port 8080.', 'port 8080'],
    ['an  apple,\ta day', 'apple day'],
    ['a.b-c_d', 'abcd'],
    ['U.S.A.', 'usa'],
    ["it's", 'its'],
    ['a.n', ''],
    ['the', ''],
    ['*', ''],
    ['', ''],
    ['Thermal analysis', 'thermal analysis'],
    ['anthe', 'anthe'],
    ['30\u00a0seconds\u3000more', '30 seconds more'],
    ['one\u0085two\u001cthree', 'one two three'],
    ['\ufeffport', '\ufeffport'],
    ['“quoted” – text', '“quoted” – text'],
    ['naïve CAFÉ', 'naïve café'],
  ])('of %j is %j, as the official script has it', (text, expected) => {
    expect(normalizeAnswer(text)).toBe(expected);
  });

  it('keeps an article that is part of a word of another script', () => {
    expect(normalizeAnswer('éa')).toBe('éa');
    expect(normalizeAnswer('жan')).toBe('жan');
    expect(normalizeAnswer('a\u0301')).toBe('\u0301');
  });

  it('is its words, joined by blanks', () => {
    expect(normalizedWords('The  big, bad wolf')).toEqual(['big', 'bad', 'wolf']);
    expect(normalizedWords('...')).toEqual([]);
  });
});
