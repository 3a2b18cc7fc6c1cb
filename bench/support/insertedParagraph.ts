// A question on a document, and again with a paragraph of another article in it: how the right answer's confidence moves.
import { type JoinedDocument, paragraphsOf } from '../../src/evaluate/squadDoc';
import { isRight } from '../../src/evaluate/metrics';
import { type AskOptions, answerQuestion } from '../../src/qa/answer';
import { makeDocument } from '../../src/qa/document';
import type { QaModel } from '../../src/qa/model';
import { normalizeAnswer } from '../../src/qa/normalizeAnswer';
import type { QaResult } from '../../src/qa/result';
import { articles, type DocQuestion, squadQuestions } from './squadDocSet';

/** What is known of the right answer of a document. */
export interface RightAnswer {
  readonly verdict: QaResult['verdict'];
  /** Whether no other answer stands before it. */
  readonly first: boolean;
  readonly confidence: number;
  /** Before the correction for how much was read: what its own window says, and nothing else. */
  readonly windowEvidence: number;
  /** Infinity where there is no other answer. */
  readonly margin: number;
}

/** The right answer before and after a paragraph was inserted. */
export interface Insertion {
  /** Whether the paragraph stands next to that of the question, which may then share its window. */
  readonly beside: boolean;
  readonly before: RightAnswer;
  readonly after: RightAnswer;
}

/** Least that a confidence can be: that of an answer which is no longer found. */
const lost: Omit<RightAnswer, 'verdict'> = {
  first: false,
  confidence: 0,
  windowEvidence: -Infinity,
  margin: -Infinity,
};

/** Paragraphs of articles that no question of the report is on. */
const unrelated = paragraphsOf(squadQuestions.filter(({ article }) => articles.fit.includes(article)));

/** The right answer of a document, listed however weak it is. */
export async function findRightAnswer(question: DocQuestion, text: string, model: QaModel): Promise<RightAnswer> {
  const ask = (reader: QaModel, options: AskOptions): Promise<QaResult> =>
    answerQuestion(makeDocument(text, null), question.question, reader, options, {
      now: () => 0,
      stopped: () => false,
    });
  const everything = { threshold: -Infinity, top: Infinity };
  const { verdict } = await ask(model, {});
  const { answers } = await ask(model, everything);
  const rank = answers.findIndex((answer) => isRight(question.answers, answer.text));
  const right = answers[rank];
  if (right === undefined) return { ...lost, verdict };
  const uncorrected = { ...model, rule: { ...model.rule, prior: { windowExponent: 0 } } };
  const same = (await ask(uncorrected, everything)).answers[rank];
  return {
    ...{ verdict, first: rank === 0, confidence: right.confidence },
    ...{ windowEvidence: same?.evidence ?? NaN, margin: right.margin ?? Infinity },
  };
}

/** A document with an unrelated paragraph, without any of the answers, between two of its own or at one of its ends. */
export function withUnrelatedParagraph(
  { text, homeStart }: JoinedDocument,
  answers: readonly string[],
  random: () => number,
): { readonly text: string; readonly beside: boolean } {
  const draw = <Item>(items: readonly Item[]): Item => {
    const drawn = items[Math.floor(random() * items.length)];
    if (drawn === undefined) throw new RangeError('nothing to draw from');
    return drawn;
  };
  const wanted = answers.map((answer) => ` ${normalizeAnswer(answer)} `);
  const inserted = draw(
    unrelated.filter(({ context }) => {
      const words = ` ${normalizeAnswer(context)} `;
      return !wanted.some((answer) => words.includes(answer));
    }),
  ).context;
  const paragraphs = text.split('\n\n');
  const place = draw([...paragraphs.keys(), paragraphs.length]);
  const home = text.slice(0, homeStart).split('\n\n').length - 1;
  return {
    text: [...paragraphs.slice(0, place), inserted, ...paragraphs.slice(place)].join('\n\n'),
    beside: place === home || place === home + 1,
  };
}

/** How much the confidence of the right answer moved. */
export function movedBy({ before, after }: Insertion): number {
  return Math.abs(after.confidence - before.confidence);
}
