// Predictions with their confidences in, how far "80 %" is from eight out of ten out, with what chance alone would make
// of a reader that is perfectly calibrated.
import { type Interval, quantile } from './bootstrap';
import { type Prediction, type RankedPredictions, rankPredictions, shareTies } from './prediction';
import { seededRandom } from './seededRandom';

/** About equally many predictions of similar confidence. Shares, 0 to 1. */
export interface ReliabilityBin {
  readonly count: number;
  /** Mean confidence. */
  readonly confidence: number;
  /** Share that was right. */
  readonly right: number;
}

/** How far confidences are from what came true. */
export interface CalibrationError {
  /** Expected calibration error over 15 bins of equal mass: mean distance of confidence and share right, 0 to 1. */
  readonly ece: number;
  readonly interval: Interval;
  /** What the error of a perfectly calibrated reader with these confidences stays below, 95 times of 100. */
  readonly perfect95: number;
  /** Mean squared distance of each confidence from what came true. */
  readonly brier: number;
  /** By rising confidence. */
  readonly bins: readonly ReliabilityBin[];
}

const mostBins = 15;
const draws = 1000;
const seed = 1;

/** Measures at least one prediction; the same ones always give the same figures. Throws RangeError when there is none. */
export function calibrationError(predictions: readonly Prediction[]): CalibrationError {
  const ranked = rankPredictions(predictions);
  const bins = binsOf(shareTies(ranked));
  const random = seededRandom(seed);
  const resampled = errorsOf(() => resample(ranked, random));
  const perfect = errorsOf(() => simulatePerfect(ranked, random));
  const squares = predictions.map(({ confidence, right }) => (confidence - (right ? 1 : 0)) ** 2);
  return {
    ece: errorOf(bins),
    interval: { low: quantile(resampled, 0.025), high: quantile(resampled, 0.975) },
    perfect95: quantile(perfect, 0.95),
    brier: squares.reduce((sum, square) => sum + square, 0) / squares.length,
    bins,
  };
}

/** `ece` alone, of at least one prediction. Throws RangeError when there is none. */
export function meanCalibrationError(predictions: readonly Prediction[]): number {
  return errorOf(binsOf(shareTies(rankPredictions(predictions))));
}

/** As many bins as there are predictions for, none larger than another by more than one. */
function binsOf({ confidences, rights }: RankedPredictions): ReliabilityBin[] {
  const total = confidences.length;
  const bins = Math.min(mostBins, total);
  return Array.from({ length: bins }, (_, bin) => {
    const start = Math.floor((bin * total) / bins);
    const end = Math.floor(((bin + 1) * total) / bins);
    return {
      count: end - start,
      confidence: meanBetween(confidences, start, end),
      right: meanBetween(rights, start, end),
    };
  });
}

function errorOf(bins: readonly ReliabilityBin[]): number {
  let sum = 0;
  let total = 0;
  for (const { count, confidence, right } of bins) {
    sum += count * Math.abs(confidence - right);
    total += count;
  }
  return sum / total;
}

/** Errors of predictions drawn again and again, ascending. */
function errorsOf(draw: () => RankedPredictions): Float64Array {
  return Float64Array.from({ length: draws }, () => errorOf(binsOf(shareTies(draw())))).sort();
}

/** As many predictions drawn with replacement; counting how often each is drawn keeps their order without sorting. */
function resample({ confidences, rights }: RankedPredictions, random: () => number): RankedPredictions {
  const total = confidences.length;
  const times = new Uint32Array(total);
  for (let left = total; left > 0; left--) {
    const index = Math.floor(random() * total);
    times[index] = (times[index] ?? 0) + 1;
  }
  const sample = { confidences: new Float64Array(total), rights: new Float64Array(total) };
  let drawn = -1;
  for (let i = 0, left = 0; i < total; i++, left--) {
    while (left === 0) left = times[++drawn] ?? NaN;
    sample.confidences[i] = confidences[drawn] ?? NaN;
    sample.rights[i] = rights[drawn] ?? NaN;
  }
  return sample;
}

/** The same confidences, each coming true as often as it says. */
function simulatePerfect({ confidences }: RankedPredictions, random: () => number): RankedPredictions {
  return { confidences, rights: confidences.map((confidence) => (random() < confidence ? 1 : 0)) };
}

/** In a plain loop, as it runs thousands of times over thousands of values. */
function meanBetween(values: Float64Array, start: number, end: number): number {
  let sum = 0;
  for (let i = start; i < end; i++) sum += values[i] ?? NaN;
  return sum / (end - start);
}
