import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConversionError } from '../../src/convert/errors';
import { convertModel, type ModelConfig, parseModelConfig } from '../../src/convert/model';
import type { MatrixRole, Precision } from '../../src/convert/precision';
import type { TensorPlace } from '../../src/convert/safetensors';
import type { Sidecar } from '../../src/convert/weights';
import { readFamily, tinyFamilies } from './families';
import { readOnnx, type ReadModel } from './onnxReader';
import { type FakeTensor, makeTensorFile, singles } from './tensorFiles';

const json = {
  model_type: 'bert',
  vocab_size: 11,
  hidden_size: 4,
  num_hidden_layers: 2,
  num_attention_heads: 2,
  intermediate_size: 6,
  hidden_act: 'gelu',
  max_position_embeddings: 9,
  type_vocab_size: 2,
  layer_norm_eps: 1e-12,
};
const config = parseModelConfig(json);

/** The tensors of a BertForQuestionAnswering, as PyTorch names and shapes them. */
function tensorsOf({ vocabSize, hiddenSize: hidden, innerSize: inner, layers, maxPositions }: ModelConfig) {
  const tensors: Record<string, FakeTensor> = {
    'bert.embeddings.word_embeddings.weight': { shape: [vocabSize, hidden] },
    'bert.embeddings.position_embeddings.weight': { shape: [maxPositions, hidden] },
    'bert.embeddings.token_type_embeddings.weight': { shape: [json.type_vocab_size, hidden] },
    'bert.embeddings.LayerNorm.weight': { shape: [hidden] },
    'bert.embeddings.LayerNorm.bias': { shape: [hidden] },
    'qa_outputs.weight': { shape: [2, hidden] },
    'qa_outputs.bias': { shape: [2] },
  };
  for (let layer = 0; layer < layers; layer++) {
    const add = (name: string, shape: number[]): void => {
      tensors[`bert.encoder.layer.${layer}.${name}.weight`] = { shape };
      tensors[`bert.encoder.layer.${layer}.${name}.bias`] = { shape: shape.slice(0, 1) };
    };
    for (const part of ['query', 'key', 'value']) add(`attention.self.${part}`, [hidden, hidden]);
    add('attention.output.dense', [hidden, hidden]);
    add('attention.output.LayerNorm', [hidden]);
    add('intermediate.dense', [inner, hidden]);
    add('output.dense', [hidden, inner]);
    add('output.LayerNorm', [hidden]);
  }
  return tensors;
}

const convert = (tensors: Record<string, FakeTensor>, shape = config): ReadModel =>
  readOnnx(convertModel(shape, makeTensorFile(tensors)));

const inHalf = (tensors: Record<string, FakeTensor>): Record<string, FakeTensor> =>
  Object.fromEntries(Object.entries(tensors).map(([name, { shape }]) => [name, { shape, type: 'F16' as const }]));

describe('a config', () => {
  it('of the bundled model is understood', () => {
    const file = join(import.meta.dirname, '../../models/mini/config.json');
    expect(parseModelConfig(JSON.parse(readFileSync(file, 'utf8')))).toMatchObject({
      family: 'bert',
      hiddenSize: 384,
      layers: 6,
      heads: 12,
      maxPositions: 512,
      inputs: ['input_ids', 'token_type_ids'],
    });
  });

  it('needs no position type, and no other than the absolute', () => {
    expect(parseModelConfig({ ...json, position_embedding_type: 'absolute' })).toEqual(config);
  });

  it.each([
    ['model_type', 'gpt2'],
    ['model_type', 'constructor'],
    ['model_type', undefined],
    ['hidden_act', 'swish'],
    ['hidden_act', undefined],
    ['is_decoder', true],
    ['num_attention_heads', 3],
    ['position_embedding_type', 'relative_key'],
    ['hidden_size', 0],
    ['hidden_size', 4.5],
    ['hidden_size', '4'],
    ['num_hidden_layers', -1],
    ['num_attention_heads', NaN],
    ['vocab_size', null],
    ['intermediate_size', Infinity],
    ['layer_norm_eps', -1],
    ['layer_norm_eps', 'small'],
    ['vocab_size', 1e9],
    ['hidden_size', 1e9],
    ['num_hidden_layers', 1e6],
    ['max_position_embeddings', 1e6],
  ])('with %s %s is unsupported, and the error names the key', (key, value) => {
    const parse = () => parseModelConfig({ ...json, [key]: value });
    expect(parse).toThrow(ConversionError);
    expect(parse).toThrow(
      expect.objectContaining({ reason: 'unsupported', message: expect.stringContaining(key) as string }),
    );
  });

  it('with megabytes where a word should be is refused in a few words', () => {
    for (const key of ['model_type', 'hidden_act']) {
      const parse = () => parseModelConfig({ ...json, [key]: 'x'.repeat(1e6) });
      expect(parse).toThrow(/^.{1,300}$/);
    }
  });

  it.each([null, [], 'bert', 7])('that is %j is unsupported', (parsed) => {
    expect(() => parseModelConfig(parsed)).toThrow(expect.objectContaining({ reason: 'unsupported' }));
  });
});

