// DeBERTa v2 and v3: no positions in the embeddings; attention weighs content against content, content against distance
// and distance against content ("disentangled", He et al., 2021).
import * as v from 'valibot';
import {
  addEmbeddings,
  addPostNormLayer,
  bertLayer,
  type EncoderConfig,
  encoderEntries,
  type LayerTensors,
  readEncoder,
  size,
} from '../encoder';
import type { GraphBuilder } from '../graphBuilder';

/** The shape of a DeBERTa. */
export interface DebertaV2Config extends EncoderConfig {
  readonly family: 'deberta-v2';
  /** Buckets of distances on either side. */
  readonly positionBuckets: number;
  /** Distances from this on are in the last bucket. */
  readonly farthest: number;
}

/** What the question answering models of the v3 line have; other settings are refused by their key. */
export const debertaV2Schema = v.pipe(
  v.object({
    ...encoderEntries,
    model_type: v.literal('deberta-v2'),
    type_vocab_size: v.literal(0),
    relative_attention: v.literal(true),
    position_biased_input: v.literal(false),
    share_att_key: v.literal(true),
    norm_rel_ebd: v.literal('layer_norm'),
    pos_att_type: v.pipe(
      v.union([v.string(), v.array(v.string())]),
      v.transform((types) => (typeof types === 'string' ? types.toLowerCase().split('|') : types).toSorted().join('|')),
      v.literal('c2p|p2c'),
    ),
    position_buckets: size(8192),
    max_relative_positions: v.optional(v.pipe(v.number(), v.integer(), v.maxValue(65_536)), -1),
    conv_kernel_size: v.optional(v.literal(0)),
    embedding_size: v.optional(v.number()),
    attention_head_size: v.optional(v.number()),
  }),
  v.check(
    ({ embedding_size: embedded, hidden_size: hidden }) => embedded === undefined || embedded === hidden,
    'embedding_size differs from hidden_size',
  ),
  v.check(
    ({ attention_head_size: head, num_attention_heads: heads, hidden_size: hidden }) =>
      head === undefined || head * heads === hidden,
    'attention_head_size times num_attention_heads is not hidden_size',
  ),
  v.transform((raw): DebertaV2Config => ({
    ...readEncoder(raw, ['input_ids']),
    family: raw.model_type,
    positionBuckets: raw.position_buckets,
    farthest: raw.max_relative_positions < 1 ? raw.max_position_embeddings : raw.max_relative_positions,
  })),
);

/** The encoder's last hidden state. */
export function addDebertaV2(graph: GraphBuilder, config: DebertaV2Config, prefix: string): string {
  let x = addEmbeddings(graph, config, { name: `${prefix}embeddings`, width: config.hiddenSize });
  const distances = addDistances(graph, config, prefix);
  for (let layer = 0; layer < config.layers; layer++) {
    const bert = bertLayer(`${prefix}encoder.layer.${layer}`);
    const tensors = { ...bert, query: `${bert.query}_proj`, key: `${bert.key}_proj`, value: `${bert.value}_proj` };
    x = addPostNormLayer(graph, x, addDisentangledAttention(graph, x, tensors, config, distances), tensors, config);
  }
  return x;
}

/** What all layers know of distances. */
interface Distances {
  /** The embedding of each bucket, `[2 * buckets, hidden]`. */
  readonly embeddings: string;
  /** The bucket of row less column, `[batch, heads, sequence, sequence]`. */
  readonly fromColumn: string;
  /** The bucket of column less row. */
  readonly fromRow: string;
}

function addDistances(graph: GraphBuilder, config: DebertaV2Config, prefix: string): Distances {
  const { hiddenSize, heads, positionBuckets, farthest, maxPositions, epsilon } = config;
  const rows = 2 * positionBuckets;
  const table = graph.weights.float(`${prefix}encoder.rel_embeddings.weight`, [rows, hiddenSize]);
  const embeddings = graph.layerNorm(table, `${prefix}encoder.LayerNorm`, hiddenSize, epsilon);
  const buckets = graph.byDistance('distance_buckets', maxPositions, (distance) => {
    const bucket = positionBuckets + signedBucket(distance, positionBuckets, farthest);
    return Math.min(rows - 1, Math.max(0, bucket));
  });
  const fromRow = graph.add('Gather', [buckets, graph.distances()], { axis: 0 });
  const fromColumn = graph.add('Transpose', [fromRow], { perm: [1, 0] });
  const batch = graph.add('Shape', ['input_ids'], { start: 0, end: 1 });
  const shape = graph.add('Concat', [batch, graph.weights.integers('each_head', [heads, 1, 1])], { axis: 0 });
  return {
    embeddings,
    fromColumn: graph.add('Expand', [fromColumn, shape]),
    fromRow: graph.add('Expand', [fromRow, shape]),
  };
}

function addDisentangledAttention(
  graph: GraphBuilder,
  x: string,
  tensors: LayerTensors,
  { hiddenSize, heads }: DebertaV2Config,
  { embeddings, fromColumn, fromRow }: Distances,
): string {
  const square = [hiddenSize, hiddenSize] as const;
  const names = [tensors.query, tensors.key, tensors.value];
  const [query = '', key = '', value = ''] = graph.linears(x, names, square, 'attentionInput');
  // Three kinds of scores are summed, and scaled down as one.
  const scale = 1 / Math.sqrt((3 * hiddenSize) / heads);
  const byHead = (y: string, batch: 0 | 1): string => {
    const shape = graph.weights.integers(batch === 0 ? 'heads_apart' : 'heads_apart_once', [
      batch,
      batch === 0 ? 0 : -1,
      heads,
      hiddenSize / heads,
    ]);
    return graph.add('Transpose', [graph.add('Reshape', [y, shape])], { perm: [0, 2, 1, 3] });
  };
  /** Scores of tokens against buckets, each picked for the distance of row and column. */
  const scores = (tokens: string, name: string, index: string): string => {
    const distances = byHead(graph.linear(embeddings, name, square), 1);
    return graph.add('GatherElements', [graph.productTransposed(byHead(tokens, 0), distances, scale), index], {
      axis: 3,
    });
  };
  const contentToPosition = scores(query, tensors.key, fromColumn);
  const positionToContent = graph.add('Transpose', [scores(key, tensors.query, fromRow)], { perm: [0, 1, 3, 2] });
  const scoreBias = graph.sum(contentToPosition, positionToContent);
  return graph.addContributed('MultiHeadAttention', [query, key, value, '', '', scoreBias], {
    num_heads: heads,
    scale: { float: scale },
  });
}

/**
 * The bucket of a distance, from -buckets to buckets: near distances are their own, far ones share logarithmic groups.
 * In single precision, as the model was trained. Source: transformers, modeling_deberta_v2.py,
 * make_log_bucket_position.
 */
export function signedBucket(distance: number, buckets: number, farthest: number): number {
  const middle = buckets >> 1;
  const length = Math.abs(distance);
  if (length <= middle) return distance;
  const { fround } = Math;
  const share = fround(fround(Math.log(fround(length / middle))) / fround(Math.log(fround((farthest - 1) / middle))));
  return Math.sign(distance) * (Math.ceil(fround(share * (middle - 1))) + middle);
}
