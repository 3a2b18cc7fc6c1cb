// A question and a text in, what the reference rules say of them out: their windows, their choice, kept for scoring.
import type { AskObserver, AskOptions } from '../qa/answer';
import { confidenceAt } from '../qa/confidence';
import type { QaModel } from '../qa/model';
import type { Thresholds } from '../qa/result';
import { layOut, planWindows } from '../qa/windows';
import { type ReadWindow, referencePrediction, referenceWindows } from './referenceRules';
import { noSpan, type QuestionReading } from './squadReading';

/** The thresholds of the reference rules: they know no maybe. */
export function referenceThresholds(threshold = 0): Thresholds {
  return { answer: threshold, maybe: threshold };
}

/**
 * Reads a question; undefined when it was stopped meanwhile. Throws QaError `noContextRoom`. The rules have no
 * confidence of their own: it is the model's calibration of their evidence.
 */
export async function readByReference(
  question: string,
  text: string,
  model: QaModel,
  { threshold, overlap }: Pick<AskOptions, 'threshold' | 'overlap'>,
  observer: Pick<AskObserver, 'stopped'>,
): Promise<QuestionReading | undefined> {
  const context = model.tokenizer.encode(text);
  const plan = planWindows(model.tokenizer.encode(question), model.layout, model.maxLength, overlap);
  const read: ReadWindow[] = [];
  for (const window of referenceWindows(context.ids.length, plan.room, plan.overlap)) {
    if (observer.stopped()) return undefined;
    const input = layOut(window, plan.questionIds, context, model.layout);
    read.push({ window, contextOffset: input.contextOffset, logits: await model.read(input) });
  }
  const { span, noAnswerDifference, margin } = referencePrediction(read, context, text);
  const evidence = -noAnswerDifference;
  const features = { evidence, margin, logWindows: Math.log(Math.max(1, context.ids.length / plan.room)) };
  const verdict = evidence >= referenceThresholds(threshold).answer ? 'answer' : 'noAnswer';
  const spanConfidence = confidenceAt(model.rule.calibration.answer, features);
  const confidence = verdict === 'answer' ? spanConfidence : confidenceAt(model.rule.calibration.noAnswer, features);
  const found = span === null ? noSpan : { ...span, evidence, spanConfidence };
  return { verdict, confidence, windows: read.length, ...found };
}
