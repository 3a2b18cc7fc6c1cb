// How sure a mean over questions is: values in, quantiles of the mean over resampled questions out. Seeded, so that the
// same values always give the same bounds.
import { seededRandom } from './seededRandom';

/** The middle 95 % of what a figure may be, in the figure's unit. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

const resamples = 2000;
const seed = 1;

/** The 95 % percentile interval of the mean of at least one value. */
export function meanInterval(values: readonly number[]): Interval {
  const means = resampledMeans(values);
  return { low: quantile(means, 0.025), high: quantile(means, 0.975) };
}

/** What the mean of at least one value exceeds with 95 % confidence: the one-sided lower percentile bound. */
export function meanLowerBound(values: readonly number[]): number {
  return quantile(resampledMeans(values), 0.05);
}

/** Means of as many values drawn with replacement, ascending. */
function resampledMeans(values: readonly number[]): Float64Array {
  const drawn = Float64Array.from(values);
  const random = seededRandom(seed);
  const means = new Float64Array(resamples);
  for (let i = 0; i < resamples; i++) {
    let sum = 0;
    for (let left = drawn.length; left > 0; left--) sum += drawn[Math.floor(random() * drawn.length)] ?? NaN;
    means[i] = sum / drawn.length;
  }
  return means.sort();
}

/** The value that a share (0 to 1) of ascending values lies below, linearly between the two nearest. */
export function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)] ?? NaN;
  const above = sorted[Math.ceil(position)] ?? NaN;
  return below + (above - below) * (position - Math.floor(position));
}
