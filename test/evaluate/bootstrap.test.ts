import { describe, expect, it } from 'vitest';
import { meanInterval, meanLowerBound } from '../../src/evaluate/bootstrap';
import { seededRandom } from '../../src/evaluate/seededRandom';

/** Samples of 100 values that are 100 with the given chance, else 0. */
function simulate(samples: number, chance: number): number[][] {
  const random = seededRandom(7);
  return Array.from({ length: samples }, () => Array.from({ length: 100 }, () => (random() < chance ? 100 : 0)));
}

describe('the bootstrap', () => {
  it('covers the true mean in about 95 of 100 samples', () => {
    const samples = simulate(200, 0.6);
    const intervals = samples.map(meanInterval);
    const covering = intervals.filter(({ low, high }) => low <= 60 && 60 <= high).length / samples.length;
    expect(covering).toBeGreaterThan(0.91);
    expect(covering).toBeLessThan(0.99);
    expect(intervals.filter(({ low }) => low > 60).length / samples.length).toBeLessThan(0.06);
    expect(intervals.filter(({ high }) => high < 60).length / samples.length).toBeLessThan(0.06);
  });

  it('bounds the true mean from below in about 95 of 100 samples', () => {
    const samples = simulate(200, 0.6);
    const exceeding = samples.map(meanLowerBound).filter((bound) => bound > 60).length / samples.length;
    expect(exceeding).toBeGreaterThan(0.01);
    expect(exceeding).toBeLessThan(0.1);
  });

  it('is nothing but the value when all values are equal', () => {
    expect(meanInterval([3, 3, 3])).toEqual({ low: 3, high: 3 });
    expect(meanLowerBound([3, 3, 3])).toBe(3);
  });

  it('gives the same bounds for the same values', () => {
    const [values = []] = simulate(1, 0.3);
    expect(meanInterval(values)).toEqual(meanInterval([...values]));
  });

  it('gets narrower with more values, as their square root', () => {
    const [values = []] = simulate(1, 0.5);
    const width = ({ low, high }: { low: number; high: number }): number => high - low;
    const nine = Array.from({ length: 9 }, () => values).flat();
    expect(width(meanInterval(values)) / width(meanInterval(nine))).toBeCloseTo(3, 0);
  });
});
