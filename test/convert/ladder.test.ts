import { describe, expect, it } from 'vitest';
import { ladder } from '../../src/convert/ladder';

describe('the ladder', () => {
  it('ends in float32, the only rung without integers', () => {
    expect(ladder.filter(({ int8 }) => int8.size === 0)).toEqual([ladder.at(-1)]);
    expect(ladder.at(-1)?.name).toBe('fp32');
  });

  it('has no two rungs of one name or one mixture', () => {
    expect(new Set(ladder.map(({ name }) => name)).size).toBe(ladder.length);
    const mixtures = ladder.map(({ int8, perToken }) => [...int8].sort().join() + String(perToken));
    expect(new Set(mixtures).size).toBe(ladder.length);
  });
});
