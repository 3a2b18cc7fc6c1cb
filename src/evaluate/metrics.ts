// What one prediction is worth, as the official SQuAD 2.0 evaluation counts it.
import { normalizedWords } from '../qa/normalizeAnswer';

/** From this token F1 on an answer counts as right: it shares most of its words with one of the right ones. */
const leastRightF1 = 0.5;

/** Whether a text is one of the answers, or nearly; never where there are none. */
export function isRight(answers: readonly string[], text: string): boolean {
  return answers.length > 0 && scoreAnswer(answers, text).f1 >= leastRightF1;
}

/** What one prediction is worth: both from 0 to 1. */
export interface AnswerScore {
  readonly exact: number;
  readonly f1: number;
}

/** Scores one prediction, "" being a refusal, against the texts that count as right; none when it has no answer. */
export function scoreAnswer(answers: readonly string[], prediction: string): AnswerScore {
  const predicted = normalizedWords(prediction);
  const golds = answers.map(normalizedWords).filter((words) => words.length > 0);
  if (golds.length === 0) golds.push([]);
  const text = predicted.join(' ');
  return {
    exact: golds.some((gold) => gold.join(' ') === text) ? 1 : 0,
    f1: Math.max(...golds.map((gold) => wordsF1(gold, predicted))),
  };
}

/** F1 over the words of two answers as multisets; when either has none, 1 if both have none, else 0. */
function wordsF1(gold: readonly string[], predicted: readonly string[]): number {
  if (gold.length === 0 || predicted.length === 0) return gold.length === predicted.length ? 1 : 0;
  const left = new Map<string, number>();
  for (const word of gold) left.set(word, (left.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of predicted) {
    const remaining = left.get(word) ?? 0;
    if (remaining === 0) continue;
    left.set(word, remaining - 1);
    shared++;
  }
  if (shared === 0) return 0;
  const precision = shared / predicted.length;
  const recall = shared / gold.length;
  return (2 * precision * recall) / (precision + recall);
}
