import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { makeEncoder } from '../../src/runtime/encoder';

interface TextCase {
  readonly text: string;
  readonly ids: readonly number[];
  readonly start: readonly number[];
  readonly end: readonly number[];
}

function readJson(path: string): object {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as object;
}

// Written by Hugging Face's tokenizers (Rust); test/fixtures/README.md says how.
const tokenizers = {
  mini: '../../models/mini/tokenizer.json',
  'tinyroberta-squad2': '../fixtures/tinyroberta-squad2/tokenizer.json',
};

describe.each(Object.entries(tokenizers))('%s', (name, path) => {
  const { texts } = readJson(`../fixtures/tokenizer/${name}/cases.json`) as { texts: readonly TextCase[] };
  const { tokenizer } = makeEncoder(readJson(path), path);

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
});
