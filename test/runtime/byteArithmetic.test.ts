import { describe, expect, it } from 'vitest';
import { judge, multiplyBytes, testCpu } from '../../src/runtime/byteArithmetic';

const exact = 255 * 127 * 64;

describe('the test of the processor', () => {
  it('finds exact products exact', () => {
    expect(judge(new Float32Array(256).fill(exact), 127)).toBe('exact');
  });

  it.each([
    // What AVX2 without VNNI gives: each pair of products is cut off at 32,767.
    ['one sum cut off', new Float32Array(256).fill(exact).fill(32 * 32_767, 200, 201)],
    ['all sums cut off', new Float32Array(256).fill(32 * 32_767)],
    ['no number', new Float32Array(256).fill(NaN)],
    ['sums that are missing', new Float32Array(255).fill(exact)],
  ])('finds %s saturating', (_, products) => {
    expect(judge(products, 127)).toBe('saturating');
  });

  it('finds weights of 7 bits exact on any processor', async () => {
    expect(judge(await multiplyBytes(64), 64)).toBe('exact');
  });

  it('judges what this processor gives', async () => {
    expect(await testCpu()).toBe(judge(await multiplyBytes(127), 127));
  });
});
