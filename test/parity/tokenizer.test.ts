import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { at } from '../../src/qa/tokens';
import { layOut } from '../../src/qa/windows';
import { makeEncoder } from '../../src/runtime/encoder';

interface TextCase {
  readonly text: string;
  readonly ids: readonly number[];
  readonly tokens: readonly string[];
  readonly start: readonly number[];
  readonly end: readonly number[];
}

interface PairCase {
  readonly question: string;
  readonly context: string;
  readonly ids: readonly number[];
  readonly typeIds: readonly number[];
}

function readJson(path: string): object {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as object;
}

// Written by Hugging Face's tokenizers (Rust); test/fixtures/README.md says how.
const tokenizers = {
  mini: '../../models/mini/tokenizer.json',
  'tinyroberta-squad2': '../fixtures/tinyroberta-squad2/tokenizer.json',
  'unigram-xlmr': '../fixtures/tokenizer/unigram-xlmr/tokenizer.json',
  'unigram-deberta': '../fixtures/tokenizer/unigram-deberta/tokenizer.json',
};

/** The reference's pairs that were cut at a number of tokens, and filled up to it with padding: id 0, type 0. */
const cutAt: Readonly<Record<string, number>> = { mini: 128 };

type Place = readonly [start: number, end: number];

/** A Unigram token's place without white space at its ends; a lone blank mark has none to speak of. */
function trimmed(text: string, token: string, [start, end]: Place): Place | 'blank' {
  if (token === '\u2581') return 'blank';
  const blank = /\p{White_Space}/u;
  while (start < end && blank.test(text.charAt(start))) start++;
  while (end > start && blank.test(text.charAt(end - 1))) end--;
  return [start, end];
}

describe.each(Object.entries(tokenizers))('%s', (name, path) => {
  const { texts, pairs } = readJson(`../fixtures/tokenizer/${name}/cases.json`) as {
    texts: readonly TextCase[];
    pairs: readonly PairCase[];
  };
  const json = readJson(path);
  const { layout, tokenizer } = makeEncoder(json, path);
  // As for the reference of the texts: a Unigram with its added tokens would not let a text spell `</s>`.
  const { tokenizer: withoutAdded } = makeEncoder({ ...json, added_tokens: [] }, path);

  it('has all 206 reference texts', () => {
    expect(texts).toHaveLength(206);
  });

  it.each(texts.map((text, index) => ({ index, ...text })))(
    'gives the reference ids and offsets for text $index',
    ({ text, ids, tokens, start, end }) => {
      const encoding = withoutAdded.encode(text);
      const places = (starts: ArrayLike<number>, ends: ArrayLike<number>) =>
        tokens.map((token, i) => {
          const place: Place = [at(starts, i), at(ends, i)];
          return name.startsWith('unigram') ? trimmed(text, token, place) : place;
        });
      expect([...encoding.ids]).toEqual(ids);
      expect(places(encoding.starts, encoding.ends)).toEqual(places(start, end));
    },
  );

  it('has all 12 reference pairs', () => {
    expect(pairs).toHaveLength(12);
  });

  it.each(pairs.map((pair, index) => ({ index, ...pair })))(
    'gives the reference special tokens and type ids for pair $index',
    ({ question, context, ids, typeIds }) => {
      const questionIds = tokenizer.encode(question).ids;
      const encoding = tokenizer.encode(context);
      const window = (tokens: number) => ({ index: 0, startToken: 0, endToken: Math.min(tokens, encoding.ids.length) });
      const layOutTokens = (tokens: number) => layOut(window(tokens), questionIds, encoding, layout);
      const room = (cutAt[name] ?? Infinity) - layOutTokens(0).ids.length;
      const input = layOutTokens(room);
      const padding = Array.from({ length: ids.length - input.ids.length }, () => 0);
      expect({ ids: [...input.ids, ...padding], typeIds: [...input.typeIds, ...padding] }).toEqual({ ids, typeIds });
    },
  );
});
