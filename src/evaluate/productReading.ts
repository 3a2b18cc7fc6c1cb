// A question and a text in, what the product says of them out: the way of every question, kept for scoring.
import { answerQuestion, type AskObserver, type AskOptions } from '../qa/answer';
import { makeDocument } from '../qa/document';
import type { QaModel } from '../qa/model';
import { noSpan, type QuestionReading } from './squadReading';

/** Reads a question; undefined when it was stopped meanwhile. Throws QaError as `answerQuestion` does. */
export async function readByProduct(
  question: string,
  text: string,
  model: QaModel,
  options: Pick<AskOptions, 'strictness' | 'threshold' | 'overlap'>,
  observer: Pick<AskObserver, 'now' | 'stopped'>,
): Promise<QuestionReading | undefined> {
  const { state, verdict, confidence, answers, closest, coverage } = await answerQuestion(
    makeDocument(text, null),
    question,
    model,
    { ...options, top: 1 },
    { now: () => observer.now(), stopped: () => observer.stopped() },
  );
  if (state === 'stopped') return undefined;
  const shown = { verdict, confidence, windows: coverage.windowsRead };
  const best = answers[0] ?? closest;
  if (best === null) return { ...shown, ...noSpan };
  const { text: span, start, end, evidence, confidence: spanConfidence } = best;
  return { ...shown, text: span, start, end, evidence, spanConfidence };
}
