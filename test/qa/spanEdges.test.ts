import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitsSurrogatePair } from '../../src/qa/characters';
import { toCharacters } from '../../src/qa/spanEdges';
import { arbitraryText, isBlank } from './arbitraryText';

describe('a span in characters', () => {
  const expanded = (text: string, part: string): string => {
    const start = text.indexOf(part);
    expect(start).toBeGreaterThanOrEqual(0);
    const span = toCharacters(text, start, start + part.length);
    return text.slice(span.start, span.end);
  };

  it.each([
    ['8080', '80', '8080'],
    ['port 8080/tcp', '0', '8080'],
    ['snake_case', 'case', 'case'],
    ['a-b', 'b', 'b'],
    ['Müller', 'ü', 'Müller'],
    ['Привет, мир', 'вет', 'Привет'],
    ['東京都', '京', '京'],
    ['いろは', 'ろ', 'ろ'],
    ['v2.10', '10', '10'],
    ['x²y', '²', 'x²y'],
  ])('of %j around %j is the run %j', (text, part, expected) => {
    expect(expanded(text, part)).toBe(expected);
  });

  it.each([
    ['an accent', 'cafe\u0301!', 'cafe', 'cafe\u0301'],
    ['several accents', 'a\u0323\u0308 b', 'a', 'a\u0323\u0308'],
    ['an emoji selector', '⚠\ufe0f hot', '⚠', '⚠\ufe0f'],
    ['a joiner', '👩\u200d👧', '👩', '👩\u200d'],
    ['a skin tone', '👍🏽!', '👍', '👍🏽'],
    ['a keycap', '1\ufe0f\u20e3 one', '1', '1\ufe0f\u20e3'],
  ])('has %s with the character before it', (_, text, part, expected) => {
    expect(expanded(text, part)).toBe(expected);
  });

  it('begins at the character whose mark it began at', () => {
    expect(expanded('xe\u0301', '\u0301')).toBe('xe\u0301');
    expect(expanded('👍🏽', '🏽')).toBe('👍🏽');
  });

  it.each([
    ['⚠\ufe0fNote', 'Note', 'Note'],
    ['⚠\ufe0fNote', '⚠\ufe0f', '⚠\ufe0f'],
    ['❤\ufe0flove', 'ove', 'love'],
    ['(\u0301abc', 'abc', 'abc'],
  ])('in %j around %j is %j: the mark of a symbol belongs to the symbol', (text, part, expected) => {
    expect(expanded(text, part)).toBe(expected);
  });

  it('does not begin at a blank, though a mark follows it', () => {
    expect(expanded('a\n\u0301b', '\u0301b')).not.toMatch(/^\s/);
    expect(expanded('a \u200db', '\u200db')).not.toMatch(/^\s/);
  });

  it('has no white space at its ends', () => {
    expect(expanded('a \u0085\u3000port\r\n b', ' \u0085\u3000port\r\n')).toBe('port');
  });

  it('is not completed to a run of more than 256 characters', () => {
    const blob = 'x'.repeat(300);
    expect(toCharacters(`${blob} `, 100, 120)).toEqual({ start: 0, end: 300 });
    expect(toCharacters(`${blob} `, 290, 295)).toEqual({ start: 290, end: 300 });
    expect(toCharacters(`${blob}${blob}`, 290, 310)).toEqual({ start: 290, end: 310 });
  });

  /** Characters with what belongs to them; a blank takes no marks. */
  const characterOf = /\p{White_Space}|[^](?:\p{M}|\p{Emoji_Modifier}|\u200d|\ufe0e|\ufe0f)*/gu;
  const unspaced =
    /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Tibt}]/u;
  const isSpacedRun = (character: string): boolean =>
    /^[\p{L}\p{N}]\p{M}*$/u.test(character) && !unspaced.test(character);

  it('never begins or ends inside a character, a surrogate pair or a run, nor with white space', () => {
    fc.assert(
      fc.property(arbitraryText(20), fc.nat(), fc.nat(12), (text, seed, length) => {
        const first = seed % (text.length + 1);
        const last = Math.min(text.length, first + 1 + length);
        fc.pre(!isBlank(text.slice(first, last)));

        const inside = new Set<number>();
        let characterBefore = '';
        for (const { 0: character, index } of text.matchAll(characterOf)) {
          if (isSpacedRun(characterBefore) && isSpacedRun(character)) inside.add(index);
          for (let offset = index + 1; offset < index + character.length; offset++) inside.add(offset);
          characterBefore = character;
        }
        const span = toCharacters(text, first, last);
        const answer = text.slice(span.start, span.end);
        const place = `${JSON.stringify(text)} [${first}, ${last}) is answered ${JSON.stringify(answer)}`;
        expect(splitsSurrogatePair(text, span.start) || splitsSurrogatePair(text, span.end), place).toBe(false);
        expect(inside.has(span.start) || inside.has(span.end), place).toBe(false);
        expect(answer, place).toBe(answer.replace(/^\p{White_Space}+|\p{White_Space}+$/gu, ''));
        // The text of the tokens is in it, but for marks without a partner at its ends.
        const asked = text.slice(first, last);
        const firstKept = asked.search(/[^\p{White_Space}()[\]{}`"]/u);
        if (firstKept < 0) return;
        const lastKept = asked.replace(/[\p{White_Space}()[\]{}`"]+$/u, '').length;
        expect(span.start).toBeLessThanOrEqual(first + firstKept);
        expect(span.end).toBeGreaterThanOrEqual(first + lastKept);
      }),
      { numRuns: 400 },
    );
  });
});

describe('a mark without a partner', () => {
  it.each([
    ['[MIT licence](LICENSE)', '[MIT licence', 'MIT licence'],
    ['the `-V` flag', '`-V', '-V'],
    ['called (main) here', '(main)', '(main)'],
    ['say "30 s" now', '"30 s"', '"30 s"'],
    ['f(x) = {y}', 'f(x)', 'f(x)'],
    ['(see [a] b)', 'see [a] b)', 'see [a] b'],
  ])('in %j around %j is no part of the answer', (text, tokens, answer) => {
    const start = text.indexOf(tokens);
    const span = toCharacters(text, start, start + tokens.length);
    expect(text.slice(span.start, span.end)).toBe(answer);
  });
});