describe('a converted model', () => {
  const model = convert(tensorsOf(config));

  it('takes ids and types, and gives a start and an end logit for each', () => {
    expect(model.inputs).toEqual([
      { name: 'input_ids', type: 6, shape: ['batch', 'sequence'] },
      { name: 'token_type_ids', type: 6, shape: ['batch', 'sequence'] },
    ]);
    expect(model.outputs).toEqual([{ name: 'logits', type: 1, shape: ['batch', 'sequence', 2] }]);
  });

  it('computes each value once, before it is used, and uses each but the logits', () => {
    const known = new Set([...model.inputs, ...model.initializers].map(({ name }) => name));
    const unused = new Set(known);
    for (const { inputs, outputs } of model.nodes) {
      for (const input of inputs) {
        expect(known, `${input} is used before it is there`).toContain(input);
        unused.delete(input);
      }
      for (const output of outputs) {
        expect(known).not.toContain(output);
        known.add(output);
        unused.add(output);
      }
    }
    expect([...unused]).toEqual(['logits']);
  });

  it('computes what BERT is defined to compute', () => {
    const dense = (x: string, name: string): string => `Add(FusedMatMul(${x}, ${name}.weight), ${name}.bias)`;
    const norm = (x: string, name: string): string => `LayerNormalization(${x}, ${name}.weight, ${name}.bias)`;
    const tables = 'bert.embeddings';
    const words = `Gather(${tables}.word_embeddings.weight, input_ids)`;
    const types = `Gather(${tables}.token_type_embeddings.weight, token_type_ids)`;
    const positions = `Slice(${tables}.position_embeddings.weight, zero, Shape(input_ids), zero)`;
    let x = norm(`Add(Add(${words}, ${types}), ${positions})`, `${tables}.LayerNorm`);
    for (const layer of ['bert.encoder.layer.0', 'bert.encoder.layer.1']) {
      const self = `${layer}.attention.self`;
      const projections = ['query', 'key', 'value'].map((part) => `FusedMatMul(${x}, ${self}.${part}.weight)`);
      const attended = `MultiHeadAttention(${projections.join(', ')}, ${self}.query.key.value.bias)`;
      const output = `${layer}.attention.output`;
      const attention = norm(`Add(${dense(attended, `${output}.dense`)}, ${x})`, `${output}.LayerNorm`);
      const expanded = `Gelu(${dense(attention, `${layer}.intermediate.dense`)})`;
      x = norm(`Add(${dense(expanded, `${layer}.output.dense`)}, ${attention})`, `${layer}.output.LayerNorm`);
    }

    const byOutput = new Map(model.nodes.map((node) => [node.outputs.join(), node]));
    const written = (name: string): string => {
      const node = byOutput.get(name);
      return node === undefined ? name : `${node.type}(${node.inputs.map(written).join(', ')})`;
    };
    expect(written('logits')).toBe(dense(x, 'qa_outputs'));
  });

  it('uses every tensor of the file', () => {
    const used = model.initializers.map(({ name }) => name);
    const joined = /attention\.self\.(?:query|key|value)\.bias$/;
    const expected = Object.keys(tensorsOf(config)).filter((name) => !joined.test(name));
    expect(used).toEqual(expect.arrayContaining(expected));
    expect(used.filter((name) => !expected.includes(name)).sort()).toEqual([
      'bert.encoder.layer.0.attention.self.query.key.value.bias',
      'bert.encoder.layer.1.attention.self.query.key.value.bias',
      'zero',
    ]);
  });

  it('leaves single precision in the file, at its place', () => {
    const file = makeTensorFile(tensorsOf(config));
    const outside = model.initializers.filter(({ location }) => location === 1);
    // Joined biases and the zero are in the graph.
    expect(outside).toHaveLength(model.initializers.length - 3);
    for (const { name, external, shape } of outside) {
      const { startByte, endByte, shape: given } = file.tensors.get(name) ?? expect.fail(name);
      expect(external).toEqual({
        location: 'weights.bin',
        offset: String(startByte),
        length: String(endByte - startByte),
      });
      expect(shape).toEqual(given);
    }
  });

  it('joins the biases of query, key and value in this order', () => {
    const tensors = tensorsOf(config);
    const name = 'bert.encoder.layer.1.attention.self';
    tensors[`${name}.query.bias`] = { shape: [4], data: singles(1, 2, 3, 4) };
    tensors[`${name}.key.bias`] = { shape: [4], data: singles(5, 6, 7, 8) };
    tensors[`${name}.value.bias`] = { shape: [4], data: singles(9, 10, 11, 12) };
    const { raw } =
      convert(tensors).initializers.find((initializer) => initializer.name === `${name}.query.key.value.bias`) ?? {};
    expect(Array.from(new Float32Array((raw ?? new Uint8Array()).slice().buffer))).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
    ]);
  });

  it('has its settings where the operators want them', () => {
    const of = (type: string) => model.nodes.filter((node) => node.type === type);
    expect(of('MultiHeadAttention')).toHaveLength(2);
    for (const node of of('MultiHeadAttention')) {
      expect(node).toMatchObject({ domain: 'com.microsoft', attributes: { num_heads: { integer: 2 } } });
    }
    // One behind the embeddings, two in each layer.
    expect(of('LayerNormalization')).toHaveLength(5);
    for (const { attributes } of of('LayerNormalization')) {
      expect(attributes).toEqual({ axis: { integer: -1 }, epsilon: { float: Math.fround(1e-12) } });
    }
    expect(of('Gelu').map(({ attributes }) => attributes)).toEqual([
      { approximate: { string: 'none' } },
      { approximate: { string: 'none' } },
    ]);
    for (const { domain, attributes } of of('FusedMatMul')) {
      expect(domain).toBe('com.microsoft');
      expect(attributes).toEqual({ transA: { integer: 0 }, transB: { integer: 1 }, alpha: { float: 1 } });
    }
  });

  it('has as many layers as its config says', () => {
    const deeper = { ...config, layers: 5 };
    const attentions = convert(tensorsOf(deeper), deeper).nodes.filter(({ type }) => type === 'MultiHeadAttention');
    expect(attentions).toHaveLength(5);
  });

  it('of half precision keeps its tables of words and types half, and widens what is looked up', () => {
    const half = convert(inHalf(tensorsOf(config)));
    const types = new Map(half.initializers.map(({ name, type }) => [name, type]));
    const tables = ['word', 'token_type'].map((name) => `bert.embeddings.${name}_embeddings.weight`);
    for (const [name, type] of types) expect(type, name).toBe(tables.includes(name) ? 10 : name === 'zero' ? 7 : 1);
    const looked = half.nodes.filter(({ type }) => type === 'Gather').map(({ outputs }) => outputs[0]);
    const widened = half.nodes.filter(({ type }) => type === 'Cast');
    expect(widened.map(({ inputs }) => inputs[0])).toEqual(looked);
    for (const { attributes } of widened) expect(attributes).toEqual({ to: { integer: 1 } });
    expect(model.nodes.filter(({ type }) => type === 'Cast')).toEqual([]);
  });

  it('of an old file finds gamma and beta', () => {
    const renamed = Object.entries(tensorsOf(config)).map(([name, tensor]) => [
      name.replace(/LayerNorm\.weight$/, 'LayerNorm.gamma').replace(/LayerNorm\.bias$/, 'LayerNorm.beta'),
      tensor,
    ]);
    const old = convert(Object.fromEntries(renamed) as Record<string, FakeTensor>);
    expect(old.nodes).toEqual(model.nodes);
    expect(old.initializers.map(({ name, shape }) => [name, shape])).toEqual(
      model.initializers.map(({ name, shape }) => [name, shape]),
    );
  });
});

