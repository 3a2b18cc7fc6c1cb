import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCharsmap } from '../../src/runtime/charsmap';

const file = join(import.meta.dirname, '../fixtures/tokenizer/unigram-xlmr/tokenizer.json');
const { normalizer } = JSON.parse(readFileSync(file, 'utf8')) as {
  normalizer: { normalizers: [{ precompiled_charsmap: string }] };
};
const charsmap = normalizer.normalizers[0].precompiled_charsmap;

describe('the map nmt_nfkc', () => {
  const lookUp = parseCharsmap(charsmap);

  it.each([
    ['\ufb01', 'fi'],
    ['\u00bd', '1\u20442'],
    ['\u3000', ' '],
    ['\n', ' '],
    ['\u0007', ''],
    ['e\u0301', '\u00e9'],
    ['\u2460', '1'],
    ['a', undefined],
    ['日', undefined],
    ['\0', undefined],
    ['😀', undefined],
    ['', undefined],
  ])('makes %j %j', (text, expected) => {
    expect(lookUp(text)).toBe(expected);
  });

  it('tells what the shortest mapped beginning becomes', () => {
    expect(lookUp('\ufb01\u0301')).toBe('fi');
    expect(lookUp('a\ufb01')).toBeUndefined();
    expect(lookUp('\0\ufb01')).toBeUndefined();
  });
});

describe('a charsmap is refused', () => {
  const changed = (change: (bytes: Buffer) => Buffer | undefined): string => {
    const bytes = Buffer.from(charsmap, 'base64');
    return (change(bytes) ?? bytes).toString('base64');
  };

  it.each([
    ['that is empty', '', 'is cut'],
    ['that ends in its trie', changed((bytes) => bytes.subarray(0, 1000)), 'is cut'],
    ['that ends in a result', changed((bytes) => bytes.subarray(0, -1)), 'is cut'],
    ['whose trie has half a unit', changed((bytes) => void bytes.writeUInt32LE(1001, 0)), 'is cut'],
    ['that points behind its results', changed((bytes) => bytes.fill(0xff, 8, 12)), 'outside itself'],
    [
      'whose results are no UTF-8',
      changed((bytes) => void bytes.fill(0xff, bytes.length - 3, bytes.length - 1)),
      'not valid',
    ],
    ['that is huge', 'A'.repeat((1 << 24) + 1), 'too large'],
  ])('%s', (_, base64, words) => {
    expect(() => parseCharsmap(base64)).toThrow(words);
  });
});
