// Evidence to "how likely is this right", by constants fitted on questions with known answers.

/** What the confidence of an answer, or of a refusal, is judged by. */
export interface ConfidenceFeatures {
  /** Evidence of the answer; of a refusal, that of the best refused span. */
  readonly evidence: number;
  /** Evidence less that of the best other answer: negative for a runner-up. */
  readonly margin: number;
  /** Natural log of W, how many windows' worth of text was read; 0 for one window. */
  readonly logWindows: number;
}

/** A logistic model of the features: `sigmoid(intercept + weights . features)`. */
export interface LogisticWeights extends ConfidenceFeatures {
  readonly intercept: number;
}

/** Constants of one model at one precision; they stand in its manifest with the data they were fitted on. */
export interface Calibration {
  /** How likely an answer is right (token F1 >= 0.5). */
  readonly answer: LogisticWeights;
  /** How likely a refusal is right. */
  readonly noAnswer: LogisticWeights;
}

/** Nobody may read certainty into a figure fitted on a few thousand questions. */
export const confidenceBounds = { lowest: 0.01, highest: 0.97 } as const;

/** Beyond these the features of a few freak spans would say more than all others: `[-limit, limit]`. */
const featureLimits: ConfidenceFeatures = { evidence: 15, margin: 10, logWindows: 10 };

/** Features within their limits; a missing rival is an infinite margin. */
export function boundedFeatures(features: ConfidenceFeatures): ConfidenceFeatures {
  const within = (value: number, limit: number): number => Math.min(limit, Math.max(-limit, value));
  return {
    evidence: within(features.evidence, featureLimits.evidence),
    margin: within(features.margin, featureLimits.margin),
    logWindows: within(features.logWindows, featureLimits.logWindows),
  };
}

/** The calibrated confidence of features, within `confidenceBounds`. */
export function confidenceAt(weights: LogisticWeights, features: ConfidenceFeatures): number {
  const { evidence, margin, logWindows } = boundedFeatures(features);
  const logOdds =
    weights.intercept + weights.evidence * evidence + weights.margin * margin + weights.logWindows * logWindows;
  const probability = 1 / (1 + Math.exp(-logOdds));
  return Math.min(confidenceBounds.highest, Math.max(confidenceBounds.lowest, probability));
}
