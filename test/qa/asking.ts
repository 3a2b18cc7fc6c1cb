// A text and what a fake reader thinks of it in, a result out.
import { answerQuestion, type AskObserver, type AskOptions } from '../../src/qa/answer';
import { type DocumentFormat, makeDocument } from '../../src/qa/document';
import type { QaModel } from '../../src/qa/model';
import type { Answer, QaResult } from '../../src/qa/result';
import { plainWords } from './arbitraryText';
import { makeObserver } from './fakeModel';

/** Asks a fake reader about a text. */
export function ask(
  text: string,
  model: QaModel,
  options: AskOptions = {},
  {
    question = 'which port',
    observer = makeObserver(),
    format = 'text',
  }: { question?: string; observer?: AskObserver; format?: DocumentFormat } = {},
): Promise<QaResult> {
  return answerQuestion(makeDocument(text, null, format), question, model, options, observer);
}

/** A model's length: with a question of two words, windows hold 64 words and share 32. */
export const smallest = 64 + 2 + 3;

export const textsOf = (answers: readonly Answer[]): string[] => answers.map(({ text }) => text);

/** Words w0 to w(count - 1), some of them replaced. */
export function wordsWith(count: number, replaced: Readonly<Record<number, string>>): string {
  const words = plainWords(count).split(' ');
  for (const [index, word] of Object.entries(replaced)) words[Number(index)] = word;
  return words.join(' ');
}
