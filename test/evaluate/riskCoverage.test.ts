import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Prediction } from '../../src/evaluate/prediction';
import { riskCoverage } from '../../src/evaluate/riskCoverage';
import { thinned } from '../../src/evaluate/thinned';

const say = (confidence: number, right: boolean): Prediction => ({ confidence, right });
const arbitraryPredictions = fc.array(
  fc.record({ confidence: fc.constantFrom(0.1, 0.3, 0.5, 0.9), right: fc.boolean() }),
  { minLength: 1, maxLength: 300 },
);

describe('risk and coverage', () => {
  it('go from the surest to all', () => {
    const { points, area } = riskCoverage([say(0.7, true), say(0.9, true), say(0.8, false)]);
    expect(points.map(({ coverage }) => coverage)).toEqual([1 / 3, 2 / 3, 1]);
    expect(points.map(({ risk }) => risk)).toEqual([0, 1 / 2, 1 / 3]);
    expect(area).toBeCloseTo((0 + 1 / 2 + 1 / 3) / 3, 12);
  });

  it('count equals in confidence as they are on average', () => {
    const { points, area } = riskCoverage([say(0.5, true), say(0.5, false), say(0.9, true), say(0.5, false)]);
    for (const [i, risk] of [0, 1 / 3, 4 / 9, 1 / 2].entries()) expect(points[i]?.risk).toBeCloseTo(risk, 12);
    expect(points).toHaveLength(4);
    expect(area).toBeCloseTo((1 / 3 + 4 / 9 + 1 / 2) / 4, 12);
  });

  it('end with all, and the share that is wrong', () => {
    const property = fc.property(arbitraryPredictions, (predictions) => {
      const { points, area } = riskCoverage(predictions);
      const wrong = predictions.filter(({ right }) => !right).length / predictions.length;
      expect(points.at(-1)?.coverage).toBe(1);
      expect(points.at(-1)?.risk).toBeCloseTo(wrong, 12);
      expect(points.length).toBe(Math.min(200, predictions.length));
      expect(area).toBeGreaterThanOrEqual(-1e-12);
      expect(area).toBeLessThanOrEqual(1 + 1e-12);
    });
    fc.assert(property);
  });

  it('are best where the surest are right', () => {
    const sorted = Array.from({ length: 40 }, (_, i) => say((i + 1) / 41, i >= 20));
    const reversed = sorted.map(({ confidence }, i) => say(confidence, i < 20));
    expect(riskCoverage(sorted).area).toBeLessThan(0.2);
    expect(riskCoverage(reversed).area).toBeGreaterThan(0.8);
  });

  it('are refused of nothing', () => {
    expect(() => riskCoverage([])).toThrow(RangeError);
  });
});

it('thinning keeps order and both ends', () => {
  const property = fc.property(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 2, max: 50 }), (length, most) => {
    const items = Array.from({ length }, (_, i) => i);
    const kept = thinned(items, most);
    expect(kept).toHaveLength(Math.min(length, most));
    expect([kept[0], kept.at(-1)]).toEqual([items[0], items.at(-1)]);
    expect(new Set(kept).size).toBe(kept.length);
    expect(kept).toEqual(kept.toSorted((a, b) => a - b));
  });
  fc.assert(property);
});
