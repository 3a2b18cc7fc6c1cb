// MPNet: BERT without token types, whose heads weigh tokens by their distance too (as T5 does).
import * as v from 'valibot';
import {
  addEmbeddings,
  addPostNormLayer,
  addSelfAttention,
  type EncoderConfig,
  encoderEntries,
  readEncoder,
  size,
} from '../encoder';
import type { GraphBuilder } from '../graphBuilder';

/** The shape of an MPNet. */
export interface MpnetConfig extends EncoderConfig {
  readonly family: 'mpnet';
  readonly distanceBuckets: number;
  readonly positionRows: number;
}

/** Positions count from the one behind the padding token, whose id is fixed in the code. */
const firstPosition = 2;

export const mpnetSchema = v.pipe(
  v.object({
    ...encoderEntries,
    model_type: v.literal('mpnet'),
    max_position_embeddings: v.pipe(encoderEntries.max_position_embeddings, v.minValue(firstPosition + 1)),
    relative_attention_num_buckets: v.pipe(size(1024), v.multipleOf(4)),
  }),
  v.transform((raw): MpnetConfig => ({
    ...readEncoder(raw, ['input_ids'], raw.max_position_embeddings - firstPosition),
    family: raw.model_type,
    distanceBuckets: raw.relative_attention_num_buckets,
    positionRows: raw.max_position_embeddings,
  })),
);

/** The encoder's last hidden state. */
export function addMpnet(graph: GraphBuilder, config: MpnetConfig, prefix: string): string {
  let x = addEmbeddings(graph, config, {
    name: `${prefix}embeddings`,
    width: config.hiddenSize,
    positions: { rows: config.positionRows, first: firstPosition },
  });
  const scoreBias = addDistanceBias(graph, config, `${prefix}encoder.relative_attention_bias.weight`);
  for (let layer = 0; layer < config.layers; layer++) {
    const name = `${prefix}encoder.layer.${layer}`;
    const tensors = {
      query: `${name}.attention.attn.q`,
      key: `${name}.attention.attn.k`,
      value: `${name}.attention.attn.v`,
      attentionOutput: `${name}.attention.attn.o`,
      attentionNorm: `${name}.attention.LayerNorm`,
      ffnInput: `${name}.intermediate.dense`,
      ffnOutput: `${name}.output.dense`,
      ffnNorm: `${name}.output.LayerNorm`,
    };
    x = addPostNormLayer(graph, x, addSelfAttention(graph, x, tensors, config, scoreBias), tensors, config);
  }
  return x;
}

/** Each head's preference for each distance, `[1, heads, sequence, sequence]`; the same in all layers. */
function addDistanceBias(graph: GraphBuilder, config: MpnetConfig, name: string): string {
  const { distanceBuckets, heads, maxPositions } = config;
  const buckets = graph.byDistance('distance_buckets', maxPositions, (distance) =>
    distanceBucket(distance, distanceBuckets),
  );
  const byDistance = graph.add('Gather', [graph.weights.float(name, [distanceBuckets, heads]), buckets], { axis: 0 });
  const byHead = graph.add('Transpose', [byDistance], { perm: [1, 0] });
  const bias = graph.add('Gather', [byHead, graph.distances()], { axis: 1 });
  return graph.add('Unsqueeze', [bias, graph.zero()]);
}

/**
 * The bucket of a distance: half of them for tokens behind, near distances alone, far ones in logarithmic groups, all
 * from 128 on in the last. In single precision, as the model was trained. Source: transformers,
 * modeling_mpnet.py, relative_position_bucket.
 */
export function distanceBucket(distance: number, buckets: number): number {
  const farthest = 128;
  const perSide = buckets / 2;
  const near = perSide / 2;
  const side = distance > 0 ? perSide : 0;
  const length = Math.abs(distance);
  if (length < near) return side + length;
  const { fround } = Math;
  const share = fround(fround(Math.log(length / near)) / fround(Math.log(farthest / near)));
  return side + Math.min(perSide - 1, near + Math.trunc(fround(share * (perSide - near))));
}
