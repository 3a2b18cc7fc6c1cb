import { describe, expect, it } from 'vitest';
import { WordCache } from '../../src/qa/wordCache';

describe('a word cache', () => {
  it('computes a word once', () => {
    const cache = new WordCache<number>();
    const computed: string[] = [];
    const compute = (word: string): number => computed.push(word);
    expect(
      ['port', 'is', 'port', 'a word of more than twelve', 'a word of more than twelve'].map((word) =>
        cache.get(word, compute),
      ),
    ).toEqual([1, 2, 1, 3, 3]);
    expect(computed).toEqual(['port', 'is', 'a word of more than twelve']);
  });

  it('does not keep a very long word', () => {
    const cache = new WordCache<number>();
    let computed = 0;
    for (let i = 0; i < 3; i++) cache.get('x'.repeat(65), () => ++computed);
    expect(computed).toBe(3);
  });

  it('forgets words that were not asked for in two generations, and never gives another word’s value', () => {
    const cache = new WordCache<string>();
    const compute = (word: string): string => `of ${word}`;
    cache.get('old', compute);
    for (let i = 0; i < 110_000; i++) {
      const word = `w${i}`;
      if (cache.get(word, compute) !== `of ${word}`) expect.fail(word);
    }
    expect(cache.get('old', () => 'computed again')).toBe('computed again');
    expect(cache.get('w109999', () => 'computed again')).toBe('of w109999');
  });

  it('keeps a word that is asked for again and again', () => {
    const cache = new WordCache<string>();
    cache.get('the', () => 'first');
    for (let i = 0; i < 110_000; i++) {
      cache.get(`w${i}`, (word) => word);
      if (i % 1000 === 0) expect(cache.get('the', () => 'again')).toBe('first');
    }
  });
});
