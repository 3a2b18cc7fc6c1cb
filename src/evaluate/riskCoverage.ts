// Predictions with their confidences in, how many are wrong among the surest out.
import { type Prediction, rankPredictions, shareTies } from './prediction';
import { thinned } from './thinned';

/** What answering only the surest would give: both shares, 0 to 1. */
export interface RiskPoint {
  /** How many are answered. */
  readonly coverage: number;
  /** How many of them are wrong. */
  readonly risk: number;
}

/** The curve from the surest few to all. */
export interface RiskCoverage {
  /** By rising coverage, the last one all; at most 200. */
  readonly points: readonly RiskPoint[];
  /** Mean risk over all coverages, 0 to 1: less is better. */
  readonly area: number;
}

const mostPoints = 200;

/** Measures at least one prediction. Throws RangeError when there is none. */
export function riskCoverage(predictions: readonly Prediction[]): RiskCoverage {
  const { rights } = shareTies(rankPredictions(predictions));
  const total = rights.length;
  let wrong = 0;
  const points = Array.from(rights.reverse(), (right, i): RiskPoint => {
    wrong += 1 - right;
    return { coverage: (i + 1) / total, risk: wrong / (i + 1) };
  });
  const area = points.reduce((sum, { risk }) => sum + risk, 0) / total;
  return { points: thinned(points, mostPoints), area };
}
