// The tokenizer.json of a Unigram model to its tokenizer.
import * as v from 'valibot';
import {
  applyCharsmap,
  joinSpaces,
  lowercase,
  replaceText,
  type Stage,
  strip,
  stripAccents,
} from '../qa/normalization';
import { makeUnigramTokenizer } from '../qa/unigram';
import { makeUnigramSplitter } from '../qa/unigramPieces';
import { parseCharsmap } from './charsmap';
import {
  checkVocabulary,
  damagedTokenizer,
  readShape,
  type TokenizerOfFile,
  unsupportedTokenizer,
} from './tokenizerShape';

const stepSchema = v.variant('type', [
  v.object({ type: v.literal('Precompiled'), precompiled_charsmap: v.string() }),
  v.object({ type: v.literal('Strip'), strip_left: v.boolean(), strip_right: v.boolean() }),
  v.object({ type: v.literal('Lowercase') }),
  v.object({ type: v.literal('NFKD') }),
  v.object({ type: v.literal('StripAccents') }),
  v.object({
    type: v.literal('Replace'),
    pattern: v.union([
      v.object({ String: v.pipe(v.string(), v.minLength(1), v.maxLength(16)) }),
      v.object({ Regex: v.literal(' {2,}') }),
    ]),
    content: v.pipe(v.string(), v.maxLength(16)),
  }),
]);
type Step = v.InferOutput<typeof stepSchema>;

const metaspaceSchema = v.object({
  type: v.literal('Metaspace'),
  replacement: v.literal('\u2581'),
  str_rep: v.optional(v.literal('\u2581')),
  prepend_scheme: v.optional(v.picklist(['always', 'first', 'never']), 'always'),
  add_prefix_space: v.nullish(v.boolean()),
  split: v.optional(v.literal(true)),
});

const whitespaceSplitSchema = v.object({ type: v.literal('WhitespaceSplit') });
type Splitter = v.InferOutput<typeof metaspaceSchema | typeof whitespaceSplitSchema>;

const schema = v.object({
  normalizer: v.nullable(
    v.variant('type', [
      v.object({ type: v.literal('Sequence'), normalizers: v.pipe(v.array(stepSchema), v.maxLength(16)) }),
      ...stepSchema.options,
    ]),
  ),
  pre_tokenizer: v.variant('type', [
    metaspaceSchema,
    v.object({
      type: v.literal('Sequence'),
      pretokenizers: v.union([
        v.strictTuple([metaspaceSchema]),
        v.strictTuple([whitespaceSplitSchema, metaspaceSchema]),
      ]),
    }),
  ]),
  model: v.object({
    unk_id: v.pipe(v.number(), v.integer(), v.minValue(0)),
    vocab: v.custom<(readonly [piece: string, score: number])[]>(isScored),
    byte_fallback: v.optional(v.literal(false)),
  }),
});

/**
 * The tokenizer of a parsed tokenizer.json with a Unigram model, and the size of its vocabulary.
 *
 * @param reserved special tokens, which no text may spell
 * Throws ModelError naming what is not supported or damaged.
 */
export function readUnigram(tokenizerJson: object, reserved: ReadonlySet<string>, file: string): TokenizerOfFile {
  const { normalizer, pre_tokenizer: splitter, model } = readShape(schema, tokenizerJson, file);
  const vocabularySize = checkVocabulary(
    model.vocab.map(([piece], id) => [piece, id] as const),
    new Set(),
    file,
  );
  if (model.unk_id >= vocabularySize) throw damagedTokenizer(`no piece has unk_id ${model.unk_id}`, file);
  const steps = normalizer === null ? [] : normalizer.type === 'Sequence' ? normalizer.normalizers : [normalizer];
  const parts: readonly Splitter[] = splitter.type === 'Sequence' ? splitter.pretokenizers : [splitter];
  const tokenizer = makeUnigramTokenizer({
    split: makeUnigramSplitter({ pieces: model.vocab, unknownId: model.unk_id, reserved }),
    normalization: readSteps(steps, file),
    sections: parts.some((part) => part.type === 'WhitespaceSplit'),
    prepend: readPrefix(parts, file),
  });
  return { tokenizer, vocabularySize };
}

/** Older files have `add_prefix_space` beside `prepend_scheme`; where they contradict each other the reference refuses. */
function readPrefix(parts: readonly Splitter[], file: string): 'always' | 'first' | 'never' {
  const metaspace = parts.find((part) => part.type === 'Metaspace');
  const scheme = metaspace?.prepend_scheme ?? 'always';
  if (metaspace?.add_prefix_space === false && scheme !== 'never') {
    throw unsupportedTokenizer(`pre_tokenizer.prepend_scheme is ${scheme}, but add_prefix_space is false`, file);
  }
  return scheme;
}

function readSteps(steps: readonly Step[], file: string): Stage[] {
  return steps.flatMap((step, i) => {
    switch (step.type) {
      case 'Precompiled':
        return [applyCharsmap(readCharsmap(step.precompiled_charsmap, file))];
      case 'Strip':
        return [strip(step.strip_left, step.strip_right)];
      case 'Lowercase':
        return [lowercase];
      case 'NFKD':
        // Alone it would have to sort the marks of a letter; before StripAccents there are none left to sort.
        if (steps[i + 1]?.type !== 'StripAccents')
          throw unsupportedTokenizer('normalizer NFKD without StripAccents', file);
        return [stripAccents];
      case 'StripAccents':
        if (steps[i - 1]?.type !== 'NFKD') throw unsupportedTokenizer('normalizer StripAccents without NFKD', file);
        return [];
      case 'Replace':
        if ('String' in step.pattern) return [replaceText(step.pattern.String, step.content)];
        if (Array.from(step.content).length !== 1) {
          throw unsupportedTokenizer('normalizer Replace of spaces by other than one character', file);
        }
        return [joinSpaces(step.content)];
    }
  });
}

function readCharsmap(base64: string, file: string): (text: string) => string | undefined {
  try {
    return parseCharsmap(base64);
  } catch (cause) {
    throw damagedTokenizer(cause instanceof Error ? cause.message : 'the precompiled charsmap', file, { cause });
  }
}

/** A loop of its own: a schema would make an object for each of 250,000 pieces. */
function isScored(vocab: unknown): boolean {
  return (
    Array.isArray(vocab) &&
    vocab.every(
      (entry: unknown) => Array.isArray(entry) && typeof entry[0] === 'string' && typeof entry[1] === 'number',
    )
  );
}
