// tokenizer.json to a tokenizer with exact offsets: the library supplies the vocabulary and splits single words.
import { BPE, WordPiece } from '@huggingface/tokenizers';
import * as v from 'valibot';
import { makeByteLevelTokenizer, withLeadingBlank } from '../qa/byteLevel';
import type { Tokenizer } from '../qa/tokens';
import type { InputLayout } from '../qa/windows';
import { makeWordPieceTokenizer } from '../qa/wordPiece';
import { ModelError } from './errors';
import { readLayout } from './layout';
import { checkVocabulary, damagedTokenizer, readShape, unsupportedTokenizer } from './tokenizerShape';
import { readUnigram } from './unigramShape';

const tokenId = v.pipe(v.number(), v.integer(), v.minValue(0));
const vocabulary = v.custom<Readonly<Record<string, number>>>(
  (vocab) => typeof vocab === 'object' && vocab !== null && !Array.isArray(vocab),
);

const wordPieceSchema = v.object({
  normalizer: v.object({
    type: v.literal('BertNormalizer'),
    clean_text: v.boolean(),
    handle_chinese_chars: v.boolean(),
    strip_accents: v.nullable(v.boolean()),
    lowercase: v.boolean(),
  }),
  pre_tokenizer: v.object({ type: v.literal('BertPreTokenizer') }),
  model: v.object({
    unk_token: v.string(),
    continuing_subword_prefix: v.string(),
    max_input_chars_per_word: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)), 100),
    vocab: vocabulary,
  }),
});

const byteLevelSchema = v.object({
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

const kindSchema = v.object({
  added_tokens: v.array(v.object({ id: tokenId, content: v.string() })),
  model: v.looseObject({ type: v.optional(v.string()) }),
});

/** A tokenizer, the layout of its model's input and the ids of its special tokens, by content (`[CLS]`, `</s>`). */
export interface Encoder {
  readonly tokenizer: Tokenizer;
  readonly layout: InputLayout;
  readonly specialIds: ReadonlyMap<string, number>;
  /** One more than the largest id that tokens and layout can have. */
  readonly vocabularySize: number;
}

interface Kind {
  readonly tokenizer: Tokenizer;
  readonly vocabularySize: number;
}

/**
 * Builds the tokenizer of a parsed tokenizer.json. Throws ModelError: `unsupported` for a kind whose offsets are
 * unproved, naming the key, and `fileDamaged` for a vocabulary that contradicts itself.
 *
 * Added tokens are never looked for in a text: a literal "[SEP]" in a file is ordinary text.
 */
export function makeEncoder(tokenizerJson: object, file: string): Encoder {
  const { added_tokens: added, model } = readShape(kindSchema, tokenizerJson, file);
  const specialIds = new Map(added.map(({ content, id }) => [content, id]));
  const layout = readLayout(tokenizerJson, file);
  const { tokenizer, vocabularySize } = readKind(model.type ?? kindOf(model), tokenizerJson, specialIds, file);
  const layoutIds = [...layout.before, ...layout.between, ...layout.after];
  return { tokenizer, layout, specialIds, vocabularySize: Math.max(vocabularySize, ...layoutIds.map((id) => id + 1)) };
}

/**
 * Throws ModelError `fileDamaged` where a tokenizer has tokens that its model has not.
 *
 * @param modelTokens `vocab_size` of the model's config.json
 */
export function requireTokensOf({ vocabularySize }: Encoder, modelTokens: number, file: string): void {
  if (vocabularySize <= modelTokens) return;
  throw damagedTokenizer(`it has ${vocabularySize} tokens, the model ${modelTokens} (vocab_size in config.json)`, file);
}

function readKind(kind: string, tokenizerJson: object, specialIds: ReadonlyMap<string, number>, file: string): Kind {
  const addedIds = new Set(specialIds.values());
  switch (kind) {
    case 'WordPiece':
      return readWordPiece(tokenizerJson, addedIds, file);
    case 'BPE':
      return readByteLevel(tokenizerJson, addedIds, file);
    case 'Unigram':
      return readUnigram(tokenizerJson, new Set(specialIds.keys()), file);
    default:
      throw unsupportedTokenizer(
        `model.type is ${JSON.stringify(kind)}, supported are WordPiece, BPE and Unigram`,
        file,
      );
  }
}

/** The kind of a model in files from before models had a type, by what only it has. */
function kindOf(model: object): string {
  if ('merges' in model) return 'BPE';
  if ('max_input_chars_per_word' in model) return 'WordPiece';
  if ('unk_id' in model) return 'Unigram';
  return 'missing';
}

function readWordPiece(tokenizerJson: object, added: ReadonlySet<number>, file: string): Kind {
  const { normalizer, model } = readShape(wordPieceSchema, tokenizerJson, file);
  const vocabularySize = checkVocabulary(Object.entries(model.vocab), added, file);
  const library = new WordPiece({ type: 'WordPiece', ...model });
  const tokenizer = damagedWhereItThrows(file, () =>
    makeWordPieceTokenizer({
      split: (word) => library.encode([word]),
      idOf: (token) => library.tokens_to_ids.get(token),
      unknownToken: model.unk_token,
      continuationPrefix: model.continuing_subword_prefix,
      lowercase: normalizer.lowercase,
      stripAccents: normalizer.strip_accents ?? normalizer.lowercase,
      cleanText: normalizer.clean_text,
      isolateCjk: normalizer.handle_chinese_chars,
    }),
  );
  return { tokenizer, vocabularySize };
}

function readByteLevel(tokenizerJson: object, added: ReadonlySet<number>, file: string): Kind {
  const { pre_tokenizer: splitter, model } = readShape(byteLevelSchema, tokenizerJson, file);
  const vocabularySize = checkVocabulary(Object.entries(model.vocab), added, file);
  const library = new BPE({
    type: 'BPE',
    vocab: model.vocab,
    merges: model.merges.map((merge) => checkMerge(merge, model.vocab, file)),
    ignore_merges: false,
  });
  const tokenizer = damagedWhereItThrows(file, () =>
    makeByteLevelTokenizer({
      merge: (word) => library.bpe(word),
      idOf: (token) => library.tokens_to_ids.get(token),
    }),
  );
  return { tokenizer: splitter.add_prefix_space ? withLeadingBlank(tokenizer) : tokenizer, vocabularySize };
}

/** The tokenizers refuse a vocabulary that would lose text; here that is a fault of its file. */
function damagedWhereItThrows(file: string, make: () => Tokenizer): Tokenizer {
  try {
    return make();
  } catch (cause) {
    if (cause instanceof ModelError || !(cause instanceof Error)) throw cause;
    throw damagedTokenizer(cause.message, file, { cause });
  }
}

/**
 * A merge as its two tokens; files have `"a b"` or `["a", "b"]`. Without a schema: there are 50,000 of them, and each
 * reader is opened while somebody waits.
 */
function checkMerge(merge: unknown, vocab: Readonly<Record<string, number>>, file: string): [string, string] {
  const parts: readonly unknown[] = typeof merge === 'string' ? merge.split(' ') : Array.isArray(merge) ? merge : [];
  const [first, second] = parts;
  if (parts.length === 2 && typeof first === 'string' && typeof second === 'string') {
    const known = Object.hasOwn(vocab, first) && Object.hasOwn(vocab, second) && Object.hasOwn(vocab, first + second);
    if (known) return [first, second];
  }
  throw damagedTokenizer(`the merge ${JSON.stringify(merge)} is not of tokens in the vocabulary`, file);
}
