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
  /** 1 for right, 0 for wrong. */
  readonly rights: Float64Array;
}

/** Orders predictions. Throws RangeError when there is none: no figure can be given then. */
export function rankPredictions(predictions: readonly Prediction[]): RankedPredictions {
  if (predictions.length === 0) throw new RangeError('no predictions');
  const ordered = predictions.toSorted((a, b) => a.confidence - b.confidence);
  return {
    confidences: Float64Array.from(ordered, ({ confidence }) => confidence),
    rights: Float64Array.from(ordered, ({ right }) => (right ? 1 : 0)),
  };
}

/** The same with the mean of equals in confidence for each of them, so that their order changes no figure. */
export function shareTies({ confidences, rights }: RankedPredictions): RankedPredictions {
  const shared = new Float64Array(rights.length);
  for (let start = 0, end = 0; start < rights.length; start = end) {
    let right = 0;
    for (; end < rights.length && confidences[end] === confidences[start]; end++) right += rights[end] ?? NaN;
    // In a plain loop: most ties are of one, and `fill` takes as long for one as for a hundred.
    for (let i = start; i < end; i++) shared[i] = right / (end - start);
  }
  return { confidences, rights: shared };
}