describe.each(tinyFamilies)('the tiny %s', (name) => {
  const { json, tensors } = readFamily(name);
  const config = parseModelConfig(json);
  const conversion = (changed: Readonly<Record<string, FakeTensor>>) => () =>
    convertModel(config, makeTensorFile({ ...tensors, ...changed }));

  it('uses each of its tensors, or knows it for harmless', () => {
    expect(conversion({})).not.toThrow();
  });

  it('says when a tensor is missing, has another shape or is of integers, and names it', () => {
    for (const [missing, { shape }] of Object.entries(tensors)) {
      if (/position_ids|pooler/.test(missing)) continue;
      const known = missing.replace('gamma', 'weight').replace('beta', 'bias');
      const naming = { message: expect.stringContaining(known) as string };
      const others = Object.fromEntries(Object.entries(tensors).filter(([other]) => other !== missing));
      expect(() => convertModel(config, makeTensorFile(others))).toThrow(expect.objectContaining(naming));
      expect(conversion({ [missing]: { shape: [...shape, 1] } })).toThrow(
        expect.objectContaining({ ...naming, reason: 'damaged' }),
      );
      expect(conversion({ [missing]: { shape, type: 'I64' } })).toThrow(
        expect.objectContaining({ ...naming, reason: 'unsupported' }),
      );
    }
  });
});

