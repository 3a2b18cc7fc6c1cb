import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { confidenceAt, type ConfidenceFeatures, type LogisticWeights } from '../../src/qa/confidence';

const finite = fc.double({ min: -100, max: 100, noNaN: true });
const rise = fc.double({ min: 0, max: 5, noNaN: true });
const anyNumber = fc.oneof(finite, fc.constantFrom(-Infinity, -1e308, 1e308, Infinity));
const anyFeatures = fc.record<ConfidenceFeatures>({ evidence: anyNumber, margin: anyNumber, logWindows: anyNumber });

/** Weights that are 0 unless given. */
function weightsOf(given: Partial<LogisticWeights>): LogisticWeights {
  return { intercept: 0, evidence: 0, margin: 0, logWindows: 0, ...given };
}

const origin: ConfidenceFeatures = { evidence: 0, margin: 0, logWindows: 0 };

describe('confidence', () => {
  it('is the logistic model of its features', () => {
    expect(confidenceAt(weightsOf({ evidence: 2, intercept: -1 }), { ...origin, evidence: 0.5 })).toBe(0.5);
    // e^1 to 1.
    const odds = Math.E / (Math.E + 1);
    expect(confidenceAt(weightsOf({ evidence: 1 }), { ...origin, evidence: 1 })).toBeCloseTo(odds, 12);
    expect(confidenceAt(weightsOf({ margin: 0.5 }), { ...origin, margin: 2 })).toBeCloseTo(odds, 12);
    expect(confidenceAt(weightsOf({ logWindows: -1 }), { ...origin, logWindows: -1 })).toBeCloseTo(odds, 12);
  });

  it('never falls when evidence and margin rise', () => {
    fc.assert(
      fc.property(rise, rise, finite, anyFeatures, rise, rise, (evidence, margin, intercept, features, more, wider) => {
        const weights = weightsOf({ evidence, margin, intercept });
        const risen = { ...features, evidence: features.evidence + more, margin: features.margin + wider };
        expect(confidenceAt(weights, risen)).toBeGreaterThanOrEqual(confidenceAt(weights, features));
      }),
    );
  });

  it('never claims certainty, whatever the features', () => {
    fc.assert(
      fc.property(
        fc.record({ intercept: finite, evidence: finite, margin: finite, logWindows: finite }),
        anyFeatures,
        (weights, features) => {
          const confidence = confidenceAt(weights, features);
          expect(confidence).toBeGreaterThanOrEqual(0.01);
          expect(confidence).toBeLessThanOrEqual(0.97);
        },
      ),
    );
  });

  it('of a refusal is high when there was nothing to refuse', () => {
    const refusal = weightsOf({ evidence: -0.3, intercept: 0.5 });
    expect(confidenceAt(refusal, { evidence: -Infinity, margin: Infinity, logWindows: 0 })).toBe(0.97);
  });

  it('does not let a freak value say more than its limit', () => {
    const weights = weightsOf({ evidence: 0.1 });
    expect(confidenceAt(weights, { ...origin, evidence: 1000 })).toBe(
      confidenceAt(weights, { ...origin, evidence: 15 }),
    );
  });
});
