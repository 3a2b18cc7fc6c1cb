import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/evaluate/seededRandom';
import { shareInterval } from '../../src/evaluate/shareInterval';

describe('the interval of a share', () => {
  it('has the published bounds', () => {
    // Newcombe, Statistics in Medicine 17 (1998), table I: Wilson's score method without continuity correction.
    for (const [counted, all, low, high] of [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ] as const) {
      const interval = shareInterval(counted, all);
      expect(interval.low).toBeCloseTo(low, 4);
      expect(interval.high).toBeCloseTo(high, 4);
    }
  });

  it('has a width and stays between 0 and 1 where none or all were counted', () => {
    for (const all of [1, 7, 40, 1000]) {
      expect(shareInterval(0, all).low).toBeCloseTo(0, 12);
      expect(shareInterval(0, all).high).toBeGreaterThan(0);
      expect(shareInterval(all, all).high).toBeCloseTo(1, 12);
      expect(shareInterval(all, all).low).toBeLessThan(1);
    }
  });

  it('covers the true share in about 95 of 100 samples', () => {
    const random = seededRandom(7);
    const samples = 1000;
    let covering = 0;
    for (let i = 0; i < samples; i++) {
      const counted = Array.from({ length: 80 }, random).filter((value) => value < 0.1).length;
      const { low, high } = shareInterval(counted, 80);
      if (low <= 0.1 && 0.1 <= high) covering++;
    }
    expect(covering / samples).toBeGreaterThan(0.92);
    expect(covering / samples).toBeLessThan(0.98);
  });
});
