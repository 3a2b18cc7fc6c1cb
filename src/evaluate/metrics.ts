// Exact match and F1 as the official SQuAD 2.0 evaluation counts them.
import { normalizeAnswer, normalizedWords } from '../qa/normalizeAnswer';
import type { SquadQuestion } from './squad';

/** Percentages over the questions named; `HasAns`/`NoAns` split them by whether they have an answer. */
export interface SquadScores {
  readonly exact: number;
  readonly f1: number;
  readonly HasAns_exact: number;
  readonly HasAns_f1: number;
  readonly NoAns_exact: number;
  readonly NoAns_f1: number;
}

/** 1 when two answers are the same after SQuAD's normalisation, else 0. */
function exactMatch(gold: string, predicted: string): number {
  return normalizeAnswer(gold) === normalizeAnswer(predicted) ? 1 : 0;
}

/** F1 over the words of two answers as multisets; when either has none, 1 if both have none, else 0. */
function tokenF1(gold: string, predicted: string): number {
  const goldWords = normalizedWords(gold);
  const predictedWords = normalizedWords(predicted);
  if (goldWords.length === 0 || predictedWords.length === 0) return goldWords.length === predictedWords.length ? 1 : 0;
  const left = new Map<string, number>();
  for (const word of goldWords) left.set(word, (left.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of predictedWords) {
    const remaining = left.get(word) ?? 0;
    if (remaining === 0) continue;
    left.set(word, remaining - 1);
    shared++;
  }
  if (shared === 0) return 0;
  const precision = shared / predictedWords.length;
  const recall = shared / goldWords.length;
  return (2 * precision * recall) / (precision + recall);
}

/** What one prediction is worth: both from 0 to 1. */
export interface AnswerScore {
  readonly exact: number;
  readonly f1: number;
}

/** Scores one prediction, "" being a refusal, against the texts that count as right; none when it has no answer. */
export function scoreAnswer(answers: readonly string[], prediction: string): AnswerScore {
  const golds = answers.filter((answer) => normalizeAnswer(answer) !== '');
  if (golds.length === 0) golds.push('');
  return {
    exact: Math.max(...golds.map((gold) => exactMatch(gold, prediction))),
    f1: Math.max(...golds.map((gold) => tokenF1(gold, prediction))),
  };
}

/** Scores predictions, "" being a refusal. Throws an Error that names a question without a prediction. */
export function scoreSquad(questions: readonly SquadQuestion[], predictions: ReadonlyMap<string, string>): SquadScores {
  const scored = questions.map(({ id, answers }) => {
    const prediction = predictions.get(id);
    if (prediction === undefined) throw new Error(`no prediction for the question ${id}`);
    return { answerable: answers.length > 0, ...scoreAnswer(answers, prediction) };
  });
  const mean = (of: typeof scored, key: keyof AnswerScore): number =>
    (100 * of.reduce((sum, score) => sum + score[key], 0)) / of.length;
  const answerable = scored.filter((score) => score.answerable);
  const unanswerable = scored.filter((score) => !score.answerable);
  return {
    exact: mean(scored, 'exact'),
    f1: mean(scored, 'f1'),
    HasAns_exact: mean(answerable, 'exact'),
    HasAns_f1: mean(answerable, 'f1'),
    NoAns_exact: mean(unanswerable, 'exact'),
    NoAns_f1: mean(unanswerable, 'f1'),
  };
}
