// How many threads a run may take.
import { availableParallelism } from 'node:os';

/** Above four the gain is small, and the machine is somebody's editor. */
const maxThreads = 4;

/**
 * Physical cores, at most four. Node cannot tell them from logical ones: all logical cores up to two, beyond that half.
 */
export function defaultThreads(logicalCores = availableParallelism()): number {
  return Math.min(maxThreads, logicalCores <= 2 ? logicalCores : logicalCores >> 1);
}
