// The tokenizer.json of a byte-level BPE to its tokenizer. Of 50,000 merges, while somebody waits for the reader: so each
// token is looked up once, and no schema is applied to a merge.
import * as v from 'valibot';
import { makeByteLevelTokenizer, withLeadingBlank } from '../qa/byteLevel';
import { type MergeList, Merger } from '../qa/bytePairs';
import type { ModelError } from './errors';
import {
  checkVocabulary,
  damagedTokenizer,
  damagedWhereItThrows,
  readShape,
  type TokenizerOfFile,
  vocabulary,
} from './tokenizerShape';

const schema = v.object({
  normalizer: v.null(),
  pre_tokenizer: v.object({
    type: v.literal('ByteLevel'),
    add_prefix_space: v.boolean(),
    use_regex: v.optional(v.literal(true)),
  }),
  model: v.object({
    dropout: v.nullish(v.null()),
    ignore_merges: v.optional(v.literal(false)),
    byte_fallback: v.optional(v.literal(false)),
    continuing_subword_prefix: v.nullish(v.literal('')),
    end_of_word_suffix: v.nullish(v.literal('')),
    vocab: vocabulary,
    merges: v.custom<readonly unknown[]>(Array.isArray),
  }),
});

/**
 * The tokenizer of a parsed tokenizer.json with a byte-level BPE, and the size of its vocabulary.
 *
 * @param added ids that the vocabulary leaves to added tokens
 * Throws ModelError naming what is not supported or damaged.
 */
export function readByteLevel(tokenizerJson: object, added: ReadonlySet<number>, file: string): TokenizerOfFile {
  const { pre_tokenizer: splitter, model } = readShape(schema, tokenizerJson, file);
  const ids = new Map<string, number>();
  for (const token of Object.keys(model.vocab)) ids.set(token, model.vocab[token] ?? NaN);
  const vocabularySize = checkVocabulary(ids, added, file);
  const merger = new Merger(readMerges(model.merges, ids, file));
  const tokenizer = damagedWhereItThrows(file, () =>
    makeByteLevelTokenizer({ idOf: (token) => ids.get(token), merge: (bytes) => merger.merge(bytes) }),
  );
  return { tokenizer: splitter.add_prefix_space ? withLeadingBlank(tokenizer) : tokenizer, vocabularySize };
}

function readMerges(merges: readonly unknown[], ids: ReadonlyMap<string, number>, file: string): MergeList {
  const firsts = new Int32Array(merges.length);
  const seconds = new Int32Array(merges.length);
  const merged = new Int32Array(merges.length);
  merges.forEach((merge, rank) => {
    const [first, second] = partsOf(merge, file);
    const firstId = ids.get(first);
    const secondId = ids.get(second);
    const mergedId = ids.get(first + second);
    if (firstId === undefined || secondId === undefined || mergedId === undefined) throw damagedMerge(merge, file);
    firsts[rank] = firstId;
    seconds[rank] = secondId;
    merged[rank] = mergedId;
  });
  return { firsts, seconds, merged };
}

/** The two tokens of a merge; files have `"a b"` or `["a", "b"]`. */
function partsOf(merge: unknown, file: string): readonly [string, string] {
  if (typeof merge === 'string') {
    const blank = merge.indexOf(' ');
    if (blank >= 0 && !merge.includes(' ', blank + 1)) return [merge.slice(0, blank), merge.slice(blank + 1)];
  } else if (Array.isArray(merge) && merge.length === 2) {
    const [first, second] = merge as unknown[];
    if (typeof first === 'string' && typeof second === 'string') return [first, second];
  }
  throw damagedMerge(merge, file);
}

function damagedMerge(merge: unknown, file: string): ModelError {
  return damagedTokenizer(`the merge ${JSON.stringify(merge)} is not of tokens in the vocabulary`, file);
}
