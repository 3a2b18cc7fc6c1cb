import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitLogistic, type Outcome, type WeightPrior } from '../../src/evaluate/logisticFit';
import { seededRandom } from '../../src/evaluate/seededRandom';
import { confidenceAt, type LogisticWeights } from '../../src/qa/confidence';

const zero: LogisticWeights = { intercept: 0, evidence: 0, margin: 0, logWindows: 0 };

function priorAround(mean: LogisticWeights, deviation: number): WeightPrior {
  return {
    mean,
    deviation: { intercept: deviation, evidence: deviation, margin: deviation, logWindows: deviation },
  };
}

/** Outcomes as a reader with these weights has them. */
function outcomesOf(weights: LogisticWeights, count: number, seed = 1): Outcome[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const features = { evidence: 16 * random() - 8, margin: 6 * random(), logWindows: 4 * random() };
    const logOdds =
      weights.intercept +
      weights.evidence * features.evidence +
      weights.margin * features.margin +
      weights.logWindows * features.logWindows;
    return { ...features, right: random() < 1 / (1 + Math.exp(-logOdds)) };
  });
}

describe('fitting a logistic model', () => {
  it('finds the weights that made the outcomes', () => {
    const made = { intercept: -1, evidence: 0.5, margin: 0.3, logWindows: -0.2 };
    const fitted = fitLogistic(outcomesOf(made, 20_000), priorAround(zero, 10));
    expect(fitted.intercept).toBeCloseTo(-1, 0);
    expect(fitted.evidence).toBeCloseTo(0.5, 1);
    expect(fitted.margin).toBeCloseTo(0.3, 1);
    expect(fitted.logWindows).toBeCloseTo(-0.2, 1);
  });

  it('of an intercept alone is the log-odds of the share', () => {
    const outcomes = Array.from({ length: 40 }, (_, i) => ({ evidence: 0, margin: 0, logWindows: 0, right: i < 10 }));
    expect(fitLogistic(outcomes, priorAround(zero, 1e6)).intercept).toBeCloseTo(Math.log(10 / 30), 6);
  });

  it('stays with what was believed when there are no outcomes', () => {
    const mean = { intercept: -1.4, evidence: 0.3, margin: 0.1, logWindows: 0.05 };
    expect(fitLogistic([], priorAround(mean, 1))).toEqual(mean);
  });

  it('moves less the surer the belief was', () => {
    const mean = { intercept: 2, evidence: 0, margin: 0, logWindows: 0 };
    const outcomes = outcomesOf({ ...zero, intercept: -2 }, 50);
    const [loose, firm] = [5, 0.1].map((deviation) => fitLogistic(outcomes, priorAround(mean, deviation)).intercept);
    expect(loose).toBeLessThan(-0.5);
    expect(firm).toBeGreaterThan(1.5);
  });

  it('keeps a weight whose deviation is 0 where it was', () => {
    const mean = { ...zero, margin: 0.7 };
    const prior = { mean, deviation: { ...priorAround(zero, 5).deviation, margin: 0 } };
    expect(fitLogistic(outcomesOf(zero, 300), prior).margin).toBe(0.7);
  });

  it('never gives a weight the sign that is forbidden, and fits the others without it', () => {
    const outcomes = outcomesOf({ intercept: 0, evidence: 0.4, margin: -0.5, logWindows: 0 }, 2000);
    const prior = priorAround(zero, 5);
    expect(fitLogistic(outcomes, prior).margin).toBeLessThan(-0.3);
    const fitted = fitLogistic(outcomes, prior, { margin: 1, evidence: 1 });
    expect(fitted.margin).toBe(0);
    expect(fitted.evidence).toBeGreaterThan(0.25);
  });

  it('counts an outcome as often as it says', () => {
    const outcomes = outcomesOf({ ...zero, evidence: 0.5 }, 60);
    const twice = fitLogistic([...outcomes, ...outcomes], priorAround(zero, 1));
    const counted = fitLogistic(
      outcomes.map((outcome) => ({ ...outcome, count: 2 })),
      priorAround(zero, 1),
    );
    expect(counted.evidence).toBeCloseTo(twice.evidence, 9);
    expect(counted.intercept).toBeCloseTo(twice.intercept, 9);
  });

  it('is finite on any outcomes, separable and infinite ones too', () => {
    const value = fc.oneof(fc.double({ min: -50, max: 50, noNaN: true }), fc.constantFrom(-Infinity, Infinity));
    const outcome = fc.record({ evidence: value, margin: value, logWindows: value, right: fc.boolean() });
    fc.assert(
      fc.property(fc.array(outcome, { maxLength: 30 }), (outcomes) => {
        const fitted = fitLogistic(outcomes, priorAround(zero, 2));
        for (const weight of Object.values(fitted)) expect(weight).toSatisfy(Number.isFinite);
        const some = { evidence: 3, margin: 1, logWindows: 0 };
        expect(confidenceAt(fitted, some)).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });
});
