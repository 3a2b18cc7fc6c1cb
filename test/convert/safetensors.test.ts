import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConversionError } from '../../src/convert/errors';
import { parseHeader, readHeaderLength, type TensorPlace } from '../../src/convert/safetensors';

const bytesOfType: Record<string, number> = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E4M3: 1,
  F8_E5M2: 1,
  U16: 2,
  I16: 2,
  F16: 2,
  BF16: 2,
  U32: 4,
  I32: 4,
  F32: 4,
  U64: 8,
  I64: 8,
  F64: 8,
};

/** A file's first 8 bytes. */
function firstBytes(length: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, length, true);
  return bytes;
}

/** Parses a header as if the file had it and `dataBytes` behind it. */
function parse(header: unknown, dataBytes: number): Map<string, TensorPlace> {
  const json = typeof header === 'string' ? header : JSON.stringify(header);
  const headerBytes = new TextEncoder().encode(json).length;
  return parseHeader(json, headerBytes, 8 + headerBytes + dataBytes);
}

function reasonOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return error instanceof ConversionError ? error.reason : `not a ConversionError: ${String(error)}`;
  }
  return 'none';
}

const tensor = (dtype: unknown, shape: unknown, ...offsets: unknown[]) => ({ dtype, shape, data_offsets: offsets });

describe('the length of a header', () => {
  it('is the first eight bytes, little-endian', () => {
    expect(readHeaderLength(firstBytes(0x0102n), 0x0102 + 8)).toBe(0x0102);
    expect(readHeaderLength(Uint8Array.of(9, 9, 5, 0, 0, 0, 0, 0, 0, 0).subarray(2), 13)).toBe(5);
  });

  it.each([
    ['longer than the file', 100n, 107],
    ['over the limit', 16n * 1024n * 1024n + 1n, Number.MAX_SAFE_INTEGER],
    ['of more bytes than a number holds', 2n ** 64n - 1n, Number.MAX_SAFE_INTEGER],
    ['of 2^53 + 1 bytes', 2n ** 53n + 1n, Number.MAX_SAFE_INTEGER],
  ])('%s is damage', (_, length, fileBytes) => {
    expect(reasonOf(() => readHeaderLength(firstBytes(length), fileBytes))).toBe('damaged');
  });

  it('may reach the limit', () => {
    expect(readHeaderLength(firstBytes(16n * 1024n * 1024n), 1e9)).toBe(16 * 1024 * 1024);
  });

  it('needs eight bytes', () => {
    for (let bytes = 0; bytes < 8; bytes++) {
      expect(reasonOf(() => readHeaderLength(new Uint8Array(bytes), bytes))).toBe('damaged');
    }
  });

  it('of arbitrary bytes is damage or a header that the file can hold', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), fc.nat(), (bytes, fileBytes) => {
        const reason = reasonOf(() => {
          const length = readHeaderLength(bytes, fileBytes);
          expect(length).toBeGreaterThanOrEqual(0);
          expect(length + 8).toBeLessThanOrEqual(fileBytes);
        });
        expect(['damaged', 'none']).toContain(reason);
      }),
    );
  });
});

describe('a pickle in place of a safetensors file', () => {
  it.each([
    ['PyTorch’s archive', [0x50, 0x4b, 3, 4, 0, 0, 8, 8]],
    ['an old PyTorch file', [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46]],
    ['a pickle of protocol 4', [0x80, 4, 0x95, 1, 2, 3, 4, 5]],
  ])('is refused because it can run code: %s', (_, bytes) => {
    expect(() => readHeaderLength(Uint8Array.from(bytes), 1e9)).toThrow(
      expect.objectContaining({
        name: 'ConversionError',
        reason: 'unsupported',
        message: expect.stringMatching(/pickle.*run code.*safetensors/) as string,
      }),
    );
  });

  it('is not seen in a header whose length begins with the same bytes', () => {
    expect(readHeaderLength(Uint8Array.of(0x80, 2, 0, 0, 0, 0, 0, 0), 1000)).toBe(0x280);
  });
});

