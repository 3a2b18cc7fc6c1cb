// BERT with a span head as a lean ONNX graph over its own safetensors. Why this form: docs/design.md, "The graph".
import * as v from 'valibot';
import { ConversionError } from './errors';
import { type Attribute, elementType, type GraphNode, writeOnnx } from './onnxFile';
import { type TensorFile, WeightCollector } from './weights';

/** What of a config.json shapes the graph. */
export type BertConfig = v.InferOutput<typeof configSchema>;

const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const configSchema = v.object({
  model_type: v.literal('bert'),
  vocab_size: count,
  hidden_size: count,
  num_hidden_layers: count,
  num_attention_heads: count,
  intermediate_size: count,
  hidden_act: v.literal('gelu'),
  max_position_embeddings: count,
  type_vocab_size: count,
  layer_norm_eps: v.pipe(v.number(), v.minValue(0)),
  position_embedding_type: v.optional(v.literal('absolute'), 'absolute'),
});

/** Checks a parsed config.json. Throws ConversionError `unsupported` naming the key that does not fit. */
export function parseBertConfig(config: unknown): BertConfig {
  const result = v.safeParse(configSchema, config);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const key = v.getDotPath(issue) ?? 'its top';
  throw new ConversionError(
    'unsupported',
    `config.json: ${key} is ${issue.received}, expected ${issue.expected ?? '?'}`,
  );
}

/**
 * Converts a BertForQuestionAnswering to a serialised ONNX model. Inputs: `input_ids`, `token_type_ids`, int32
 * `[batch, sequence]`, without padding. Output: `logits`, float32 `[batch, sequence, 2]`, start and end before softmax.
 * Throws ConversionError naming the tensor that is missing or does not fit.
 */
export function convertBert(config: BertConfig, file: TensorFile): Uint8Array {
  const { hidden_size: hidden, intermediate_size: inner } = config;
  const weights = new WeightCollector(file, (name) =>
    name.replace(/LayerNorm\.weight$/, 'LayerNorm.gamma').replace(/LayerNorm\.bias$/, 'LayerNorm.beta'),
  );
  const nodes: GraphNode[] = [];
  const add = (
    type: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    domain = '',
  ): string => {
    const output = `${type}_${nodes.length}`;
    nodes.push({ type, domain, inputs, output, attributes });
    return output;
  };
  const sum = (a: string, b: string): string => add('Add', [a, b]);
  const layerNorm = (x: string, name: string): string =>
    add('LayerNormalization', [x, weights.float(`${name}.weight`, [hidden]), weights.float(`${name}.bias`, [hidden])], {
      axis: -1,
      epsilon: { float: config.layer_norm_eps },
    });
  // transB reads the [out, in] matrices of the file as they lie.
  const product = (x: string, name: string, shape: readonly [number, number]): string =>
    add(
      'FusedMatMul',
      [x, weights.float(`${name}.weight`, shape)],
      { transA: 0, transB: 1, alpha: { float: 1 } },
      'com.microsoft',
    );
  const linear = (x: string, name: string, shape: readonly [number, number]): string =>
    sum(product(x, name, shape), weights.float(`${name}.bias`, [shape[0]]));
  const lookUp = (name: string, rows: number, indices: string): string => {
    const table = weights.table(name, [rows, hidden]);
    const vectors = add('Gather', [table.name, indices], { axis: 0 });
    return table.isHalf ? add('Cast', [vectors], { to: elementType.float }) : vectors;
  };

  const words = lookUp('bert.embeddings.word_embeddings.weight', config.vocab_size, 'input_ids');
  const types = lookUp('bert.embeddings.token_type_embeddings.weight', config.type_vocab_size, 'token_type_ids');
  const sequence = add('Shape', ['input_ids'], { start: 1, end: 2 });
  const zero = weights.integers('zero', [0]);
  const positions = add('Slice', [
    weights.float('bert.embeddings.position_embeddings.weight', [config.max_position_embeddings, hidden]),
    zero,
    sequence,
    zero,
  ]);
  let x = layerNorm(sum(sum(words, types), positions), 'bert.embeddings.LayerNorm');
  for (let layer = 0; layer < config.num_hidden_layers; layer++) {
    const name = `bert.encoder.layer.${layer}`;
    const projections = ['query', 'key', 'value'].map((part) => `${name}.attention.self.${part}`);
    const biases = projections.map((part) => `${part}.bias`);
    const attended = add(
      'MultiHeadAttention',
      [
        ...projections.map((part) => product(x, part, [hidden, hidden])),
        weights.concatenated(`${name}.attention.self.bias`, biases, hidden),
      ],
      { num_heads: config.num_attention_heads },
      'com.microsoft',
    );
    const attention = linear(attended, `${name}.attention.output.dense`, [hidden, hidden]);
    x = layerNorm(sum(attention, x), `${name}.attention.output.LayerNorm`);
    const expanded = add('Gelu', [linear(x, `${name}.intermediate.dense`, [inner, hidden])], { approximate: 'none' });
    const contracted = linear(expanded, `${name}.output.dense`, [hidden, inner]);
    x = layerNorm(sum(contracted, x), `${name}.output.LayerNorm`);
  }
  const logits = linear(x, 'qa_outputs', [2, hidden]);
  const input = (name: string) => ({ name, type: elementType.int32, shape: ['batch', 'sequence'] });
  return writeOnnx({
    nodes: nodes.map((node) => (node.output === logits ? { ...node, output: 'logits' } : node)),
    initializers: weights.initializers,
    inputs: [input('input_ids'), input('token_type_ids')],
    outputs: [{ name: 'logits', type: elementType.float, shape: ['batch', 'sequence', 2] }],
  });
}
