import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { layOut } from '../../src/qa/windows';
import { makeEncoder } from '../../src/runtime/encoder';

interface TextCase {
  readonly text: string;
  readonly ids: readonly number[];
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
};

/** The reference's pairs that were cut at a number of tokens, and filled up to it with padding: id 0, type 0. */
const cutAt: Readonly<Record<string, number>> = { mini: 128 };

describe.each(Object.entries(tokenizers))('%s', (name, path) => {
  const { texts, pairs } = readJson(`../fixtures/tokenizer/${name}/cases.json`) as {
    texts: readonly TextCase[];
    pairs: readonly PairCase[];
  };
  const { tokenizer, layout } = makeEncoder(readJson(path), path);

  it('has all 206 reference texts', () => {
    expect(texts).toHaveLength(206);
  });

  it.each(texts.map((text, index) => ({ index, ...text })))(
    'gives the reference ids and offsets for text $index',
    ({ text, ids, start, end }) => {
      const encoding = tokenizer.encode(text);
      expect({ ids: [...encoding.ids], start: [...encoding.starts], end: [...encoding.ends] }).toEqual({
        ids,
        start,
        end,
      });
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
