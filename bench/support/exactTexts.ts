// English prose of an exact number of tokens, of the full reader's tokenizer.
import { readFileSync } from 'node:fs';
import { at } from '../../src/qa/tokens';
import { type Encoder, makeEncoder } from '../../src/runtime/encoder';
import { squadQuestions } from './squadDocSet';

/** A question and a text that fill one window of so many tokens, special tokens included. */
export interface ExactWindow {
  readonly tokens: number;
  readonly question: string;
  readonly context: string;
}

const file = 'test/fixtures/tinyroberta-squad2/tokenizer.json';

export function fullReaderEncoder(): Encoder {
  return makeEncoder(JSON.parse(readFileSync(file, 'utf8')) as object, file);
}

/** Questions of the public SQuAD 2.0 set, one of each paragraph. */
export const questions = [...new Map(squadQuestions.map(({ context, question }) => [context, question])).values()];

export function exactWindow({ tokenizer, layout }: Encoder, tokens: number): ExactWindow {
  const question = questions[0] ?? '';
  const specials = layout.before.length + layout.between.length + layout.after.length;
  const context = exactText({ tokenizer }, tokens - tokenizer.encode(question).ids.length - specials);
  return { tokens, question, context };
}

/** Paragraphs of the public SQuAD 2.0 set, the last one cut. */
export function exactText({ tokenizer }: Pick<Encoder, 'tokenizer'>, tokens: number): string {
  const paragraphs = [...new Set(squadQuestions.map(({ context }) => context))];
  for (let first = 0; first < paragraphs.length; first++) {
    const text = paragraphs.slice(first).join('\n\n');
    const { ids, ends } = tokenizer.encode(text);
    if (ids.length < tokens) break;
    const cut = text.slice(0, at(ends, tokens - 1));
    // A word that was cut may be other tokens.
    if (tokenizer.encode(cut).ids.length === tokens) return cut;
  }
  throw new Error(`no part of the prose has ${tokens} tokens`);
}
