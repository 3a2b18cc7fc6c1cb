import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { confidenceAt } from '../../src/qa/confidence';

const finite = fc.double({ min: -100, max: 100, noNaN: true });
const slope = fc.double({ min: 0.01, max: 5, noNaN: true });

describe('confidence', () => {
  it('is the logistic curve at an evidence', () => {
    expect(confidenceAt({ slope: 2, intercept: -1 }, 0.5)).toBe(0.5);
    // e^1 to 1.
    expect(confidenceAt({ slope: 1, intercept: 0 }, 1)).toBeCloseTo(Math.E / (Math.E + 1), 12);
  });

  it('never falls when evidence rises', () => {
    fc.assert(
      fc.property(slope, finite, finite, finite, (rise, intercept, a, b) => {
        const curve = { slope: rise, intercept };
        expect(confidenceAt(curve, Math.min(a, b))).toBeLessThanOrEqual(confidenceAt(curve, Math.max(a, b)));
      }),
    );
  });

  it('never claims certainty, whatever the evidence', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -5, max: 5, noNaN: true }).filter((rise) => rise !== 0),
        finite,
        fc.constantFrom(-Infinity, -1e308, -1, 0, 1, 1e308, Infinity),
        (rise, intercept, evidence) => {
          const confidence = confidenceAt({ slope: rise, intercept }, evidence);
          expect(confidence).toBeGreaterThanOrEqual(0.01);
          expect(confidence).toBeLessThanOrEqual(0.97);
        },
      ),
    );
  });

  it('of a refusal is highest when there was nothing to refuse', () => {
    expect(confidenceAt({ slope: -0.3, intercept: 0.5 }, -Infinity)).toBe(0.97);
  });
});
