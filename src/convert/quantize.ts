// A matrix of single precision to 8-bit integers with a scale for each output, laid out as the integer product reads it.

/** Rows and columns of a matrix as PyTorch stores it: outputs, inputs. */
export type MatrixShape = readonly [outputs: number, inputs: number];

/** A matrix in integers: `matrix[input, output] * scales[output]` is about what it was. */
export interface QuantizedMatrix {
  /** `[inputs, outputs]`: transposed. */
  readonly matrix: Int8Array;
  readonly scales: Float32Array;
}

/** Outputs transposed together: their rows are read side by side, and written as whole cache lines. */
const blockOutputs = 64;

/** The least normal single: a smaller scale would be too coarse itself. */
const leastScale = 2 ** -126;

/**
 * Rounds a matrix `[outputs, inputs]` to integers from `-largest` to `largest`, symmetrically, each output by its own
 * scale. Undefined when a number is not finite.
 */
export function quantize(
  values: Float32Array,
  [outputs, inputs]: MatrixShape,
  largest: number,
): QuantizedMatrix | undefined {
  const matrix = new Int8Array(outputs * inputs);
  const scales = new Float32Array(outputs);
  const inverses = new Float64Array(outputs);
  for (let output = 0; output < outputs; output++) {
    const peak = peakOf(values, output * inputs, (output + 1) * inputs);
    if (!Number.isFinite(peak)) return undefined;
    const scale = Math.fround(peak / largest);
    // An output of zeros, or next to them, has integers of zeros.
    const isUsable = scale >= leastScale;
    scales[output] = isUsable ? scale : 1;
    inverses[output] = isUsable ? 1 / scale : 0;
  }
  for (let first = 0; first < outputs; first += blockOutputs) {
    const last = Math.min(outputs, first + blockOutputs);
    for (let input = 0; input < inputs; input++) {
      for (let output = first; output < last; output++) {
        const value = (values[output * inputs + input] ?? 0) * (inverses[output] ?? 0);
        matrix[input * outputs + output] = Math.round(value);
      }
    }
  }
  return { matrix, scales };
}

/** The largest magnitude in `[start, end)`; not finite when any of them is not. */
function peakOf(values: Float32Array, start: number, end: number): number {
  let peak = 0;
  let sum = 0;
  for (let i = start; i < end; i++) {
    const magnitude = Math.abs(values[i] ?? 0);
    sum += magnitude;
    if (magnitude > peak) peak = magnitude;
  }
  // No comparison finds a NaN, but a sum keeps it.
  return Number.isFinite(sum) ? peak : NaN;
}
