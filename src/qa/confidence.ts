// Evidence to "how likely is this right", by constants fitted on questions with known answers.

/** Logistic calibration: `sigmoid(slope * evidence + intercept)`. */
export interface LogisticCurve {
  readonly slope: number;
  readonly intercept: number;
}

/** Constants of one model at one precision; they stand in its manifest with the data they were fitted on. */
export interface Calibration {
  /** How likely an answer is right (token F1 >= 0.5). */
  readonly answer: LogisticCurve;
  /** How likely a refusal is right, given the evidence of the best refused span. */
  readonly noAnswer: LogisticCurve;
}

/** Nobody may read certainty into a figure fitted on a few thousand questions. */
const confidenceBounds = { lowest: 0.01, highest: 0.97 } as const;

/** The calibrated confidence at an evidence, within `confidenceBounds`. */
export function confidenceAt(curve: LogisticCurve, evidence: number): number {
  const probability = 1 / (1 + Math.exp(-(curve.slope * evidence + curve.intercept)));
  return Math.min(confidenceBounds.highest, Math.max(confidenceBounds.lowest, probability));
}
