import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeUnigramSplitter } from '../../src/qa/unigramPieces';

type Pieces = readonly (readonly [piece: string, score: number])[];

const pieces: Pieces = [
  ['<unk>', 0],
  ['</s>', 0],
  ['a', -3],
  ['b', -3.5],
  ['ab', -5],
  ['aba', -7.25],
  ['ba', -6],
  ['😀', -4],
  ['a😀', -6.5],
  ['<', -4],
  ['s', -4],
];

function piecesOf(
  word: string,
  vocabulary: Pieces = pieces,
  reserved: readonly string[] = ['<unk>', '</s>'],
): string[] {
  const split = makeUnigramSplitter({ pieces: vocabulary, unknownId: 0, reserved: new Set(reserved) });
  const { ids, ends } = split(word);
  const found = ids.map((id, i) => [id, word.slice(i > 0 ? ends[i - 1] : 0, ends[i])] as const);
  expect(found.filter(([id, piece]) => id !== 0 && vocabulary[id]?.[0] !== piece)).toEqual([]);
  return found.map(([id, piece]) => (id === 0 ? `?${piece}` : piece));
}

/** The score of the best way to write a word, found by trying all. */
function bestScore(word: string): number {
  if (word === '') return 0;
  const unknown = pieces.some(([piece]) => piece === word.charAt(0)) ? -Infinity : -17.25 + bestScore(word.slice(1));
  return pieces.reduce(
    (best, [piece, score], id) =>
      id > 1 && word.startsWith(piece) ? Math.max(best, score + bestScore(word.slice(piece.length))) : best,
    unknown,
  );
}

describe('pieces of a word', () => {
  it.each([
    ['ab', ['ab']],
    ['aba', ['aba']],
    ['abab', ['ab', 'ab']],
    ['bab', ['b', 'ab']],
    ['a😀b', ['a😀', 'b']],
    ['', []],
  ])('of %j are %j', (word, expected) => {
    expect(piecesOf(word)).toEqual(expected);
  });

  it('are the likeliest of all ways to write it', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'b', 's', 'x'), maxLength: 9 }), (word) => {
        const scoreOf = new Map(pieces);
        const score = piecesOf(word)
          .map((piece) => (piece.startsWith('?') ? -17.25 * (piece.length - 1) : (scoreOf.get(piece) ?? NaN)))
          .reduce((sum, part) => sum + part, 0);
        expect(score).toBeCloseTo(bestScore(word), 9);
      }),
      { numRuns: 300 },
    );
  });

  it('that nothing is known of are one, with all neighbours of that kind', () => {
    expect(piecesOf('axyzb𝒜𝒜')).toEqual(['a', '?xyz', 'b', '?𝒜𝒜']);
  });

  it('are never special tokens', () => {
    expect(piecesOf('a</s>b')).toEqual(['a', '<', '?/', 's', '?>', 'b']);
    expect(piecesOf('a</s>b', pieces, [])).toEqual(['a', '</s>', 'b']);
  });

  it('take the earlier begun of two equal ways, as the reference does', () => {
    const equal: Pieces = [
      ['<unk>', 0],
      ['x', -1],
      ['xx', -2],
      ['xxx', -3],
    ];
    expect(piecesOf('xxx', equal)).toEqual(['xxx']);
  });

  it('are found in a word of any length', () => {
    expect(piecesOf('ab'.repeat(50_000))).toHaveLength(50_000);
    expect(piecesOf('x'.repeat(100_000))).toHaveLength(1);
  });
});
