// Only programs that run the same model are compared.
import { largestDifference } from '../../test/parity/difference';
import type { ReadLogits } from './ourReaders';

/** Of a logit in float32; those of the random model are about one. */
const tolerance = 1e-4;

/** Throws Error where another program has other tokens or other logits than ours. */
export function requireSameModel(name: string, ours: ReadLogits, theirs: ReadLogits): void {
  if (largestDifference(ours.ids, theirs.ids) > 0) throw new Error(`${name} reads other tokens`);
  const difference = logitDifference(ours, theirs);
  // Not a number is no agreement either.
  if (!(difference <= tolerance)) throw new Error(`${name} is another model: a logit differs by ${difference}`);
}

/** The largest difference of a logit. */
export function logitDifference(a: ReadLogits, b: ReadLogits): number {
  return Math.max(largestDifference(a.start, b.start), largestDifference(a.end, b.end));
}
