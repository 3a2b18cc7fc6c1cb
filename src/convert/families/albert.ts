// ALBERT: narrow embeddings widened once, and one layer that is run again and again.
import * as v from 'valibot';
import {
  addEmbeddings,
  addPostNormLayer,
  addSelfAttention,
  type EncoderConfig,
  encoderEntries,
  readEncoder,
  size,
  width,
} from '../encoder';
import type { GraphBuilder } from '../graphBuilder';

/** The shape of an ALBERT. */
export interface AlbertConfig extends EncoderConfig {
  readonly family: 'albert';
  readonly embeddingSize: number;
  readonly typeRows: number;
}

export const albertSchema = v.pipe(
  v.object({
    ...encoderEntries,
    model_type: v.literal('albert'),
    embedding_size: width,
    type_vocab_size: size(256),
    // All that were published have one group of one layer.
    num_hidden_groups: v.optional(v.literal(1)),
    inner_group_num: v.optional(v.literal(1)),
    position_embedding_type: v.optional(v.literal('absolute')),
  }),
  v.transform((raw): AlbertConfig => ({
    ...readEncoder(raw, raw.type_vocab_size > 1 ? ['input_ids', 'token_type_ids'] : ['input_ids']),
    family: raw.model_type,
    embeddingSize: raw.embedding_size,
    typeRows: raw.type_vocab_size,
  })),
);

/** The encoder's last hidden state. */
export function addAlbert(graph: GraphBuilder, config: AlbertConfig, prefix: string): string {
  const { embeddingSize, hiddenSize, typeRows, maxPositions, layers } = config;
  const embedded = addEmbeddings(graph, config, {
    name: `${prefix}embeddings`,
    width: embeddingSize,
    positions: { rows: maxPositions, first: 0 },
    typeRows,
  });
  let x = graph.linear(embedded, `${prefix}encoder.embedding_hidden_mapping_in`, [hiddenSize, embeddingSize]);
  const name = `${prefix}encoder.albert_layer_groups.0.albert_layers.0`;
  const tensors = {
    query: `${name}.attention.query`,
    key: `${name}.attention.key`,
    value: `${name}.attention.value`,
    attentionOutput: `${name}.attention.dense`,
    attentionNorm: `${name}.attention.LayerNorm`,
    ffnInput: `${name}.ffn`,
    ffnOutput: `${name}.ffn_output`,
    ffnNorm: `${name}.full_layer_layer_norm`,
  };
  for (let layer = 0; layer < layers; layer++) {
    x = addPostNormLayer(graph, x, addSelfAttention(graph, x, tensors, config), tensors, config);
  }
  return x;
}
