import { readFileSync } from 'node:fs';
import { BPE } from '@huggingface/tokenizers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSquad } from '../../src/evaluate/squad';
import { Merger } from '../../src/qa/bytePairs';
import { arbitraryText } from './arbitraryText';
import { gpt2Words, symbolOf, utf8 } from './gpt2';
import { makeByteLevelReader } from './realReaders';

const fixture = (path: string) => readFileSync(new URL(`../fixtures/${path}`, import.meta.url), 'utf8');

/** Tokens with their ids, and merges of them. */
interface Vocabulary {
  readonly ids: ReadonlyMap<string, number>;
  readonly merges: readonly (readonly [first: string, second: string])[];
}

function mergerOf({ ids, merges }: Vocabulary): Merger {
  const idsOf = (tokens: readonly string[]) => Int32Array.from(tokens, (token) => ids.get(token) ?? expect.fail(token));
  return new Merger({
    firsts: idsOf(merges.map(([first]) => first)),
    seconds: idsOf(merges.map(([, second]) => second)),
    merged: idsOf(merges.map((pair) => pair.join(''))),
  });
}

/** What the library makes of a word. */
function libraryOf({ ids, merges }: Vocabulary): (word: string) => string[] {
  const vocab = Object.fromEntries(ids);
  const library = new BPE({
    type: 'BPE',
    vocab,
    merges: merges.map(([first, second]): [string, string] => [first, second]),
    ignore_merges: false,
  });
  return (word) => library.bpe(word);
}

describe('merges of a few letters', () => {
  /** Merges of two tokens that there are already, some of them twice. */
  const vocabulary = fc
    .array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 20 })
    .map((choices): Vocabulary => {
      const tokens = ['a', 'b', 'c'];
      const merges = choices.map(([i, j]) => {
        const pair = [tokens[i % tokens.length] ?? '', tokens[j % tokens.length] ?? ''] as const;
        const merged = pair.join('');
        if (!tokens.includes(merged)) tokens.push(merged);
        return pair;
      });
      // Ids say nothing about the order.
      return { ids: new Map(tokens.toReversed().map((token, id) => [token, 7 * id])), merges };
    });
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 40 });

  it('give what the library gives, in any order, each token ending where its letters end', () => {
    fc.assert(
      fc.property(vocabulary, fc.array(word, { minLength: 1, maxLength: 5 }), (some, words) => {
        const merger = mergerOf(some);
        const library = libraryOf(some);
        for (const text of words) {
          const { ids, ends } = merger.merge(Array.from(text, (letter) => some.ids.get(letter) ?? expect.fail()));
          const expected = library(text);
          expect(ends.map((end, i) => text.slice(ends[i - 1] ?? 0, end))).toEqual(expected);
          expect(ids).toEqual(expected.map((token) => some.ids.get(token)));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('take a word of a million letters', () => {
    const tokens = ['a', 'aa', 'aaaa', 'aaaaaaaa'];
    const merger = mergerOf({
      ids: new Map(tokens.map((token, id) => [token, id])),
      merges: tokens.slice(0, -1).map((token) => [token, token]),
    });
    const { ids, ends } = merger.merge(Array.from({ length: 1e6 + 3 }, () => 0));
    expect(ids.length).toBe(1e6 / 8 + 2);
    expect(ids.slice(-3)).toEqual([3, 1, 0]);
    expect(ends.at(-1)).toBe(1e6 + 3);
  });

  it('leave no letters to no letters', () => {
    expect(
      new Merger({ firsts: new Int32Array(), seconds: new Int32Array(), merged: new Int32Array() }).merge([]),
    ).toEqual({
      ids: [],
      ends: [],
    });
  });
});

describe('RoBERTa’s merges', () => {
  const { model } = JSON.parse(fixture('tinyroberta-squad2/tokenizer.json')) as {
    model: { vocab: Record<string, number>; merges: string[] };
  };
  const ids = new Map(Object.entries(model.vocab));
  const library = libraryOf({
    ids,
    merges: model.merges.map((merge) => {
      const [first = '', second = ''] = merge.split(' ');
      return [first, second];
    }),
  });
  const { tokenizer } = makeByteLevelReader();
  const libraryIds = (text: string): (number | undefined)[] =>
    gpt2Words(text).flatMap((word) =>
      library(
        utf8(word)
          .map((byte) => symbolOf[byte])
          .join(''),
      ).map((token) => ids.get(token)),
    );
  const expectSame = (text: string): void => {
    expect(Array.from(tokenizer.encode(text).ids)).toEqual(libraryIds(text));
  };

  it('give what the library gives, on any text', () => {
    fc.assert(fc.property(arbitraryText(60), expectSame), { numRuns: 200 });
  });

  it('and on the questions and paragraphs of SQuAD', () => {
    const questions = parseSquad(fixture('squad/squad2-dev-public.json'));
    const texts = new Set(questions.flatMap(({ question, context }) => [question, context]));
    expect(texts.size).toBeGreaterThan(2000);
    for (const text of texts) expectSame(text);
  });

  it.each(['a', '=', '0', 'ab', 'é', '日', '😀', 'Lorem', '\ud800', ' \n', '.-'])('and on long runs of %j', (piece) => {
    expectSame(piece.repeat(Math.floor(1024 / piece.length)));
  });
});
