// Does this processor multiply unsigned by signed bytes exactly? Without VNNI, AVX2 adds pairs of products in 16 bits,
// which large weights overflow; then a model needs weights of 7 bits.
import { elementType, writeOnnx } from '../convert/onnxFile';
import { loadOnnxruntime } from './onnxruntime';

/** How products of bytes come out. */
export type CpuArithmetic = 'exact' | 'saturating';

/** Rows, columns and the length of the sums: enough for the vector kernels, little enough for a float to be exact. */
const rows = 8;
const columns = 32;
const terms = 64;
const largestByte = 255;

/** Tries it in onnxruntime; takes a few ms. Throws ModelError `nativeMissing` when onnxruntime cannot be loaded. */
export async function testCpu(): Promise<CpuArithmetic> {
  const weight = 127;
  return judge(await multiplyBytes(weight), weight);
}

/** What the products of `multiplyBytes` say. */
export function judge(products: Float32Array, weight: number): CpuArithmetic {
  const expected = largestByte * weight * terms;
  const isExact = products.length === rows * columns && products.every((product) => product === expected);
  return isExact ? 'exact' : 'saturating';
}

/** Multiplies a matrix of 255s by one of weights, by the operator that the models use: `[rows, columns]`. */
export async function multiplyBytes(weight: number): Promise<Float32Array> {
  const { InferenceSession, Tensor } = await loadOnnxruntime();
  const float = (name: string, value: number) => ({
    name,
    type: elementType.float,
    shape: [],
    data: new Uint8Array(Float32Array.of(value).buffer),
  });
  const graph = writeOnnx({
    nodes: [
      {
        type: 'MatMulIntegerToFloat',
        domain: 'com.microsoft',
        inputs: ['bytes', 'weights', 'one', 'one'],
        outputs: ['products'],
        attributes: {},
      },
    ],
    initializers: [
      {
        name: 'weights',
        type: elementType.int8,
        shape: [terms, columns],
        data: new Uint8Array(terms * columns).fill(weight),
      },
      float('one', 1),
    ],
    inputs: [{ name: 'bytes', type: elementType.uint8, shape: [rows, terms] }],
    outputs: [{ name: 'products', type: elementType.float, shape: [rows, columns] }],
  });
  const session = await InferenceSession.create(graph, { graphOptimizationLevel: 'disabled', intraOpNumThreads: 1 });
  try {
    const bytes = new Tensor('uint8', new Uint8Array(rows * terms).fill(largestByte), [rows, terms]);
    const { products } = await session.run({ bytes });
    if (!(products?.data instanceof Float32Array)) throw new Error('the graph returned no floats');
    return products.data;
  } finally {
    await session.release();
  }
}
