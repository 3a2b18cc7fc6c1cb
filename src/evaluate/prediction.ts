// How sure a reader was and whether it was right in, the same in the order of its confidence out: what calibration and
// selection are measured on.

/** One prediction and what became of it. */
export interface Prediction {
  /** How likely it was said to be right, 0 to 1. */
  readonly confidence: number;
  readonly right: boolean;
}

/** Predictions by rising confidence, place by place. */
export interface RankedPredictions {
  readonly confidences: Float64Array;
  /** 1 for right, 0 for wrong; equals in confidence share their mean, so that their order changes no figure. */
  readonly rights: Float64Array;
}

/** Orders predictions. Throws RangeError when there is none: no figure can be given then. */
export function rankPredictions(predictions: readonly Prediction[]): RankedPredictions {
  if (predictions.length === 0) throw new RangeError('no predictions');
  const ordered = predictions.toSorted((a, b) => a.confidence - b.confidence);
  return shareTies({
    confidences: Float64Array.from(ordered, ({ confidence }) => confidence),
    rights: Float64Array.from(ordered, ({ right }) => (right ? 1 : 0)),
  });
}

/** Gives equals in confidence their mean, in place. */
export function shareTies({ confidences, rights }: RankedPredictions): RankedPredictions {
  for (let start = 0, end = 0; start < rights.length; start = end) {
    let right = 0;
    for (; end < rights.length && confidences[end] === confidences[start]; end++) right += rights[end] ?? NaN;
    if (end - start > 1) rights.fill(right / (end - start), start, end);
  }
  return { confidences, rights };
}
