// The constants of a decision rule as they are stored: in a model's manifest, or with its exam.
import * as v from 'valibot';

const weights = v.object({ intercept: v.number(), evidence: v.number(), margin: v.number(), logWindows: v.number() });
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const level = v.object({
  thresholds: v.object({ answer: v.number(), maybe: v.number() }),
  /** Null where nothing was measured on this very model. */
  measured: v.nullable(v.object({ precision: share, coverage: share })),
});

/** The schema of a DecisionRule and of how it was chosen. */
export const ruleSchema = v.object({
  levels: v.object({ refuse: level, balanced: level, answer: level }),
  prior: v.object({ windowExponent: v.number() }),
  calibration: v.object({ answer: weights, noAnswer: weights }),
  /** How the constants were chosen, for people. */
  chosenBy: v.string(),
});

/** A DecisionRule and how it was chosen. */
export type StoredRule = v.InferOutput<typeof ruleSchema>;

/** The constants of a model for which none were fitted: the rule it was trained for, and the bundled reader's curves. */
export const priorRule: StoredRule = {
  levels: {
    refuse: { thresholds: { answer: 2, maybe: 0 }, measured: null },
    balanced: { thresholds: { answer: 0, maybe: -2 }, measured: null },
    answer: { thresholds: { answer: -2, maybe: -4 }, measured: null },
  },
  prior: { windowExponent: 0 },
  calibration: {
    answer: { intercept: -1.3792, evidence: 0.2759, margin: 0.1088, logWindows: 0 },
    noAnswer: { intercept: 0.4364, evidence: -0.3105, margin: 0, logWindows: -0.0122 },
  },
  chosenBy: 'estimate: not measured on this model',
};
