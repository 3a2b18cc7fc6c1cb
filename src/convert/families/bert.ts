// BERT and those that differ from it only in their embeddings: RoBERTa, XLM-RoBERTa and ELECTRA.
import * as v from 'valibot';
import {
  addEmbeddings,
  addPostNormLayer,
  addSelfAttention,
  bertLayer,
  type EncoderConfig,
  encoderEntries,
  readEncoder,
  size,
  width,
} from '../encoder';
import type { GraphBuilder } from '../graphBuilder';

/** The shape of a BERT, RoBERTa or ELECTRA. */
export interface BertConfig extends EncoderConfig {
  readonly family: 'bert' | 'roberta' | 'xlm-roberta' | 'electra';
  /** ELECTRA's may be smaller than the hidden size. */
  readonly embeddingSize: number;
  readonly typeRows: number;
  readonly positionRows: number;
  /** The row of the first token's position: RoBERTa counts from the one behind its padding token. */
  readonly firstPosition: number;
}

const entries = {
  ...encoderEntries,
  type_vocab_size: size(256),
  position_embedding_type: v.optional(v.literal('absolute')),
  is_decoder: v.optional(v.literal(false)),
};

export const bertSchema = v.pipe(
  v.object({ ...entries, model_type: v.literal('bert') }),
  v.transform((raw): BertConfig => ({ ...readTyped(raw), family: raw.model_type, embeddingSize: raw.hidden_size })),
);

export const electraSchema = v.pipe(
  v.object({ ...entries, model_type: v.literal('electra'), embedding_size: width }),
  v.transform((raw): BertConfig => ({ ...readTyped(raw), family: raw.model_type, embeddingSize: raw.embedding_size })),
);

export const robertaSchema = v.pipe(
  v.object({
    ...entries,
    model_type: v.picklist(['roberta', 'xlm-roberta']),
    pad_token_id: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000)),
  }),
  v.check(
    (raw) => raw.max_position_embeddings > raw.pad_token_id + 1,
    'max_position_embeddings leaves no position behind pad_token_id',
  ),
  v.transform((raw): BertConfig => {
    const positionRows = raw.max_position_embeddings;
    const firstPosition = raw.pad_token_id + 1;
    return {
      // Its tokenizers give every token type 0, whatever the table would hold.
      ...readEncoder(raw, ['input_ids'], positionRows - firstPosition),
      family: raw.model_type,
      embeddingSize: raw.hidden_size,
      typeRows: raw.type_vocab_size,
      positionRows,
      firstPosition,
    };
  }),
);

function readTyped(
  raw: v.InferOutput<v.ObjectSchema<typeof entries, undefined>>,
): Omit<BertConfig, 'family' | 'embeddingSize'> {
  return {
    ...readEncoder(raw, raw.type_vocab_size > 1 ? ['input_ids', 'token_type_ids'] : ['input_ids']),
    typeRows: raw.type_vocab_size,
    positionRows: raw.max_position_embeddings,
    firstPosition: 0,
  };
}

/** The encoder's last hidden state. */
export function addBert(graph: GraphBuilder, config: BertConfig, prefix: string): string {
  const { embeddingSize, hiddenSize, typeRows, positionRows, firstPosition, layers } = config;
  let x = addEmbeddings(graph, config, {
    name: `${prefix}embeddings`,
    width: embeddingSize,
    positions: { rows: positionRows, first: firstPosition },
    typeRows,
  });
  if (embeddingSize !== hiddenSize) {
    x = graph.linear(x, `${prefix}embeddings_project`, [hiddenSize, embeddingSize]);
  }
  for (let layer = 0; layer < layers; layer++) {
    const tensors = bertLayer(`${prefix}encoder.layer.${layer}`);
    x = addPostNormLayer(graph, x, addSelfAttention(graph, x, tensors, config), tensors, config);
  }
  return x;
}
