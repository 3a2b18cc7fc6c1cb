// tokenizer.json to a tokenizer with exact offsets.
import { WordPiece } from '@huggingface/tokenizers';
import * as v from 'valibot';
import type { Tokenizer } from '../qa/tokens';
import type { InputLayout } from '../qa/windows';
import { makeWordPieceTokenizer } from '../qa/wordPiece';
import { readByteLevel } from './byteLevelShape';
import { readLayout } from './layout';
import {
  checkVocabulary,
  damagedTokenizer,
  damagedWhereItThrows,
  readShape,
  type TokenizerOfFile,
  unsupportedTokenizer,
  vocabulary,
} from './tokenizerShape';
import { readUnigram } from './unigramShape';

const tokenId = v.pipe(v.number(), v.integer(), v.minValue(0));

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

function readKind(
  kind: string,
  tokenizerJson: object,
  specialIds: ReadonlyMap<string, number>,
  file: string,
): TokenizerOfFile {
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

function readWordPiece(tokenizerJson: object, added: ReadonlySet<number>, file: string): TokenizerOfFile {
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
