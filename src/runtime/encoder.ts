// tokenizer.json to a tokenizer with exact offsets: the library supplies the vocabulary and splits single words.
import { Tokenizer as LibraryTokenizer } from '@huggingface/tokenizers';
import * as v from 'valibot';
import { makeByteLevelTokenizer } from '../qa/byteLevel';
import type { Tokenizer } from '../qa/tokens';
import type { InputLayout } from '../qa/windows';
import { makeWordPieceTokenizer } from '../qa/wordPiece';
import { ModelError } from './errors';
import { readLayout } from './layout';

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
    type: v.optional(v.literal('WordPiece'), 'WordPiece'),
    unk_token: v.string(),
    continuing_subword_prefix: v.string(),
  }),
});

const byteLevelSchema = v.object({
  normalizer: v.null(),
  pre_tokenizer: v.object({
    type: v.literal('ByteLevel'),
    add_prefix_space: v.literal(false),
    use_regex: v.optional(v.literal(true)),
  }),
  model: v.object({
    type: v.optional(v.literal('BPE'), 'BPE'),
    dropout: v.nullish(v.null()),
    ignore_merges: v.optional(v.literal(false)),
    byte_fallback: v.optional(v.literal(false)),
    continuing_subword_prefix: v.nullish(v.literal('')),
    end_of_word_suffix: v.nullish(v.literal('')),
  }),
});

const specialsSchema = v.object({ added_tokens: v.array(v.object({ id: v.number(), content: v.string() })) });

/** A tokenizer, the layout of its model's input and the ids of its special tokens, by content (`[CLS]`, `</s>`). */
export interface Encoder {
  readonly tokenizer: Tokenizer;
  readonly layout: InputLayout;
  readonly specialIds: ReadonlyMap<string, number>;
}

/** Builds the tokenizer of a parsed tokenizer.json. Throws ModelError `unsupported` for a kind whose offsets are unproved. */
export function makeEncoder(tokenizerJson: object, file: string): Encoder {
  const specials = v.safeParse(specialsSchema, tokenizerJson);
  if (!specials.success) throw new ModelError('unsupported', 'tokenizer.json names no added tokens', file);
  const specialIds = new Map(specials.output.added_tokens.map(({ content, id }) => [content, id]));
  const layout = readLayout(tokenizerJson, file);
  // Without added tokens the library has nothing to match in a text: a literal "[SEP]" in a file is ordinary text.
  const { model } = new LibraryTokenizer({ ...tokenizerJson, added_tokens: [] }, {});
  if (model === null) throw new ModelError('unsupported', 'tokenizer.json has no model', file);
  const idOf = (token: string): number | undefined => model.tokens_to_ids.get(token);

  const wordPiece = v.safeParse(wordPieceSchema, tokenizerJson);
  if (wordPiece.success) {
    const { normalizer, model: settings } = wordPiece.output;
    const tokenizer = makeWordPieceTokenizer({
      split: (word) => model.encode([word]),
      idOf,
      unknownToken: settings.unk_token,
      continuationPrefix: settings.continuing_subword_prefix,
      lowercase: normalizer.lowercase,
      stripAccents: normalizer.strip_accents ?? normalizer.lowercase,
      cleanText: normalizer.clean_text,
      isolateCjk: normalizer.handle_chinese_chars,
    });
    return { tokenizer, layout, specialIds };
  }
  if (v.is(byteLevelSchema, tokenizerJson) && hasMerges(model)) {
    return { tokenizer: makeByteLevelTokenizer({ merge: (word) => model.bpe(word), idOf }), layout, specialIds };
  }
  throw new ModelError('unsupported', 'tokenizer.json is neither BERT WordPiece nor byte-level BPE', file);
}

function hasMerges(model: object): model is { bpe(word: string): string[] } {
  return 'bpe' in model && typeof model.bpe === 'function';
}
