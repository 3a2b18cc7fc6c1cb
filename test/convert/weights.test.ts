import { describe, expect, it } from 'vitest';
import { ConversionError } from '../../src/convert/errors';
import type { Initializer } from '../../src/convert/onnxFile';
import { WeightCollector } from '../../src/convert/weights';
import { halves, makeTensorFile, singles } from './tensorFiles';

const sameName = (name: string): string => name;

/** Singles of a constant that lies in the graph. */
function valuesOf(initializer: Initializer | undefined): number[] {
  const data = initializer?.data;
  if (!(data instanceof Uint8Array)) return expect.fail('the constant is not in the graph');
  return Array.from(new Float32Array(data.slice().buffer));
}

function errorOf(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('a weight of single precision', () => {
  it('stays where it lies in the file', () => {
    const weights = new WeightCollector(makeTensorFile({ a: { shape: [3] }, b: { shape: [2, 2] } }), sameName);
    expect(weights.float('b', [2, 2])).toBe('b');
    expect(weights.initializers).toEqual([
      { name: 'b', type: 1, shape: [2, 2], data: { location: 'weights.bin', startByte: 112, endByte: 128 } },
    ]);
  });

  it('used twice is one constant', () => {
    const weights = new WeightCollector(makeTensorFile({ a: { shape: [3] } }), sameName);
    weights.float('a', [3]);
    weights.float('a', [3]);
    expect(weights.initializers).toHaveLength(1);
  });

  it('is found under the name that older files use, and known by the new one', () => {
    const file = makeTensorFile({ 'norm.gamma': { shape: [3] } });
    const weights = new WeightCollector(file, (name) => name.replace('weight', 'gamma'));
    expect(weights.float('norm.weight', [3])).toBe('norm.weight');
    expect(weights.initializers).toMatchObject([{ name: 'norm.weight', data: { startByte: 100, endByte: 112 } }]);
  });

  it('is taken by its new name where a file has both', () => {
    const file = makeTensorFile({ gamma: { shape: [3] }, weight: { shape: [3] } });
    const weights = new WeightCollector(file, () => 'gamma');
    weights.float('weight', [3]);
    expect(weights.initializers).toMatchObject([{ data: { startByte: 112 } }]);
  });
});

describe('a weight of half precision', () => {
  it('is widened into the graph', () => {
    const file = makeTensorFile({ a: { shape: [3], type: 'F16', data: halves(0x3c00, 0xc000, 0x3800) } });
    const weights = new WeightCollector(file, sameName);
    weights.float('a', [3]);
    const [initializer] = weights.initializers;
    expect(initializer).toMatchObject({ name: 'a', type: 1, shape: [3] });
    expect(valuesOf(initializer)).toEqual([1, -2, 0.5]);
  });

  it('stays half, and in the file, where it is a table to look up in', () => {
    const file = makeTensorFile({ a: { shape: [2, 2], type: 'F16' }, b: { shape: [2, 2] } });
    const weights = new WeightCollector(file, sameName);
    expect(weights.table('a', [2, 2])).toEqual({ name: 'a', isHalf: true });
    expect(weights.table('b', [2, 2])).toEqual({ name: 'b', isHalf: false });
    expect(weights.initializers).toEqual([
      { name: 'a', type: 10, shape: [2, 2], data: { location: 'weights.bin', startByte: 100, endByte: 108 } },
      { name: 'b', type: 1, shape: [2, 2], data: { location: 'weights.bin', startByte: 108, endByte: 124 } },
    ]);
  });
});

describe('several vectors as one', () => {
  it('follow each other in the order asked for, whatever their precision', () => {
    const file = makeTensorFile({
      v: { shape: [2], data: singles(5, 6) },
      q: { shape: [2], data: singles(1, 2) },
      k: { shape: [2], type: 'F16', data: halves(0x4200, 0x4400) },
    });
    const weights = new WeightCollector(file, sameName);
    expect(weights.concatenated('qkv', ['q', 'k', 'v'], 2)).toBe('qkv');
    const [initializer, ...others] = weights.initializers;
    expect(others).toEqual([]);
    expect(initializer).toMatchObject({ name: 'qkv', type: 1, shape: [6] });
    expect(valuesOf(initializer)).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe('integers', () => {
  it('are 64 bits each, little-endian', () => {
    const weights = new WeightCollector(makeTensorFile({}), sameName);
    weights.integers('axes', [0, -1, 258]);
    expect(weights.initializers).toEqual([
      {
        name: 'axes',
        type: 7,
        shape: [3],
        data: Uint8Array.of(
          ...[0, 0, 0, 0, 0, 0, 0, 0],
          ...[255, 255, 255, 255, 255, 255, 255, 255],
          2,
          1,
          0,
          0,
          0,
          0,
          0,
          0,
        ),
      },
    ]);
  });
});

describe('a weight that does not fit', () => {
  const file = makeTensorFile({
    a: { shape: [2, 3] },
    whole: { shape: [2], type: 'I64' },
    brain: { shape: [2], type: 'BF16' },
  });
  const weights = new WeightCollector(file, sameName);

  it.each([
    ['is missing', 'damaged', 'b', [2]],
    ['has its sides the other way round', 'damaged', 'a', [3, 2]],
    ['has the same size in another shape', 'damaged', 'a', [6]],
    ['is of integers', 'unsupported', 'whole', [2]],
    ['is of bfloat16', 'unsupported', 'brain', [2]],
  ] as const)('%s: the error says %s and names the tensor', (_, reason, name, shape) => {
    for (const error of [
      errorOf(() => weights.float(name, shape)),
      errorOf(() => weights.table(name, shape)),
      ...(shape.length === 1 ? [errorOf(() => weights.concatenated('all', [name], shape[0]))] : []),
    ]) {
      expect(error).toBeInstanceOf(ConversionError);
      expect(error).toMatchObject({ reason, message: expect.stringContaining(`the tensor ${name} `) as string });
    }
    expect(weights.initializers).toEqual([]);
  });
});
