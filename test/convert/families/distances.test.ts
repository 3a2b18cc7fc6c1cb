import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { signedBucket } from '../../../src/convert/families/debertaV2';
import { distanceBucket } from '../../../src/convert/families/mpnet';

interface Golden {
  readonly firstDistance: number;
  readonly mpnet: readonly { buckets: number; values: readonly number[] }[];
  readonly 'deberta-v2': readonly { buckets: number; farthest: number; values: readonly number[] }[];
}
const file = new URL('../../fixtures/families/distances.json', import.meta.url);
const golden = JSON.parse(readFileSync(file, 'utf8')) as Golden;

describe('the bucket of a distance', () => {
  it.each(golden.mpnet)('is MPNet’s, of $buckets', ({ buckets, values }) => {
    expect(values.map((_, i) => distanceBucket(golden.firstDistance + i, buckets))).toEqual(values);
  });

  it.each(golden['deberta-v2'])('is DeBERTa’s, of $buckets up to $farthest', ({ buckets, farthest, values }) => {
    expect(values.map((_, i) => signedBucket(golden.firstDistance + i, buckets, farthest))).toEqual(values);
  });
});
