// Predictions with their confidences in, how far "80 %" is from eight out of ten out, with what chance alone would make
// of a reader that is perfectly calibrated.
import type { Interval } from './bootstrap';

/** What a prediction was said to be worth, and what it was. */
export interface Prediction {
  /** How likely it was said to be right, 0 to 1. */
  readonly confidence: number;
  readonly right: boolean;
}

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
