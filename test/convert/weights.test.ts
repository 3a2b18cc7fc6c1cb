import { describe, expect, it } from 'vitest';
import { ConversionError } from '../../src/convert/errors';
import type { Initializer } from '../../src/convert/onnxFile';
import { WeightCollector } from '../../src/convert/weights';
import { halves, makeTensorFile, singles } from './tensorFiles';

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
    const weights = new WeightCollector(makeTensorFile({ a: { shape: [3] }, b: { shape: [2, 2] } }));
    expect(weights.float('b', [2, 2])).toBe('b');
    expect(weights.finish()).toEqual([
      { name: 'b', type: 1, shape: [2, 2], data: { location: 'weights.bin', startByte: 112, endByte: 128 } },
    ]);
  });

  it('used twice is one constant', () => {
    const weights = new WeightCollector(makeTensorFile({ a: { shape: [3] } }));
    weights.float('a', [3]);
    weights.float('a', [3]);
    expect(weights.finish()).toHaveLength(1);
  });

  it('is found under the name that older files use, and known by the new one', () => {
    const file = makeTensorFile({ 'LayerNorm.gamma': { shape: [3] } });
    const weights = new WeightCollector(file);
    expect(weights.float('LayerNorm.weight', [3])).toBe('LayerNorm.weight');
    expect(weights.finish()).toMatchObject([{ name: 'LayerNorm.weight', data: { startByte: 100, endByte: 112 } }]);
  });

  it('is taken by its new name where a file has both', () => {
    const file = makeTensorFile({ 'LayerNorm.gamma': { shape: [3] }, 'LayerNorm.weight': { shape: [3] } });
    const weights = new WeightCollector(file);
    weights.float('LayerNorm.weight', [3]);
    expect(weights.finish()).toMatchObject([{ data: { startByte: 112 } }]);
  });
});

describe('a weight of half precision', () => {
  it('is widened into the graph', () => {
    const file = makeTensorFile({ a: { shape: [3], type: 'F16', data: halves(0x3c00, 0xc000, 0x3800) } });
    const weights = new WeightCollector(file);
    weights.float('a', [3]);
    const [initializer] = weights.finish();
    expect(initializer).toMatchObject({ name: 'a', type: 1, shape: [3] });
    expect(valuesOf(initializer)).toEqual([1, -2, 0.5]);
  });

  it('stays half, and in the file, where it is a table to look up in', () => {
    const file = makeTensorFile({ a: { shape: [2, 2], type: 'F16' }, b: { shape: [2, 2] } });
    const weights = new WeightCollector(file);
    expect(weights.table('a', [2, 2])).toEqual({ name: 'a', isWide: false });
    expect(weights.table('b', [2, 2])).toEqual({ name: 'b', isWide: true });
    expect(weights.finish()).toEqual([
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
    const weights = new WeightCollector(file);
    expect(weights.concatenated('qkv', ['q', 'k', 'v'], 2)).toBe('qkv');
    const [initializer, ...others] = weights.finish();
    expect(others).toEqual([]);
    expect(initializer).toMatchObject({ name: 'qkv', type: 1, shape: [6] });
    expect(valuesOf(initializer)).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe('integers', () => {
  it('are 64 bits each, little-endian', () => {
    const weights = new WeightCollector(makeTensorFile({}));
    weights.integers('axes', [0, -1, 258]);
    expect(weights.finish()).toEqual([
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

describe('weights of 16 bits that are too many', () => {
  it('are refused before they are read', () => {
    const place = { type: 'F16', shape: [300_000_000], startByte: 0, endByte: 600_000_000 } as const;
    const file = { name: 'large.bin', tensors: new Map([['a', place]]), read: () => expect.fail('they were read') };
    expect(errorOf(() => new WeightCollector(file).float('a', [300_000_000]))).toMatchObject({
      name: 'ConversionError',
      reason: 'unsupported',
    });
  });
});

describe('rows of a weight', () => {
  it('of single precision stay in the file, without those before and behind', () => {
    const weights = new WeightCollector(makeTensorFile({ a: { shape: [5, 3] } }));
    weights.rows('a', [5, 3], 2, 4);
    expect(weights.finish()).toEqual([
      { name: 'a', type: 1, shape: [2, 3], data: { location: 'weights.bin', startByte: 124, endByte: 148 } },
    ]);
  });

  it('of half precision are widened alone', () => {
    const data = halves(0x3c00, 0xc000, 0x3800, 0x4200);
    const weights = new WeightCollector(makeTensorFile({ a: { shape: [2, 2], type: 'F16', data } }));
    weights.rows('a', [2, 2], 1, 2);
    expect(valuesOf(weights.finish()[0])).toEqual([0.5, 3]);
  });
});

describe('a weight of bfloat16', () => {
  const file = makeTensorFile({ a: { shape: [1, 3], type: 'BF16', data: halves(0x3f80, 0xc000, 0x3f00) } });

  it('is widened into the graph', () => {
    const weights = new WeightCollector(file);
    weights.float('a', [1, 3]);
    expect(valuesOf(weights.finish()[0])).toEqual([1, -2, 0.5]);
  });

  it('stays as it is where it is a table to look up in', () => {
    const weights = new WeightCollector(file);
    expect(weights.table('a', [1, 3])).toEqual({ name: 'a', isWide: false });
    expect(weights.finish()).toMatchObject([{ type: 16, data: { startByte: 100, endByte: 106 } }]);
  });
});

describe('a file’s other tensors', () => {
  it('are those that nothing was made of, whatever their name', () => {
    const weights = new WeightCollector(
      makeTensorFile({ a: { shape: [2] }, 'LayerNorm.beta': { shape: [2] }, c: { shape: [2] } }),
    );
    weights.float('LayerNorm.bias', [2]);
    weights.values('a', [2]);
    expect(weights.untaken()).toEqual(['c']);
  });
});

describe('a weight that does not fit', () => {
  const file = makeTensorFile({ a: { shape: [2, 3] }, whole: { shape: [2], type: 'I64' } });

  it.each([
    ['has its sides the other way round', 'damaged', 'a', [3, 2]],
    ['has the same size in another shape', 'damaged', 'a', [6]],
    ['is of integers', 'unsupported', 'whole', [2]],
  ] as const)('%s: the error says %s and names the tensor', (_, reason, name, shape) => {
    const weights = new WeightCollector(file);
    for (const error of [
      errorOf(() => weights.float(name, shape)),
      errorOf(() => weights.table(name, shape)),
      errorOf(() => weights.values(name, shape)),
      ...(shape.length === 1 ? [errorOf(() => weights.concatenated('all', [name], shape[0]))] : []),
    ]) {
      expect(error).toBeInstanceOf(ConversionError);
      expect(error).toMatchObject({ reason, message: expect.stringContaining(`the tensor ${name} `) as string });
    }
    expect(weights.finish()).toEqual([]);
  });

  it('or is missing is named at the end, with the others', () => {
    const weights = new WeightCollector(file);
    weights.float('b', [2]);
    weights.table('c', [2, 2]);
    weights.rows('d', [2, 2], 0, 1);
    weights.concatenated('all', ['e', 'b'], 2);
    expect(errorOf(() => weights.finish())).toMatchObject({
      reason: 'damaged',
      message: 'the tensors b, c, d, e are missing from weights.bin',
    });
  });

  it('or ends before its last byte is damaged', () => {
    const short = { ...file, read: () => new Uint8Array(5) };
    expect(errorOf(() => new WeightCollector(short).values('a', [2, 3]))).toMatchObject({
      reason: 'damaged',
      message: expect.stringContaining('the tensor a ') as string,
    });
  });
});
