// Questions and what a reader made of them in, what another threshold would have given out.
import { precisionRecallCurves } from './officialMetric';
import type { SquadQuestion } from './squad';
import type { SquadReading } from './squadReading';
import { thinned } from './thinned';

/** A lowest evidence of an answer, and what answering from it on would give: shares, 0 to 1. */
export interface OperatingPoint {
  readonly threshold: number;
  /** Mean F1 of the answers given. */
  readonly precision: number;
  /** F1 gained of what all questions with an answer could give. */
  readonly recall: number;
}

/** What thresholds would give. */
export interface PrecisionRecall {
  /** By falling threshold: more recall, mostly less precision; at most 200, none where no question has an answer. */
  readonly points: readonly OperatingPoint[];
  /** What the threshold in use gave; null where nothing was answered, or no question has an answer. */
  readonly current: OperatingPoint | null;
}

const mostPoints = 200;

/** The curve of the best spans by F1, `pr_f1_ap` being the area under it. `threshold`: the one in use. */
export function precisionRecall(
  questions: readonly SquadQuestion[],
  readings: readonly SquadReading[],
  threshold: number,
): PrecisionRecall {
  const spans = new Map(readings.map(({ id, text }) => [id, text]));
  // The curve rises with a score that says no; nothing is ever answered where there is no span.
  const scores = new Map(readings.map(({ id, evidence }) => [id, -(evidence ?? -Infinity)]));
  const points = precisionRecallCurves(questions, spans, scores)
    .f1.filter((point) => point.threshold < Infinity)
    .map(({ threshold: score, precision, recall }): OperatingPoint => ({ threshold: -score, precision, recall }));
  return {
    points: thinned(points, mostPoints),
    current: points.findLast((point) => point.threshold >= threshold) ?? null,
  };
}
