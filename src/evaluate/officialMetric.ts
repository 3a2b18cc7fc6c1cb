// The official SQuAD 2.0 metric: questions, predictions and no-answer scores in, every figure of evaluate-v2.0.py out,
// under its names, quirks included, so that figures compare with those that others publish.
import { type AnswerScore, scoreAnswer } from './metrics';

/** The script's keys in its order. Percentages, but for `total` (questions) and `_thresh` (a no-answer score). */
export type OfficialScores = Readonly<Record<Figure, number>> &
  Readonly<Partial<Record<`${'HasAns' | 'NoAns'}_${Figure}`, number>>> &
  Readonly<Partial<Record<`best_${Measure}${'' | '_thresh'}` | `pr_${Measure | 'oracle'}_ap`, number>>>;

type Measure = keyof AnswerScore;
type Figure = Measure | 'total';

/** What a question is scored by. */
export interface AskedQuestion {
  readonly id: string;
  /** Texts that count as right; empty for a question without an answer. */
  readonly answers: readonly string[];
}

/** What the script takes beside the predictions. */
export interface OfficialOptions {
  /** By id, higher where an answer is less likely; the order decides between equals. All 0 without it. */
  readonly noAnswerScores?: ReadonlyMap<string, number>;
  /** A prediction with a higher no-answer score counts as a refusal; 1 by default, as the script has it. */
  readonly threshold?: number;
  /** Also the areas under the precision-recall curves. They need no-answer scores, and a question with an answer. */
  readonly precisionRecall?: boolean;
}

/** A threshold on the no-answer score, and what answering up to it is worth: both from 0 to 1. */
export interface PrecisionRecallPoint {
  readonly threshold: number;
  readonly precision: number;
  readonly recall: number;
}

/** The script's three curves: by exact match, by F1, and if every answer given to an answerable question were right. */
export type PrecisionRecallCurves = Readonly<Record<Measure | 'oracle', readonly PrecisionRecallPoint[]>>;

interface Scored extends AnswerScore {
  readonly id: string;
  readonly answerable: boolean;
  /** By the prediction itself: a text that only normalises to nothing is none. */
  readonly refused: boolean;
  readonly noAnswerScore: number;
}

/** Scores predictions, "" being a refusal. Throws an Error that names a question without a prediction or score. */
export function scoreOfficially(
  questions: readonly AskedQuestion[],
  predictions: ReadonlyMap<string, string>,
  { noAnswerScores, threshold = 1, precisionRecall = false }: OfficialOptions = {},
): OfficialScores {
  const raw = scoreAll(questions, predictions, noAnswerScores);
  const scored = raw.map((score) =>
    score.noAnswerScore > threshold ? { ...score, ...worthOfRefusing(score) } : score,
  );
  const answerable = figures(scored.filter((score) => score.answerable));
  const unanswerable = figures(scored.filter((score) => !score.answerable));
  const scores: OfficialScores = {
    ...figures(scored),
    ...(answerable.total > 0 && {
      HasAns_exact: answerable.exact,
      HasAns_f1: answerable.f1,
      HasAns_total: answerable.total,
    }),
    ...(unanswerable.total > 0 && {
      NoAns_exact: unanswerable.exact,
      NoAns_f1: unanswerable.f1,
      NoAns_total: unanswerable.total,
    }),
  };
  if (noAnswerScores === undefined) return scores;
  const ranked = rank(raw, noAnswerScores);
  const exact = bestThreshold(ranked, 'exact');
  const f1 = bestThreshold(ranked, 'f1');
  const curves = precisionRecall && answerable.total > 0 ? curvesOf(ranked) : undefined;
  return {
    ...scores,
    best_exact: exact.score,
    best_exact_thresh: exact.threshold,
    best_f1: f1.score,
    best_f1_thresh: f1.threshold,
    ...(curves && {
      pr_exact_ap: averagePrecision(curves.exact),
      pr_f1_ap: averagePrecision(curves.f1),
      pr_oracle_ap: averagePrecision(curves.oracle),
    }),
  };
}

