import { describe, expect, it } from 'vitest';
import { CrashLimit } from '../../src/runtime/crashLimit';

const minute = 60_000;

/** A limit after crashes at the given times. */
function limitAfter(...times: readonly number[]): CrashLimit {
  const limit = new CrashLimit();
  for (const time of times) limit.add(time);
  return limit;
}

describe('an engine', () => {
  it('is started anew after each of four crashes, and not after the fifth within three minutes', () => {
    expect(limitAfter().isReached(0)).toBe(false);
    expect(limitAfter(0, 1, 2, 3).isReached(4)).toBe(false);
    expect(limitAfter(0, 1, 2, 3, 4).isReached(5)).toBe(true);
    expect(limitAfter(0, 1, 2, 3, 4, 5).isReached(6)).toBe(true);
  });

  it('is tried again once three minutes lie between the first of five crashes and now', () => {
    const limit = limitAfter(0, minute, minute, minute, minute);
    expect(limit.isReached(3 * minute - 1)).toBe(true);
    expect(limit.isReached(3 * minute)).toBe(false);
  });

  it('that crashed once more after the pause is stopped again only by five crashes that lie close', () => {
    const limit = limitAfter(0, minute, minute, minute, minute, 3 * minute);
    expect(limit.isReached(3 * minute)).toBe(true);
    expect(limit.isReached(4 * minute)).toBe(false);
  });
});