describe('tensors that a family does not have', () => {
  const conversion = (...names: string[]) => {
    const extra = names.map((name) => [name, { shape: [2] }] as const);
    return () => convertModel(config, makeTensorFile({ ...tensorsOf(config), ...Object.fromEntries(extra) }));
  };

  it.each([
    'bert.embeddings.position_ids',
    'bert.pooler.dense.weight',
    'cls.predictions.decoder.weight',
    'classifier.bias',
    'lm_head.dense.weight',
  ])('are left alone when they play no part: %s', (name) => {
    expect(conversion(name)).not.toThrow();
  });

  it.each([
    'bert.encoder.layer.0.attention.self.query.weight_scale',
    'bert.encoder.layer.1.output.adapter.down.weight',
    'bert.encoder.layer.2.output.dense.weight',
    'bert.embeddings.factor',
    'qa_outputs.0.weight',
  ])('are refused when answers without them would be wrong: %s', (name) => {
    expect(conversion(name)).toThrow(
      expect.objectContaining({ reason: 'unsupported', message: expect.stringContaining(name) as string }),
    );
  });

  it('are counted when they are many', () => {
    const many = Array.from({ length: 7 }, (_, i) => `bert.lora.${i}`);
    expect(conversion(...many)).toThrow(/bert\.lora\.0, .*bert\.lora\.4 and 2 more are not part of the family/);
  });
});

describe('missing tensors', () => {
  it('are named up to five at once', () => {
    const others = Object.entries(tensorsOf(config)).filter(([name]) => !name.includes('encoder.layer.1'));
    expect(() => convert(Object.fromEntries(others))).toThrow(/encoder\.layer\.1(?:.*, ){4}.* and 11 more are missing/);
  });

  it('of the span head say that the model is not for questions', () => {
    const { 'qa_outputs.weight': head, ...others } = tensorsOf(config);
    expect(head).toBeDefined();
    expect(() => convert(others)).toThrow(/not a question answering model/);
  });
});

