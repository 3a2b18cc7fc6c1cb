import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitRule, type JudgedSpan, measureAt } from '../../src/evaluate/fitRule';
import { priorRule } from '../../src/evaluate/rule';
import { seededRandom } from '../../src/evaluate/seededRandom';
import { confidenceAt } from '../../src/qa/confidence';

/** Spans of a reader whose evidence is `scale` times the log-odds that the span is right, and `shift` more. */
function spansOf(count: number, scale: number, shift: number, seed = 1): JudgedSpan[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const logOdds = 8 * random() - 4;
    const right = random() < 1 / (1 + Math.exp(-logOdds));
    const answerable = right || random() < 0.2;
    return { evidence: scale * logOdds + shift, margin: 2, logWindows: 0, right, answerable };
  });
}

describe('fitting the constants of a reader', () => {
  it('finds confidences that mean what they say, for a reader of another scale', () => {
    const { calibration } = fitRule(spansOf(4000, 3, 5), priorRule);
    for (const logOdds of [-3, -1, 0, 1, 3]) {
      const confidence = confidenceAt(calibration.answer, { evidence: 3 * logOdds + 5, margin: 2, logWindows: 0 });
      expect(Math.abs(confidence - 1 / (1 + Math.exp(-logOdds)))).toBeLessThan(0.04);
    }
  });

  it('puts the balanced threshold where an answer and a refusal are as likely to be right', () => {
    const spans = spansOf(4000, 1, 0);
    const { levels, calibration } = fitRule(spans, priorRule);
    const at = { evidence: levels.balanced.thresholds.answer, margin: 2, logWindows: 0 };
    expect(confidenceAt(calibration.answer, at)).toBeCloseTo(confidenceAt(calibration.noAnswer, at), 1);
  });

  it('asks for more evidence the stricter it is, and a maybe never needs more than an answer', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 0, max: 300 }),
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        fc.double({ min: -5, max: 5, noNaN: true }),
        (seed, count, scale, shift) => {
          const { refuse, balanced, answer } = fitRule(spansOf(count, scale, shift, seed), priorRule).levels;
          expect(refuse.thresholds.answer).toBeGreaterThanOrEqual(balanced.thresholds.answer);
          expect(balanced.thresholds.answer).toBeGreaterThanOrEqual(answer.thresholds.answer);
          for (const { thresholds } of [refuse, balanced, answer]) {
            expect(thresholds.maybe).toBeLessThanOrEqual(thresholds.answer);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('never lets more evidence mean less confidence', () => {
    // The less evidence, the more often right: no reader that was taught anything.
    const spans = spansOf(300, -1, 0);
    const { answer, noAnswer } = fitRule(spans, priorRule).calibration;
    expect(answer.evidence).toBeGreaterThanOrEqual(0);
    expect(answer.margin).toBeGreaterThanOrEqual(0);
    expect(noAnswer.evidence).toBeLessThanOrEqual(0);
  });

  it('stays the nearer to what was known the less leeway it is given', () => {
    const spans = spansOf(200, 0.5, -2);
    const intercepts = [1e-4, 0.1, 1, 1000].map(
      (leeway) => fitRule(spans, priorRule, leeway).calibration.answer.intercept,
    );
    const [none = NaN] = intercepts;
    expect(none).toBeCloseTo(priorRule.calibration.answer.intercept, 3);
    expect(intercepts).toEqual(intercepts.toSorted((a, b) => a - b));
    expect(new Set(intercepts).size).toBe(4);
  });

  it('keeps what questions of one window cannot teach', () => {
    const fitted = fitRule(spansOf(200, 2, 1), priorRule);
    expect(fitted.prior).toEqual(priorRule.prior);
    expect(fitted.calibration.answer.logWindows).toBe(priorRule.calibration.answer.logWindows);
  });
});

describe('measuring a threshold', () => {
  const span = (evidence: number, answerable: boolean, right: boolean): JudgedSpan => ({
    ...{ evidence, answerable, right, margin: 1, logWindows: 0 },
  });
  const spans = [span(5, true, true), span(4, true, false), span(3, false, false), span(-1, true, true)];

  it('gives the share of answers that are right, and of answerable questions that got one', () => {
    expect(measureAt(spans, 3)).toEqual({ precision: 1 / 3, coverage: 2 / 3 });
    expect(measureAt(spans, -1)).toEqual({ precision: 0.5, coverage: 1 });
  });

  it('says nothing where no answer is given, or none could be', () => {
    expect(measureAt(spans, 6)).toBeNull();
    expect(measureAt([span(3, false, false)], 0)).toBeNull();
  });
});
