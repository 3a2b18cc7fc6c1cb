// What a tokenizer.json must look like before anything reads it: the checks that every kind shares, and their errors.
import * as v from 'valibot';
import type { Tokenizer } from '../qa/tokens';
import { ModelError } from './errors';

/** Most tokens of a vocabulary; the largest of today's readers has 250,000. */
const maxTokens = 1_000_000;

/** Longest token, in UTF-16 units; real ones are runs of dashes or blanks. */
const maxTokenChars = 1024;

/** Longest quotation of a file in an error, in UTF-16 units. */
const maxQuotedChars = 200;

/** What the part of a tokenizer.json that makes its kind gives. */
export interface TokenizerOfFile {
  readonly tokenizer: Tokenizer;
  readonly vocabularySize: number;
}

/** Tokens with their ids, to be checked by `checkVocabulary`. */
export const vocabulary = v.custom<Readonly<Record<string, number>>>(
  (vocab) => typeof vocab === 'object' && vocab !== null && !Array.isArray(vocab),
);

/** A tokenizer.json that this version cannot read: `what` names the part of it. */
export function unsupportedTokenizer(what: string, file: string): ModelError {
  return new ModelError('unsupported', `tokenizer.json: ${what.slice(0, maxQuotedChars)}`, file);
}

/** A tokenizer.json that contradicts itself: `what` says where. */
export function damagedTokenizer(what: string, file: string, options?: ErrorOptions): ModelError {
  return new ModelError('fileDamaged', `tokenizer.json: ${what.slice(0, maxQuotedChars)}`, file, options);
}

/** The parts of a parsed tokenizer.json that a schema wants. Throws ModelError `unsupported` naming the key at fault. */
export function readShape<Schema extends v.GenericSchema>(
  schema: Schema,
  json: object,
  file: string,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, json);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const received = issue.received.slice(0, maxQuotedChars / 2);
  throw unsupportedTokenizer(
    `${v.getDotPath(issue) ?? 'the top'} is ${received}, supported is ${issue.expected ?? 'another'}`,
    file,
  );
}

/**
 * Checks a vocabulary of tokens with their ids, and gives its size: one more than its largest id.
 *
 * @param tokens read twice where two have one id
 * @param added ids that the vocabulary leaves to added tokens
 * Throws ModelError `fileDamaged` naming the first token or id at fault: ids must be whole numbers, each of one token,
 * without a gap.
 */
export function checkVocabulary(
  tokens: Iterable<readonly [token: string, id: unknown]>,
  added: ReadonlySet<number>,
  file: string,
): number {
  const nameOf = (token: string): string => JSON.stringify(token.slice(0, maxQuotedChars / 4));
  const seen = new Uint8Array(maxTokens);
  let size = 0;
  for (const [token, id] of tokens) {
    if (typeof id !== 'number' || !Number.isInteger(id) || id < 0 || id >= maxTokens) {
      throw damagedTokenizer(`the id of ${nameOf(token)} is ${JSON.stringify(id)}`, file);
    }
    if (token.length > maxTokenChars) {
      throw damagedTokenizer(`the token ${nameOf(token)} has ${token.length} characters`, file);
    }
    if (seen[id] === 1) {
      const [other = ''] = Array.from(tokens).find(([, otherId]) => otherId === id) ?? [];
      throw damagedTokenizer(`${nameOf(other)} and ${nameOf(token)} both have the id ${id}`, file);
    }
    seen[id] = 1;
    size = Math.max(size, id + 1);
  }
  for (let id = 0; id < size; id++) {
    if (seen[id] === 0 && !added.has(id)) throw damagedTokenizer(`no token has the id ${id}`, file);
  }
  if (size === 0) throw damagedTokenizer('the vocabulary is empty', file);
  return size;
}

/** The tokenizers refuse a vocabulary that would lose text; here that is a fault of its file. */
export function damagedWhereItThrows(file: string, make: () => Tokenizer): Tokenizer {
  try {
    return make();
  } catch (cause) {
    if (cause instanceof ModelError || !(cause instanceof Error)) throw cause;
    throw damagedTokenizer(cause.message, file, { cause });
  }
}
