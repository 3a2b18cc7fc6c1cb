import { describe, expect, it } from 'vitest';
import { defaultThreads } from '../../src/runtime/threads';

describe('the threads of a run', () => {
  it.each([
    [1, 1, 1],
    [2, 1, 2],
    [4, 1, 4],
    [16, 1, 4],
    [1, 2, 1],
    [2, 2, 1],
    [6, 2, 3],
    [16, 2, 4],
  ] as const)('on %i logical cores, %i to a physical one, are %i', (logicalCores, threadsPerCore, threads) => {
    expect(defaultThreads(logicalCores, threadsPerCore)).toBe(threads);
  });

  it.each([
    [1, 1],
    [2, 2],
    [3, 2],
    [4, 2],
    [8, 4],
    [64, 4],
  ])('on %i logical cores of unknown kind are %i', (logicalCores, threads) => {
    expect(defaultThreads(logicalCores, null)).toBe(threads);
  });

  it('on this machine are one at least and four at most', () => {
    expect([1, 2, 3, 4]).toContain(defaultThreads());
  });
});
