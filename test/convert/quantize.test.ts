import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantize } from '../../src/convert/quantize';

const finite = fc.float({ noNaN: true, noDefaultInfinity: true });
const matrices = fc.tuple(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 9 })).chain(([outputs, inputs]) =>
  fc.tuple(
    fc.constant([outputs, inputs] as const),
    fc.float32Array({
      minLength: outputs * inputs,
      maxLength: outputs * inputs,
      noNaN: true,
      noDefaultInfinity: true,
    }),
  ),
);

describe('a matrix in integers', () => {
  it('lies transposed, each output under its own scale', () => {
    const quantized = quantize(Float32Array.of(1, -2.1, 4, 0.5, 0.2, -0.5), [2, 3], 127);
    expect(quantized).toEqual({
      matrix: Int8Array.of(32, 127, -67, 51, 127, -127),
      scales: Float32Array.of(4 / 127, 0.5 / 127),
    });
  });

  it.each([127, 64])('of up to %i is off by half a step at most, in each output', (largest) => {
    fc.assert(
      fc.property(matrices, ([[outputs, inputs], values]) => {
        const { matrix, scales } = quantize(values, [outputs, inputs], largest) ?? expect.fail('finite');
        expect(matrix.every((integer) => Math.abs(integer) <= largest)).toBe(true);
        const wrong = values.filter((value, i) => {
          const output = Math.floor(i / inputs);
          const scale = scales[output] ?? NaN;
          const rounded = scale * (matrix[(i % inputs) * outputs + output] ?? NaN);
          // Scales are singles, 127 times off by a part in 2^24; outputs next to zero are zeros.
          const bound = Math.max(scale * (0.5 + 127 / 2 ** 24), largest * 2 ** -126);
          return !(Math.abs(rounded - value) <= (scale === 1 && rounded === 0 ? largest * 2 ** -126 : bound));
        });
        expect([...wrong]).toEqual([]);
      }),
    );
  });

  it('keeps an output of zeros, or of numbers next to zero, as zeros', () => {
    const values = Float32Array.of(0, -0, 2 ** -149, -(2 ** -149), 1, -1);
    expect(quantize(values, [3, 2], 127)).toEqual({
      matrix: Int8Array.of(0, 0, 127, 0, 0, -127),
      scales: Float32Array.of(1, 1, 1 / 127),
    });
  });

  it('reaches from one end of its range to the other, however large its numbers', () => {
    const most = 3.4028234663852886e38;
    expect(quantize(Float32Array.of(most, -most), [1, 2], 127)?.matrix).toEqual(Int8Array.of(127, -127));
  });

  it('is none when a number is not finite, wherever it stands', () => {
    fc.assert(
      fc.property(
        fc.array(finite, { minLength: 6, maxLength: 6 }),
        fc.nat(5),
        fc.constantFrom(NaN, Infinity, -Infinity),
        (values, at, wrong) => {
          expect(quantize(Float32Array.from(values.with(at, wrong)), [2, 3], 127)).toBeUndefined();
        },
      ),
    );
  });
});
