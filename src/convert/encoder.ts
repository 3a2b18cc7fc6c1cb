// What most families share: the sizes in a config.json, the embeddings, attention, and the layer that normalises after
// each residual sum (post-norm, as BERT introduced it).
import * as v from 'valibot';
import { ConversionError } from './errors';
import type { Activation, GraphBuilder } from './graphBuilder';

/** A tensor of ids that a graph takes. */
export type ModelInput = 'input_ids' | 'token_type_ids';

/** The sizes of an encoder, whatever its family. */
export interface EncoderConfig {
  readonly vocabSize: number;
  readonly hiddenSize: number;
  readonly innerSize: number;
  readonly layers: number;
  readonly heads: number;
  readonly activation: Activation;
  readonly epsilon: number;
  /** Tokens of the longest window that the model can take, special tokens included. */
  readonly maxPositions: number;
  readonly inputs: readonly ModelInput[];
}

/** A whole number from 1; no real model comes near the limits, which keep a made-up one from exhausting memory (CWE-770). */
export const size = (max: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(max));

export const vocabSize = size(4_000_000);
export const width = size(65_536);
export const layerCount = size(256);
export const positionCount = size(65_536);

/** `hidden_act` by the names that transformers gives the functions. */
export const activation = v.pipe(
  v.picklist(['gelu', 'gelu_new', 'gelu_pytorch_tanh', 'relu']),
  v.transform((name): Activation => (name === 'gelu' || name === 'relu' ? name : 'geluTanh')),
);

/** The keys of a config.json that all families but DistilBERT share. */
export const encoderEntries = {
  vocab_size: vocabSize,
  hidden_size: width,
  num_hidden_layers: layerCount,
  num_attention_heads: width,
  intermediate_size: width,
  hidden_act: activation,
  max_position_embeddings: positionCount,
  layer_norm_eps: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
};

/** What a config.json says of them. */
export type RawEncoder = v.InferOutput<v.ObjectSchema<typeof encoderEntries, undefined>>;

/** The sizes by our names. Throws ConversionError `unsupported` when the heads do not divide the hidden size. */
export function readEncoder(
  raw: RawEncoder,
  inputs: readonly ModelInput[],
  maxPositions = raw.max_position_embeddings,
): EncoderConfig {
  return {
    vocabSize: raw.vocab_size,
    hiddenSize: raw.hidden_size,
    innerSize: raw.intermediate_size,
    layers: raw.num_hidden_layers,
    heads: divisor(raw, 'num_attention_heads', 'hidden_size'),
    activation: raw.hidden_act,
    epsilon: raw.layer_norm_eps,
    maxPositions,
    inputs,
  };
}

/** The number under `key`, when it divides the one under `wholeKey`. Throws ConversionError naming both keys. */
export function divisor<Key extends string>(raw: Readonly<Record<Key, number>>, key: Key, wholeKey: Key): number {
  if (raw[wholeKey] % raw[key] === 0) return raw[key];
  throw new ConversionError(
    'unsupported',
    `config.json: ${key} is ${raw[key]}, which does not divide ${wholeKey} ${raw[wholeKey]}`,
  );
}

/** The tables that an embedding is the sum of. */
export interface EmbeddingTables {
  /** The name that their tensors begin with, `bert.embeddings`. */
  readonly name: string;
  readonly width: number;
  /** The table of positions: its rows, and the row of the first token. */
  readonly positions?: { readonly rows: number; readonly first: number };
  /** Rows of the table of token types; it is looked up in where the model takes types, else all tokens have type 0. */
  readonly typeRows?: number;
}

/** Words, types and positions, summed and normalised: `[batch, sequence, width]`. */
export function addEmbeddings(
  graph: GraphBuilder,
  { vocabSize, inputs, epsilon }: EncoderConfig,
  { name, width, positions, typeRows }: EmbeddingTables,
): string {
  let x = graph.lookUp(`${name}.word_embeddings.weight`, [vocabSize, width], 'input_ids');
  if (typeRows !== undefined) {
    const table = `${name}.token_type_embeddings.weight`;
    const types = inputs.includes('token_type_ids')
      ? graph.lookUp(table, [typeRows, width], 'token_type_ids')
      : graph.weights.rows(table, [typeRows, width], 0, 1);
    x = graph.sum(x, types);
  }
  if (positions !== undefined) {
    const { rows, first } = positions;
    const table = graph.weights.rows(`${name}.position_embeddings.weight`, [rows, width], first, rows);
    const zero = graph.zero();
    x = graph.sum(x, graph.add('Slice', [table, zero, graph.sequenceLength(), zero]));
  }
  return graph.layerNorm(x, `${name}.LayerNorm`, width, epsilon);
}

/** The tensors of one layer, named without `.weight` and `.bias`. */
export interface LayerTensors {
  readonly query: string;
  readonly key: string;
  readonly value: string;
  readonly attentionOutput: string;
  readonly attentionNorm: string;
  readonly ffnInput: string;
  readonly ffnOutput: string;
  readonly ffnNorm: string;
}

/** The names that BERT gave its tensors, and most others took over. */
export function bertLayer(name: string): LayerTensors {
  return {
    query: `${name}.attention.self.query`,
    key: `${name}.attention.self.key`,
    value: `${name}.attention.self.value`,
    attentionOutput: `${name}.attention.output.dense`,
    attentionNorm: `${name}.attention.output.LayerNorm`,
    ffnInput: `${name}.intermediate.dense`,
    ffnOutput: `${name}.output.dense`,
    ffnNorm: `${name}.output.LayerNorm`,
  };
}

/**
 * What the heads attend to, before the output matrix.
 *
 * @param scoreBias a value added to the scores before softmax, `[1, heads, sequence, sequence]`
 */
export function addSelfAttention(
  graph: GraphBuilder,
  x: string,
  { query, key, value }: LayerTensors,
  { hiddenSize, heads }: EncoderConfig,
  scoreBias?: string,
): string {
  const names = [query, key, value];
  const square = [hiddenSize, hiddenSize] as const;
  const inputs = graph.isInteger('attentionInput')
    ? [...graph.linears(x, names, square, 'attentionInput'), '']
    : [
        ...names.map((name) => graph.product(x, name, square)),
        graph.weights.concatenated(
          `${query}.key.value.bias`,
          names.map((name) => `${name}.bias`),
          hiddenSize,
        ),
      ];
  const mask = scoreBias === undefined ? [] : ['', scoreBias];
  return graph.addContributed('MultiHeadAttention', [...inputs, ...mask], { num_heads: heads });
}

/** The rest of a layer that read `x` and attended to `attended`: both residual sums and the feed-forward part. */
export function addPostNormLayer(
  graph: GraphBuilder,
  x: string,
  attended: string,
  tensors: LayerTensors,
  { hiddenSize, innerSize, activation, epsilon }: EncoderConfig,
): string {
  const attention = graph.linear(attended, tensors.attentionOutput, [hiddenSize, hiddenSize], 'attentionOutput');
  const middle = graph.layerNorm(graph.sum(attention, x), tensors.attentionNorm, hiddenSize, epsilon);
  const expanded = graph.activate(
    graph.linear(middle, tensors.ffnInput, [innerSize, hiddenSize], 'ffnInput'),
    activation,
  );
  const contracted = graph.linear(expanded, tensors.ffnOutput, [hiddenSize, innerSize], 'ffnOutput');
  return graph.layerNorm(graph.sum(contracted, middle), tensors.ffnNorm, hiddenSize, epsilon);
}
