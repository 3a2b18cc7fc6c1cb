// DistilBERT: BERT without token types, under names of its own.
import * as v from 'valibot';
import {
  activation,
  addEmbeddings,
  addPostNormLayer,
  addSelfAttention,
  divisor,
  type EncoderConfig,
  layerCount,
  positionCount,
  vocabSize,
  width,
} from '../encoder';
import type { GraphBuilder } from '../graphBuilder';

/** The shape of a DistilBERT. */
export interface DistilBertConfig extends EncoderConfig {
  readonly family: 'distilbert';
}

/** Not in its config.json: the code has it. */
const epsilon = 1e-12;

export const distilBertSchema = v.pipe(
  v.object({
    model_type: v.literal('distilbert'),
    vocab_size: vocabSize,
    dim: width,
    hidden_dim: width,
    n_layers: layerCount,
    n_heads: width,
    activation,
    max_position_embeddings: positionCount,
  }),
  v.transform((raw): DistilBertConfig => ({
    family: raw.model_type,
    vocabSize: raw.vocab_size,
    hiddenSize: raw.dim,
    innerSize: raw.hidden_dim,
    layers: raw.n_layers,
    heads: divisor(raw, 'n_heads', 'dim'),
    activation: raw.activation,
    epsilon,
    maxPositions: raw.max_position_embeddings,
    inputs: ['input_ids'],
  })),
);

/** The encoder's last hidden state. */
export function addDistilBert(graph: GraphBuilder, config: DistilBertConfig, prefix: string): string {
  let x = addEmbeddings(graph, config, {
    name: `${prefix}embeddings`,
    width: config.hiddenSize,
    positions: { rows: config.maxPositions, first: 0 },
  });
  for (let layer = 0; layer < config.layers; layer++) {
    const name = `${prefix}transformer.layer.${layer}`;
    const tensors = {
      query: `${name}.attention.q_lin`,
      key: `${name}.attention.k_lin`,
      value: `${name}.attention.v_lin`,
      attentionOutput: `${name}.attention.out_lin`,
      attentionNorm: `${name}.sa_layer_norm`,
      ffnInput: `${name}.ffn.lin1`,
      ffnOutput: `${name}.ffn.lin2`,
      ffnNorm: `${name}.output_layer_norm`,
    };
    x = addPostNormLayer(graph, x, addSelfAttention(graph, x, tensors, config), tensors, config);
  }
  return x;
}