/**
 * The curves behind `pr_exact_ap`, `pr_f1_ap` and `pr_oracle_ap`, a point for each different no-answer score, ascending.
 * Empty when no question has an answer. Throws as `scoreOfficially`.
 */
export function precisionRecallCurves(
  questions: readonly AskedQuestion[],
  predictions: ReadonlyMap<string, string>,
  noAnswerScores: ReadonlyMap<string, number>,
): PrecisionRecallCurves {
  const ranked = rank(scoreAll(questions, predictions, noAnswerScores), noAnswerScores);
  return ranked.some(({ answerable }) => answerable) ? curvesOf(ranked) : { exact: [], f1: [], oracle: [] };
}

function scoreAll(
  questions: readonly AskedQuestion[],
  predictions: ReadonlyMap<string, string>,
  noAnswerScores: ReadonlyMap<string, number> | undefined,
): Scored[] {
  return questions.map(({ id, answers }) => {
    const prediction = predictions.get(id);
    if (prediction === undefined) throw new Error(`no prediction for the question ${id}`);
    const noAnswerScore = noAnswerScores === undefined ? 0 : noAnswerScores.get(id);
    if (noAnswerScore === undefined) throw new Error(`no no-answer score for the question ${id}`);
    const answerable = answers.length > 0;
    return { id, answerable, refused: prediction === '', noAnswerScore, ...scoreAnswer(answers, prediction) };
  });
}

function worthOfRefusing({ answerable }: Scored): AnswerScore {
  const worth = answerable ? 0 : 1;
  return { exact: worth, f1: worth };
}

function figures(scored: readonly Scored[]): Record<Figure, number> {
  const percent = (measure: Measure): number => (100 * sum(scored.map((score) => score[measure]))) / scored.length;
  return { exact: percent('exact'), f1: percent('f1'), total: scored.length };
}

/** By no-answer score, ascending; equals in the order of the scores, whatever that of the questions is. */
function rank(scored: readonly Scored[], noAnswerScores: ReadonlyMap<string, number>): Scored[] {
  const byId = new Map(scored.map((score) => [score.id, score]));
  const inOrder = [...noAnswerScores.keys()].flatMap((id) => byId.get(id) ?? []);
  return inOrder.sort((a, b) => a.noAnswerScore - b.noAnswerScore);
}

/** The best percentage that refusing above some no-answer score gives. Between equals the script may cut too. */
function bestThreshold(ranked: readonly Scored[], measure: Measure): { score: number; threshold: number } {
  let worth = ranked.filter(({ answerable }) => !answerable).length;
  let best = worth;
  let threshold = 0;
  for (const score of ranked) {
    if (score.answerable) worth += score[measure];
    else if (!score.refused) worth--;
    if (worth <= best) continue;
    best = worth;
    threshold = score.noAnswerScore;
  }
  return { score: (100 * best) / ranked.length, threshold };
}

function curvesOf(ranked: readonly Scored[]): PrecisionRecallCurves {
  return {
    exact: curveOf(ranked, ({ exact }) => exact),
    f1: curveOf(ranked, ({ f1 }) => f1),
    oracle: curveOf(ranked, () => 1),
  };
}

/** Refusals among the predictions count as answers here, as in the script: it expects predictions without any. */
function curveOf(ranked: readonly Scored[], worthOf: (score: Scored) => number): PrecisionRecallPoint[] {
  const answerable = ranked.filter((score) => score.answerable).length;
  const points: PrecisionRecallPoint[] = [];
  let worth = 0;
  ranked.forEach((score, i) => {
    if (score.answerable) worth += worthOf(score);
    if (ranked[i + 1]?.noAnswerScore === score.noAnswerScore) return;
    points.push({ threshold: score.noAnswerScore, precision: worth / (i + 1), recall: worth / answerable });
  });
  return points;
}

/** The area under a curve in percent, without interpolation. */
function averagePrecision(points: readonly PrecisionRecallPoint[]): number {
  return 100 * sum(points.map(({ precision, recall }, i) => precision * (recall - (points[i - 1]?.recall ?? 0))));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
