// Tensors of a file that a graph does not use: left over from training, or a part of the model that we do not know.
import { ConversionError } from './errors';
import { nameSome } from './weights';

/** Inside an encoder's names, but no part of what it computes for a span head. */
const harmless = [
  /\.embeddings\.(?:position_ids|token_type_ids)$/,
  // The vector of a whole text, for classifiers.
  /^[a-z]+\.pooler\.(?:dense\.)?(?:weight|bias)$/,
  // DeBERTa v3's files may keep a table that `position_biased_input: false` switches off.
  /^deberta\.embeddings\.position_embeddings\.weight$/,
];

/**
 * Throws ConversionError `unsupported` when an unused tensor belongs to a part of the model that is read, since answers
 * without it (an adapter, a further layer, the scale of a quantised matrix) would be wrong.
 *
 * @param parts what the names of the parts that are read begin with
 */
export function refuseForeignTensors(unused: readonly string[], parts: readonly string[]): void {
  const foreign = unused.filter(
    (name) => parts.some((part) => name.startsWith(part)) && !harmless.some((pattern) => pattern.test(name)),
  );
  if (foreign.length > 0) throw new ConversionError('unsupported', `${nameSome(foreign)} not part of the family`);
}
