import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrationError, meanCalibrationError } from '../../src/evaluate/calibrationError';
import type { Prediction } from '../../src/evaluate/prediction';
import { seededRandom } from '../../src/evaluate/seededRandom';

const say = (confidence: number, right: boolean): Prediction => ({ confidence, right });
const several = (count: number, confidence: number, right: number): Prediction[] =>
  Array.from({ length: count }, (_, i) => say(confidence, i < right));

/** Predictions that come true as often as `truth` makes of what they say. */
function simulate(count: number, random: () => number, truth: (confidence: number) => number): Prediction[] {
  return Array.from({ length: count }, () => {
    const confidence = 0.05 + 0.9 * random();
    return say(confidence, random() < truth(confidence));
  });
}

const arbitraryPredictions = fc.array(
  fc.record({ confidence: fc.constantFrom(0.1, 0.25, 0.5, 0.75, 0.97), right: fc.boolean() }),
  { minLength: 1, maxLength: 60 },
);

describe('the calibration error', () => {
  it('of a few predictions is the mean distance from what came true', () => {
    const { ece, brier, bins } = calibrationError([say(0.9, true), say(0.2, false), say(0.6, true)]);
    expect(ece).toBeCloseTo((0.2 + 0.4 + 0.1) / 3, 12);
    expect(brier).toBeCloseTo((0.04 + 0.16 + 0.01) / 3, 12);
    expect(meanCalibrationError([say(0.9, true), say(0.2, false), say(0.6, true)])).toBe(ece);
    expect(bins).toEqual([
      { count: 1, confidence: 0.2, right: 0 },
      { count: 1, confidence: 0.6, right: 1 },
      { count: 1, confidence: 0.9, right: 1 },
    ]);
  });

  it('of many is that of 15 bins of equal mass', () => {
    // Two a bin: 0.01 wrong and 0.03 right, 0.05 wrong and 0.07 right, ...: each bin is right half of the time.
    const predictions = Array.from({ length: 30 }, (_, i) => say((2 * i + 1) / 100, i % 2 === 1));
    const { ece, bins } = calibrationError(predictions);
    expect(bins).toHaveLength(15);
    expect(bins.map(({ count, right }) => [count, right])).toEqual(Array.from({ length: 15 }, () => [2, 0.5]));
    expect(bins[3]?.confidence).toBeCloseTo((0.13 + 0.15) / 2, 12);
    // The distances 0.48, 0.44, ... 0 and ... 0.08: 0.5 less 0.02, 0.06, ... 0.58.
    const distances = Array.from({ length: 15 }, (_, bin) => Math.abs(0.5 - (0.02 + 0.04 * bin)));
    expect(ece).toBeCloseTo(distances.reduce((sum, distance) => sum + distance) / 15, 12);
  });

  it('is nothing where seven of ten come true at 70 %, whatever their order', () => {
    expect(calibrationError(several(10, 0.7, 7)).ece).toBeCloseTo(0, 12);
    expect(calibrationError(several(10, 0.7, 7).reverse()).ece).toBeCloseTo(0, 12);
  });

  it('does not depend on the order', () => {
    const property = fc.property(arbitraryPredictions, fc.integer(), (predictions, seed) => {
      const random = seededRandom(seed);
      const shuffled = predictions
        .map((prediction) => ({ prediction, rank: random() }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ prediction }) => prediction);
      const [one, other] = [calibrationError(predictions), calibrationError(shuffled)];
      expect(other.ece).toBeCloseTo(one.ece, 12);
      expect(other.brier).toBeCloseTo(one.brier, 12);
      expect(other.perfect95).toBe(one.perfect95);
      expect(other.bins.map(({ count }) => count)).toEqual(one.bins.map(({ count }) => count));
    });
    fc.assert(property, { numRuns: 25 });
  });

  it('has bins that differ by one at most, and hold everything', () => {
    const property = fc.property(arbitraryPredictions, (predictions) => {
      const { bins, ece } = calibrationError(predictions);
      const counts = bins.map(({ count }) => count);
      expect(counts.reduce((sum, count) => sum + count)).toBe(predictions.length);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      expect(ece).toBeGreaterThanOrEqual(0);
      expect(ece).toBeLessThanOrEqual(1);
    });
    fc.assert(property, { numRuns: 25 });
  });

  it('of a perfectly calibrated reader stays below its bound in about 95 of 100 samples', () => {
    const random = seededRandom(3);
    const samples = Array.from({ length: 40 }, () => simulate(45, random, (confidence) => confidence));
    const measured = samples.map(calibrationError);
    const below = measured.filter(({ ece, perfect95 }) => ece <= perfect95).length / measured.length;
    expect(below).toBeGreaterThan(0.87);
    expect(below).toBeLessThan(1);
  });

  it('of an overconfident reader exceeds that bound, and its interval has the error in it', () => {
    const { ece, perfect95, interval } = calibrationError(simulate(500, seededRandom(4), (sure) => sure - 0.2 * sure));
    expect(ece).toBeGreaterThan(perfect95);
    expect(interval.low).toBeLessThan(ece);
    expect(interval.high).toBeGreaterThan(ece);
    expect(interval.low).toBeGreaterThan(perfect95 / 2);
  });

  it('may be as far off as chance has it, also where all confidences are equal', () => {
    const { interval, perfect95 } = calibrationError(several(100, 0.7, 70));
    // Of 100 draws at 70 %, 95 times of 100 within 9 points of 70.
    expect(interval.high).toBeGreaterThan(0.06);
    expect(interval.high).toBeLessThan(0.14);
    expect(perfect95).toBeGreaterThan(0.06);
    expect(perfect95).toBeLessThan(0.12);
  });

  it('has no interval to speak of where all predictions are alike', () => {
    const { ece, interval } = calibrationError(several(20, 0.8, 20));
    expect(ece).toBeCloseTo(0.2, 12);
    expect(interval.low).toBeCloseTo(0.2, 12);
    expect(interval.high).toBeCloseTo(0.2, 12);
  });

  it('gives the same figures for the same predictions', () => {
    const predictions = simulate(100, seededRandom(5), () => 0.5);
    expect(calibrationError(predictions)).toEqual(calibrationError([...predictions]));
  });

  it('is refused of nothing', () => {
    expect(() => calibrationError([])).toThrow(RangeError);
  });
});
