// How many threads a run may take.
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** Above four the gain is small, and the machine is somebody's editor. */
const maxThreads = 4;

/**
 * Physical cores, at most four; where they cannot be told, all logical cores up to two, beyond that half.
 *
 * @param threadsPerCore logical cores of a physical one; null where nothing says it
 */
export function defaultThreads(logicalCores = availableParallelism(), threadsPerCore = findThreadsPerCore()): number {
  const likely = logicalCores <= 2 ? 1 : 2;
  return Math.min(maxThreads, Math.ceil(logicalCores / (threadsPerCore ?? likely)));
}

function findThreadsPerCore(): 1 | 2 | null {
  // None of these processors that VS Code runs on has more.
  if (process.arch === 'arm64') return 1;
  try {
    // Linux tells whether any core has two.
    return readFileSync('/sys/devices/system/cpu/smt/active', 'utf8').trim() === '1' ? 2 : 1;
  } catch {
    return null;
  }
}
