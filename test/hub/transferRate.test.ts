import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TransferRate } from '../../src/hub/transferRate';

const megabyte = 1_000_000;

/** Feeds pieces of one size at one distance, beginning at a count of bytes. */
function feed(rate: TransferRate, from: { bytes: number; atMs: number }, pieces: number, bytes: number, ms: number) {
  let { bytes: total, atMs } = from;
  for (let piece = 0; piece < pieces; piece++) {
    total += bytes;
    atMs += ms;
    rate.add(total, atMs);
  }
  return { bytes: total, atMs };
}

describe('the speed of a transfer', () => {
  it('is not told by a single sample', () => {
    const rate = new TransferRate();
    expect(rate.bytesPerSecond).toBeNull();
    rate.add(megabyte, 0);
    expect(rate.bytesPerSecond).toBeNull();
  });

  it('is not told by the first moments, in which files are small', () => {
    const rate = new TransferRate();
    const begun = feed(rate, { bytes: 0, atMs: 0 }, 10, 1000, 100);
    expect(rate.bytesPerSecond).toBeNull();
    feed(rate, begun, 1, 1000, 100);
    expect(rate.bytesPerSecond).toBeCloseTo(10_000, 3);
  });

  it('of a steady line is that of the line', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: megabyte }), fc.integer({ min: 1, max: 400 }), (bytes, ms) => {
        const rate = new TransferRate();
        feed(rate, { bytes: 0, atMs: 0 }, 1500, bytes, ms);
        expect(rate.bytesPerSecond).toBeCloseTo((1000 * bytes) / ms, 3);
      }),
    );
  });

  it('follows a line that becomes slower within seconds', () => {
    const rate = new TransferRate();
    const fast = feed(rate, { bytes: 0, atMs: 0 }, 100, megabyte, 100);
    feed(rate, fast, 60, megabyte / 10, 100);
    expect(rate.bytesPerSecond).toBeCloseTo(megabyte, -4);
  });

  it('does not count what an earlier try has left on the disk', () => {
    const rate = new TransferRate();
    rate.add(0, 0);
    rate.add(200 * megabyte, 50);
    feed(rate, { bytes: 200 * megabyte, atMs: 50 }, 20, megabyte, 100);
    expect(rate.bytesPerSecond).toBeCloseTo(10 * megabyte, -3);
  });

  it('is never negative: what begins anew is measured anew', () => {
    const rate = new TransferRate();
    feed(rate, { bytes: 0, atMs: 0 }, 30, megabyte, 100);
    rate.add(0, 3_100);
    expect(rate.bytesPerSecond).toBeNull();
    feed(rate, { bytes: 0, atMs: 3_100 }, 10, megabyte, 100);
    expect(rate.bytesPerSecond).toBeCloseTo(10 * megabyte, -3);
  });
});