describe('a header', () => {
  it('says where each tensor lies in the file, in whatever order it names them', () => {
    const header = {
      __metadata__: { format: 'pt' },
      b: tensor('F16', [3], 24, 30),
      a: tensor('F32', [2, 3], 0, 24),
      scalar: tensor('I64', [], 30, 38),
      empty: tensor('F32', [0, 7], 38, 38),
    };
    const dataStart = 8 + JSON.stringify(header).length;
    expect(Object.fromEntries(parse(header, 38))).toEqual({
      a: { type: 'F32', shape: [2, 3], startByte: dataStart, endByte: dataStart + 24 },
      b: { type: 'F16', shape: [3], startByte: dataStart + 24, endByte: dataStart + 30 },
      scalar: { type: 'I64', shape: [], startByte: dataStart + 30, endByte: dataStart + 38 },
      empty: { type: 'F32', shape: [0, 7], startByte: dataStart + 38, endByte: dataStart + 38 },
    });
  });

  it.each(Object.entries(bytesOfType))('knows the type %s of %d bytes', (dtype, bytes) => {
    expect(parse({ t: tensor(dtype, [5], 0, 5 * bytes) }, 5 * bytes).get('t')?.type).toBe(dtype);
    expect(reasonOf(() => parse({ t: tensor(dtype, [5], 0, 5 * bytes + 1) }, 5 * bytes + 1))).toBe('damaged');
  });

  it('may have free text about the file', () => {
    expect(parse({ __metadata__: 'anything', t: tensor('U8', [1], 0, 1) }, 1).size).toBe(1);
  });

  it.each([
    ['not JSON', '{"t":', 0],
    ['empty', '', 0],
    ['a number', 7, 0],
    ['null', 'null', 0],
    ['a text', '"t"', 0],
    ['an empty array', [], 0],
    ['an array of tensors', [tensor('U8', [1], 0, 1)], 1],
    ['a tensor that is null', { t: null }, 0],
    ['a tensor that is an array', { t: [] }, 0],
    ['without a type', { t: { shape: [1], data_offsets: [0, 1] } }, 1],
    ['of an unknown type', { t: tensor('F128', [1], 0, 16) }, 16],
    ['of a type that every object has', { t: tensor('toString', [1], 0, 1) }, 1],
    ['of a type that is a number', { t: tensor(1, [1], 0, 1) }, 1],
    ['with a shape that is no list', { t: tensor('U8', 1, 0, 1) }, 1],
    ['with a negative dimension', { t: tensor('U8', [-1, -1], 0, 1) }, 1],
    ['with half a dimension', { t: tensor('F32', [0.5], 0, 2) }, 2],
    ['with a dimension beyond exact numbers', `{"t":{"dtype":"U8","shape":[1e300,0],"data_offsets":[0,0]}}`, 0],
    [
      'with dimensions that overflow',
      {
        t: tensor(
          'F64',
          Array.from({ length: 8 }, () => Number.MAX_SAFE_INTEGER),
          0,
          8,
        ),
      },
      8,
    ],
    ['with a dimension as text', { t: tensor('U8', ['1'], 0, 1) }, 1],
    [
      'with nine dimensions',
      {
        t: tensor(
          'U8',
          Array.from({ length: 9 }, () => 1),
          0,
          1,
        ),
      },
      1,
    ],
    ['with negative offsets', { t: tensor('U8', [1], -1, 0) }, 0],
    ['with fractional offsets', { t: tensor('U8', [1], 0.5, 1.5) }, 1],
    ['with offsets the wrong way round', { t: tensor('U8', [1], 1, 0) }, 1],
    ['with huge offsets', { t: tensor('U8', [1], 2 ** 53, 2 ** 53 + 2) }, 1],
    ['with three offsets', { t: tensor('U8', [1], 0, 1, 2) }, 1],
    ['with one offset', { t: tensor('U8', [1], 0) }, 1],
    ['with too few bytes for the shape', { t: tensor('F32', [2], 0, 4) }, 4],
    ['with too many bytes for the shape', { t: tensor('F32', [2], 0, 12) }, 12],
    ['with a gap at the start', { t: tensor('U8', [1], 1, 2) }, 2],
    ['with a gap between', { a: tensor('U8', [1], 0, 1), b: tensor('U8', [1], 2, 3) }, 3],
    ['with overlapping tensors', { a: tensor('U8', [2], 0, 2), b: tensor('U8', [2], 1, 3) }, 3],
    ['with one tensor inside another', { a: tensor('U8', [3], 0, 3), b: tensor('U8', [1], 1, 2) }, 3],
    ['with two tensors in one place', { a: tensor('U8', [2], 0, 2), b: tensor('U8', [2], 0, 2) }, 2],
    ['with an empty tensor inside another', { a: tensor('U8', [2], 0, 2), b: tensor('U8', [0], 1, 1) }, 2],
    ['that ends before the file', { t: tensor('U8', [1], 0, 1) }, 2],
    ['that ends behind the file', { t: tensor('U8', [2], 0, 2) }, 1],
    ['without tensors in a file with data', {}, 1],
    ['with a tensor named __proto__', '{"__proto__":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}', 1],
    ['with a tensor that inherits its type', '{"t":{"__proto__":{"dtype":"U8"},"shape":[1],"data_offsets":[0,1]}}', 1],
    ['nested deeply', `{"t":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 0],
    [
      'nested deeply in a shape',
      `{"t":{"dtype":"U8","data_offsets":[0,0],"shape":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`,
      0,
    ],
    ['of many wrong tensors', Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`t${i}`, i])), 0],
  ])('%s is damage', (_, header, dataBytes) => {
    expect(reasonOf(() => parse(header, dataBytes))).toBe('damaged');
  });

  it('that is wrong leaves nothing behind in other objects', () => {
    reasonOf(() => parse('{"__proto__":{"polluted":1},"t":{"__proto__":{"polluted":1}}}', 0));
    expect('polluted' in {}).toBe(false);
  });

  it('that is wrong says which tensor', () => {
    expect(() => parse({ fine: tensor('U8', [1], 0, 1), 'layer.0.bias': tensor('F32', [2], 1, 5) }, 5)).toThrow(
      'layer.0.bias: 4 bytes for F32 [2]',
    );
  });

  /** Tensors that follow each other, and then some of it replaced by nonsense. */
  const nearlyRight = fc
    .record({
      tensors: fc.array(
        fc.record({
          dtype: fc.constantFrom(...Object.keys(bytesOfType)),
          shape: fc.array(fc.nat(4), { maxLength: 3 }),
        }),
        { maxLength: 6 },
      ),
      nonsense: fc.array(
        fc.record({
          tensor: fc.nat(5),
          key: fc.constantFrom('dtype', 'shape', 'data_offsets', '0', '1', '__proto__', 'extra'),
          value: fc.oneof(
            fc.constantFrom<unknown>(-1, 0.5, 1e300, null, '', [], {}, 'F32', [0], [-1, 3], [0, 2 ** 60]),
            fc.jsonValue(),
          ),
        }),
        { maxLength: 2 },
      ),
      more: fc.constantFrom(0, 0, 0, 1, -1),
    })
    .map(({ tensors, nonsense, more }) => {
      let end = 0;
      const header: Record<string, Record<string, unknown>> = {};
      tensors.forEach(({ dtype, shape }, i) => {
        const start = end;
        end += shape.reduce((product, dimension) => product * dimension, bytesOfType[dtype] ?? NaN);
        header[`t${i}`] = { dtype, shape, data_offsets: [start, end] };
      });
      const wrong = nonsense.filter(({ tensor: index }) => index < tensors.length);
      for (const { tensor: index, key, value } of wrong) {
        // JSON.parse makes of `__proto__` a key like any other, an assignment would not.
        Object.defineProperty(header[`t${index}`] ?? {}, key, { value, enumerable: true, configurable: true });
      }
      return {
        header,
        dataBytes: Math.max(0, end + more),
        right: wrong.length === 0 && (more === 0 || end + more < 0),
      };
    });

  it('is read when it is right, and otherwise damage, never another error; what is read fills the file', () => {
    fc.assert(
      fc.property(nearlyRight, ({ header, dataBytes, right }) => {
        const json = JSON.stringify(header);
        let places: TensorPlace[] = [];
        const reason = reasonOf(() => {
          places = [...parse(json, dataBytes).values()];
        });
        expect(['damaged', right ? 'none' : 'damaged', 'none']).toContain(reason);
        if (right) expect(reason).toBe('none');
        if (reason === 'damaged') return;

        let covered = 8 + new TextEncoder().encode(json).length;
        const fileBytes = covered + dataBytes;
        for (const { type, shape, startByte, endByte } of places.sort(
          (a, b) => a.startByte - b.startByte || a.endByte - b.endByte,
        )) {
          expect(startByte).toBe(covered);
          const elements = shape.reduce((product, dimension) => product * dimension, 1);
          expect(endByte - startByte).toBe(elements * (bytesOfType[type] ?? NaN));
          covered = endByte;
        }
        expect(covered).toBe(fileBytes);
      }),
      { numRuns: 250 },
    );
  });

  it('of arbitrary text or JSON is damage, never another error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (json) => {
        // No text of this size names a tensor of 1001 bytes by chance.
        expect(reasonOf(() => parseHeader(json, json.length, 8 + json.length + 1001))).toBe('damaged');
      }),
      { numRuns: 60 },
    );
  });
});
