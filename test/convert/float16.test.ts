import { describe, expect, it } from 'vitest';
import { widenBrainFloats, widenHalves } from '../../src/convert/float16';

/** All halves as bytes, little-endian. */
const everyHalf = new Uint8Array(Uint16Array.from({ length: 0x10000 }, (_, bits) => bits).buffer);

/** A half's bits as those of the single with the same value, by moving the fields of IEEE 754. */
function singleBits(half: number): number {
  const sign = (half >> 15) << 31;
  let exponent = (half >> 10) & 0x1f;
  let fraction = half & 0x3ff;
  if (exponent === 0x1f) return sign | 0x7f800000 | (fraction << 13);
  if (exponent === 0 && fraction === 0) return sign;
  if (exponent === 0) {
    // Subnormal halves are normal singles: shift until the hidden bit appears.
    exponent = 1;
    while ((fraction & 0x400) === 0) {
      fraction <<= 1;
      exponent--;
    }
    fraction &= 0x3ff;
  }
  return sign | ((exponent + 112) << 23) | (fraction << 13);
}

describe('half precision', () => {
  it('is widened exactly, all 65,536 values', () => {
    const widened = new Float32Array(0x10000);
    widenHalves(everyHalf, widened);
    const expected = new Float32Array(Int32Array.from({ length: 0x10000 }, (_, half) => singleBits(half)).buffer);
    const wrong = Array.from(widened.keys()).filter((half) => !Object.is(widened[half], expected[half]));
    expect(wrong).toEqual([]);
  });

  it.each([
    [0x3c00, 1],
    [0xc000, -2],
    [0x7bff, 65504],
    [0x0400, 2 ** -14],
    [0x0001, 2 ** -24],
    [0x8000, -0],
    [0x7c00, Infinity],
    [0xfc00, -Infinity],
    [0x7e00, NaN],
    [0x3555, 0.333251953125],
  ])('0x%s is %d', (bits, value) => {
    const target = new Float32Array(1);
    widenHalves(Uint8Array.of(bits & 0xff, bits >> 8), target);
    expect(target[0]).toBe(value);
  });

  it('is read little-endian from where the bytes lie, also at an odd offset', () => {
    const bytes = Uint8Array.of(0xff, 0x00, 0x3c, 0x00, 0xc0, 0xff).subarray(1, 5);
    const target = new Float32Array(2);
    widenHalves(bytes, target);
    expect(Array.from(target)).toEqual([1, -2]);
  });

  it('is never read behind its end', () => {
    expect(() => widenHalves(new Uint8Array(3), new Float32Array(2))).toThrow(RangeError);
  });
});

describe('bfloat16', () => {
  it('is widened exactly, all 65,536 values', () => {
    const widened = new Float32Array(0x10000);
    widenBrainFloats(everyHalf, widened);
    const expected = Uint32Array.from({ length: 0x10000 }, (_, bits) => bits * 0x10000);
    expect(Buffer.compare(new Uint8Array(widened.buffer), new Uint8Array(expected.buffer))).toBe(0);
  });
});
