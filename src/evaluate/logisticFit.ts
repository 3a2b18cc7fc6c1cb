// Features and whether it was right, to the weights of a logistic model: maximum a posteriori, by Newton's method, with
// a Gaussian prior around weights that are known already, so that a few hundred outcomes suffice.
import { boundedFeatures, type ConfidenceFeatures, type LogisticWeights } from '../qa/confidence';

/** One answer or refusal whose rightness is known. */
export interface Outcome extends ConfidenceFeatures {
  readonly right: boolean;
  /** How much it counts, instead of 1. */
  readonly count?: number;
}

/** What is believed of the weights before the outcomes are seen: normal, independent. */
export interface WeightPrior {
  readonly mean: LogisticWeights;
  /** Standard deviations, each above 0; 0 keeps a weight at its mean. */
  readonly deviation: LogisticWeights;
}

const names = ['intercept', 'evidence', 'margin', 'logWindows'] as const;
type WeightName = (typeof names)[number];

/** Weights that may only have one sign: a surer answer must never look less sure. */
export type Signs = Partial<Record<WeightName, 1 | -1>>;

const maxSteps = 100;
const smallestStep = 1e-10;

/**
 * The most probable weights. A weight that comes out with another sign than `signs` asks for is held at 0, and the
 * others are fitted again.
 */
export function fitLogistic(outcomes: readonly Outcome[], prior: WeightPrior, signs: Signs = {}): LogisticWeights {
  const held = new Set(names.filter((name) => prior.deviation[name] === 0));
  const fixed: Record<WeightName, number> = { ...prior.mean };
  for (;;) {
    const weights = newton(outcomes, prior, fixed, held);
    const wrong = names.filter((name) => !held.has(name) && weights[name] * (signs[name] ?? weights[name]) < 0);
    if (wrong.length === 0) return weights;
    for (const name of wrong) {
      held.add(name);
      fixed[name] = 0;
    }
  }
}

function newton(
  outcomes: readonly Outcome[],
  { mean, deviation }: WeightPrior,
  start: LogisticWeights,
  held: ReadonlySet<WeightName>,
): LogisticWeights {
  const free = names.filter((name) => !held.has(name));
  const rows = outcomes.map((outcome) => ({
    values: { intercept: 1, ...boundedFeatures(outcome) },
    right: outcome.right ? 1 : 0,
    count: outcome.count ?? 1,
  }));
  const weights: Record<WeightName, number> = { ...start };
  const logPosterior = (at: LogisticWeights): number =>
    rows.reduce((sum, { values, right, count }) => {
      const logOdds = names.reduce((total, name) => total + at[name] * values[name], 0);
      // log sigmoid, without overflow.
      return sum - count * (Math.max(0, logOdds) - right * logOdds + Math.log1p(Math.exp(-Math.abs(logOdds))));
    }, 0) - free.reduce((sum, name) => sum + ((at[name] - mean[name]) / deviation[name]) ** 2 / 2, 0);
  for (let step = 0; step < maxSteps; step++) {
    const gradient = free.map((name) => -(weights[name] - mean[name]) / deviation[name] ** 2);
    const curvature = free.map((_, i) => free.map((name, k) => (i === k ? 1 / deviation[name] ** 2 : 0)));
    for (const { values, right, count } of rows) {
      const logOdds = names.reduce((total, name) => total + weights[name] * values[name], 0);
      const probability = 1 / (1 + Math.exp(-logOdds));
      free.forEach((name, i) => {
        gradient[i] = (gradient[i] ?? 0) + count * (right - probability) * values[name];
        const row = curvature[i] ?? [];
        free.forEach((other, k) => {
          row[k] = (row[k] ?? 0) + count * probability * (1 - probability) * values[name] * values[other];
        });
      });
    }
    const move = solve(curvature, gradient);
    const before = logPosterior(weights);
    // A whole step may overshoot where the outcomes are nearly separable: the posterior is concave, so a part never does.
    let share = 1;
    const moved = (): LogisticWeights => ({
      ...weights,
      ...Object.fromEntries(free.map((name, i) => [name, weights[name] + share * (move[i] ?? 0)])),
    });
    while (share > smallestStep && logPosterior(moved()) < before) share /= 2;
    Object.assign(weights, moved());
    if (Math.max(...move.map((value) => Math.abs(share * value)), 0) < smallestStep) break;
  }
  return weights;
}

/** Solves a symmetric positive definite system by Gaussian elimination. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const size = right.length;
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  const value = (i: number, k: number): number => rows[i]?.[k] ?? 0;
  for (let i = 0; i < size; i++) {
    for (let below = i + 1; below < size; below++) {
      const factor = value(below, i) / value(i, i);
      rows[below] = (rows[below] ?? []).map((entry, k) => entry - factor * value(i, k));
    }
  }
  const solution: number[] = Array.from({ length: size }, () => 0);
  for (let i = size - 1; i >= 0; i--) {
    let rest = value(i, size);
    for (let k = i + 1; k < size; k++) rest -= value(i, k) * (solution[k] ?? 0);
    solution[i] = rest / value(i, i);
  }
  return solution;
}
