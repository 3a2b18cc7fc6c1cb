import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elementType, type OnnxGraph, writeOnnx } from '../../src/convert/onnxFile';
import { readOnnx } from './onnxReader';

const empty: OnnxGraph = { nodes: [], initializers: [], inputs: [], outputs: [] };

describe('an ONNX file', () => {
  it('says its version, its producer and its operator sets', () => {
    expect(readOnnx(writeOnnx(empty))).toMatchObject({
      irVersion: 9,
      producer: 'document-qa',
      graphName: 'question-answering',
      opsets: [
        { domain: '', version: 20 },
        { domain: 'com.microsoft', version: 1 },
      ],
      unknown: [],
    });
  });

  it('has the element types that ONNX numbers so', () => {
    expect(elementType).toEqual({ float: 1, uint8: 2, int8: 3, int32: 6, int64: 7, float16: 10, bfloat16: 16 });
  });

  it('has its nodes in order, with inputs, output, domain and attributes', () => {
    const nodes = [
      {
        type: 'LayerNormalization',
        domain: '',
        inputs: ['x', 'γ', 'beta'],
        outputs: ['normal'],
        attributes: { axis: -1, epsilon: { float: 0.5 } },
      },
      {
        type: 'MultiHeadAttention',
        domain: 'com.microsoft',
        inputs: ['q', '', 'v'],
        outputs: ['attended'],
        attributes: { num_heads: 12 },
      },
      {
        type: 'Gelu',
        domain: '',
        inputs: [],
        outputs: ['active', 'scale'],
        attributes: { approximate: 'none', perm: [1, 0, -2] },
      },
    ];
    expect(readOnnx(writeOnnx({ ...empty, nodes })).nodes).toEqual([
      {
        type: 'LayerNormalization',
        name: 'normal',
        domain: '',
        inputs: ['x', 'γ', 'beta'],
        outputs: ['normal'],
        attributes: { axis: { integer: -1 }, epsilon: { float: 0.5 } },
      },
      {
        type: 'MultiHeadAttention',
        name: 'attended',
        domain: 'com.microsoft',
        inputs: ['q', '', 'v'],
        outputs: ['attended'],
        attributes: { num_heads: { integer: 12 } },
      },
      {
        type: 'Gelu',
        name: 'active',
        domain: '',
        inputs: [],
        outputs: ['active', 'scale'],
        attributes: { approximate: { string: 'none' }, perm: { integers: [1, 0, -2] } },
      },
    ]);
  });

  it('has constants inside or in another file, never both', () => {
    const initializers = [
      { name: 'inside', type: elementType.int64, shape: [2], data: Uint8Array.of(1, 0, 0xff) },
      {
        name: 'outside',
        type: elementType.float,
        shape: [3, 0, 5],
        data: { location: 'model.safetensors', startByte: 5_000_000_000, endByte: 5_000_000_060 },
      },
      { name: 'scalar', type: elementType.float16, shape: [], data: new Uint8Array(0) },
    ];
    expect(readOnnx(writeOnnx({ ...empty, initializers })).initializers).toEqual([
      { name: 'inside', type: 7, shape: [2], raw: Uint8Array.of(1, 0, 0xff), external: {}, location: 0 },
      {
        name: 'outside',
        type: 1,
        shape: [3, 0, 5],
        raw: undefined,
        external: { location: 'model.safetensors', offset: '5000000000', length: '60' },
        location: 1,
      },
      { name: 'scalar', type: 10, shape: [], raw: new Uint8Array(0), external: {}, location: 0 },
    ]);
  });

  it('has inputs and outputs with free and fixed dimensions', () => {
    const inputs = [{ name: 'input_ids', type: elementType.int32, shape: ['batch', 'sequence'] }];
    const outputs = [{ name: 'logits', type: elementType.float, shape: ['batch', 7, 2] }];
    expect(readOnnx(writeOnnx({ ...empty, inputs, outputs }))).toMatchObject({ inputs, outputs, unknown: [] });
  });

  it('gives back every integer, name and size that was put in', () => {
    const integer = fc.integer({ min: -(2 ** 31), max: 2 ** 40 });
    fc.assert(
      fc.property(
        fc.string(),
        integer,
        fc.array(fc.nat(2 ** 31), { maxLength: 4 }),
        fc.uint8Array({ maxLength: 300 }),
        (name, value, shape, data) => {
          const node = { type: name, domain: '', inputs: [name], outputs: [name], attributes: { value } };
          const read = readOnnx(writeOnnx({ ...empty, nodes: [node], initializers: [{ name, type: 1, shape, data }] }));
          expect(read.nodes[0]).toMatchObject({
            type: name,
            inputs: [name],
            attributes: { value: { integer: value } },
          });
          expect(read.initializers[0]).toMatchObject({ name, shape });
          expect(Array.from(read.initializers[0]?.raw ?? [])).toEqual(Array.from(data));
        },
      ),
    );
  });
});