describe('a model in integers', () => {
  const roles: readonly MatrixRole[] = ['attentionInput', 'attentionOutput', 'ffnInput', 'ffnOutput'];
  const matrixOf: Readonly<Record<MatrixRole, RegExp>> = {
    attentionInput: /self\.(?:query|key|value)\.weight$/,
    attentionOutput: /attention\.output\.dense\.weight$/,
    ffnInput: /intermediate\.dense\.weight$/,
    ffnOutput: /\d\.output\.dense\.weight$/,
  };
  const convertTo = (precision: Precision, sidecar?: Sidecar): ReadModel =>
    readOnnx(convertModel(config, makeTensorFile(tensorsOf(config)), precision, sidecar));

  it.each(roles)('has the matrices of a role in integers, and no others: %s', (role) => {
    const { initializers } = convertTo({ int8: new Set([role]), perToken: false, weightBits: 8 });
    const integers = initializers.filter(({ type }) => type === 3).map(({ name }) => name.replace(/\.integers$/, ''));
    const expected = Object.keys(tensorsOf(config)).filter((name) => matrixOf[role].test(name));
    expect(integers.sort()).toEqual(expected.sort());
    const singles = initializers.filter(({ type }) => type === 1).map(({ name }) => name);
    expect(singles).toEqual(expect.not.arrayContaining(expected));
  });

  it('rounds an input once for queries, keys and values', () => {
    const { nodes } = convertTo({ int8: new Set(roles), perToken: false, weightBits: 8 });
    const products = nodes.filter(({ type }) => type === 'MatMulIntegerToFloat');
    expect(products).toHaveLength(2 * 6);
    expect(nodes.filter(({ type }) => type === 'DynamicQuantizeLinear')).toHaveLength(2 * 4);
    expect(new Set(products.slice(0, 3).map(({ inputs }) => inputs[0])).size).toBe(1);
    // The only products left in float32 are the span head's.
    expect(nodes.filter(({ type }) => type === 'FusedMatMul').map(({ inputs }) => inputs[1])).toEqual([
      'qa_outputs.weight',
    ]);
  });

  it('rounded by token multiplies each product by its token’s peak', () => {
    const { nodes } = convertTo({ int8: new Set(roles), perToken: true, weightBits: 8 });
    expect(nodes.filter(({ type }) => type === 'DynamicQuantizeLinear')).toEqual([]);
    const peaks = nodes.filter(({ type }) => type === 'Max').map(({ outputs }) => outputs[0]);
    expect(peaks).toHaveLength(2 * 4);
    for (const product of nodes.filter(({ type }) => type === 'MatMulIntegerToFloat')) {
      const [output = ''] = product.outputs;
      const scaled = nodes.find(({ inputs }) => inputs.includes(output));
      expect(scaled?.type).toBe('Mul');
      expect(peaks).toContain(scaled?.inputs[1]);
    }
  });

  it('rounded by token has bytes for all that an activation function gives: from -0.17 to the peak', () => {
    const { initializers } = convertTo({ int8: new Set(roles), perToken: true, weightBits: 8 });
    const raw = (name: string): ArrayBuffer => {
      const bytes = initializers.find((initializer) => initializer.name === name)?.raw ?? expect.fail(name);
      return bytes.slice().buffer;
    };
    const single = (name: string): number => new Float32Array(raw(name))[0] ?? NaN;
    const byte = (name: string): number => new Uint8Array(raw(name))[0] ?? NaN;
    const byteOf = (value: number, peak: number, range: string): number =>
      value / Math.max(peak, single(`${range}.least`)) / single(`${range}.scale`) + byte(`${range}.zero`);
    for (const peak of [0, 0.1, 1, 30]) {
      expect(byteOf(-0.17, peak, 'activated')).toBeGreaterThanOrEqual(0);
      expect(byteOf(peak, peak, 'activated')).toBeLessThan(255.5);
      expect(byteOf(-peak, peak, 'any')).toBeGreaterThanOrEqual(0);
      expect(byteOf(peak, peak, 'any')).toBeLessThan(255.5);
    }
  });

  it('writes its integers to the sidecar, each where the graph looks for it', () => {
    const written: Uint8Array[] = [];
    const sidecar = {
      name: 'integers.bin',
      append(bytes: Uint8Array) {
        written.push(bytes.slice());
        return { startByte: 4096 * written.length, endByte: 4096 * written.length + bytes.length };
      },
    };
    const { initializers } = convertTo({ int8: new Set(roles), perToken: false, weightBits: 7 }, sidecar);
    const integers = initializers.filter(({ type }) => type === 3);
    expect(integers).toHaveLength(12);
    expect(written).toHaveLength(12);
    integers.forEach(({ shape, external, raw }, i) => {
      const length = shape.reduce((product, side) => product * side, 1);
      expect(written[i]).toHaveLength(length);
      expect(raw).toBeUndefined();
      expect(external).toEqual({ location: 'integers.bin', offset: String(4096 * (i + 1)), length: String(length) });
    });
  });

  it.each([
    [8, 127],
    [7, 64],
  ] as const)('with weights of %i bits has integers up to %i', (weightBits, largest) => {
    const name = 'bert.encoder.layer.0.attention.output.dense.weight';
    const values = singles(...Array.from({ length: 16 }, (_, i) => i - 8));
    const tensors = { ...tensorsOf(config), [name]: { shape: [4, 4], data: values } };
    const precision: Precision = { int8: new Set(['attentionOutput']), perToken: false, weightBits };
    const { initializers } = readOnnx(convertModel(config, makeTensorFile(tensors), precision));
    const raw = initializers.find((initializer) => initializer.name === `${name}.integers`)?.raw ?? new Uint8Array();
    expect(Math.max(...Array.from(new Int8Array(raw.slice().buffer), Math.abs))).toBe(largest);
  });

  it('is damaged when a weight is not a number, and the error names its tensor', () => {
    const name = 'bert.encoder.layer.1.intermediate.dense.weight';
    const data = singles(...Array.from({ length: 24 }, (_, i) => (i === 23 ? NaN : i)));
    const tensors = { ...tensorsOf(config), [name]: { shape: [6, 4], data } };
    const precision: Precision = { int8: new Set(roles), perToken: false, weightBits: 8 };
    expect(() => convertModel(config, makeTensorFile(tensors), precision)).toThrow(
      expect.objectContaining({ reason: 'damaged', message: expect.stringContaining(name) as string }),
    );
  });

  it('of ALBERT has one set of matrices for all its layers', () => {
    const { json: albert, tensors } = readFamily('albert');
    const precision: Precision = { int8: new Set(roles), perToken: false, weightBits: 8 };
    let written = 0;
    const sidecar = { name: 'integers.bin', append: () => ({ startByte: 0, endByte: ++written }) };
    const graph = convertModel(parseModelConfig(albert), makeTensorFile(tensors), precision, sidecar);
    const { initializers, nodes } = readOnnx(graph);
    expect(initializers.filter(({ type }) => type === 3)).toHaveLength(6);
    expect(written).toBe(6);
    expect(nodes.filter(({ type }) => type === 'MatMulIntegerToFloat')).toHaveLength(3 * 6);
  });
});

describe('a hostile config', () => {
  const jsons = Object.fromEntries(tinyFamilies.map((name) => [name, readFamily(name)]));
  const changes = fc.dictionary(
    fc.constantFrom(...new Set(Object.values(jsons).flatMap((family) => Object.keys(family.json)))),
    fc.oneof(
      fc.integer(),
      fc.constantFrom(0, -1, 1, 2, 64, 256, 65_536, 1e9, 2 ** 53, NaN, Infinity, 1e308, null, '', 'gelu', true, [], {}),
      fc.jsonValue(),
    ),
    { minKeys: 1, maxKeys: 4 },
  );

  it('is converted or refused, never another error', () => {
    const precision: Precision = {
      int8: new Set(['attentionInput', 'attentionOutput', 'ffnInput', 'ffnOutput']),
      perToken: true,
      weightBits: 8,
    };
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(jsons)), changes, ({ json: plain, tensors }, changed) => {
        try {
          convertModel(parseModelConfig({ ...plain, ...changed }), makeTensorFile(tensors), precision);
        } catch (error) {
          expect(error).toBeInstanceOf(ConversionError);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('that promises more than the file has is refused before much is allocated', () => {
    const huge = {
      num_hidden_layers: 256,
      vocab_size: 4_000_000,
      max_position_embeddings: 65_536,
      hidden_size: 65_536,
    };
    for (const { json: plain, tensors } of Object.values(jsons)) {
      const { vocab_size: vocab } = huge;
      const changed = { ...plain, ...huge, dim: 65_536, n_layers: 256, position_buckets: 8192 };
      const read: number[] = [];
      const file = makeTensorFile(tensors);
      const counting = {
        ...file,
        read(place: TensorPlace) {
          read.push(place.endByte - place.startByte);
          return file.read(place);
        },
      };
      expect(() => convertModel(parseModelConfig(changed), counting)).toThrow(ConversionError);
      expect(read.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(vocab);
    }
  });
});
