// Questions and what a reader made of them in, every figure that `evaluate` prints and reports out: plain data, as JSON
// keeps it.
import type { QaResult } from '../qa/result';
import type { Strictness } from '../qa/strictness';
import type { Interval } from './bootstrap';
import { type CalibrationError, calibrationError } from './calibrationError';
import { judge, type JudgedQuestion } from './judgedQuestion';
import { type Mistake, worstMistakes } from './mistakes';
import { type OfficialScores, scoreOfficially } from './officialMetric';
import { type PrecisionRecall, precisionRecall } from './precisionRecall';
import { noAnswerScoresOf, predictionsOf, spansOf } from './predictionFiles';
import { type KindScores, scoreKinds } from './questionKinds';
import { type RiskCoverage, riskCoverage } from './riskCoverage';
import { shareInterval } from './shareInterval';
import type { SquadQuestion } from './squad';
import type { SquadReading } from './squadReading';

/** What was evaluated, and with what. */
export interface EvaluationSubject {
  /** The SQuAD file's name. */
  readonly dataName: string;
  readonly model: QaResult['model'];
  /** Whether the reader has shown what its confidences are worth; until then they are estimates. */
  readonly examined: boolean;
  /** `product`: the way of every question; `reference`: the widely used example script's rules. */
  readonly rules: 'product' | 'reference';
  /** What was wished; null with the reference rules, which have none. */
  readonly strictness: Strictness | null;
  readonly thresholds: QaResult['thresholds'];
  /** Tokens of a window, special tokens included. */
  readonly maxLength: number;
  /** Tokens that neighbouring windows share. */
  readonly overlap: number;
  /** About how many windows the documents have that paragraphs were joined to; null: each paragraph by itself. */
  readonly documentWindows: number | null;
}

/** Everything that is said of an evaluation. A figure that nothing can be said of is null. */
export interface Evaluation {
  readonly subject: EvaluationSubject;
  /** How many were asked, how many windows were read for them, and how long that took. */
  readonly questions: number;
  readonly windows: number;
  readonly seconds: number;
  /**
   * The official script's figures, in percent. Scores are of what was answered, "" where it was refused or a maybe;
   * `best_*` and `pr_*` are of the best span of every question, refused above a threshold on
   * `thresholds.answer - evidence`.
   */
  readonly official: OfficialScores;
  readonly kinds: KindScores;
  /** Questions that were given an answer; a maybe is none. */
  readonly answered: number;
  /** Share of the answers given that were right (token F1 >= 0.5); null where none was given. */
  readonly precision: number | null;
  /** Share of the questions with an answer that were given one, right or wrong; null where there are none. */
  readonly coverage: number | null;
  /** Share of the questions without an answer that were given one; null where there are none. */
  readonly falseAnswers: { readonly share: number; readonly interval: Interval } | null;
  /** Share of all questions that were answered with a maybe. */
  readonly maybeShare: number;
  readonly precisionRecall: PrecisionRecall;
  /** Whether 80 % means eight of ten, of the best span of every question: right is one with F1 >= 0.5 of an answer. */
  readonly calibration: CalibrationError;
  /** Of the same spans: how many are wrong among the surest. */
  readonly riskCoverage: RiskCoverage;
  /** The worst, surest first; at most 50. */
  readonly mistakes: readonly Mistake[];
}

/**
 * Sums up what a reader made of questions, at least one. It does not matter in which order they were read. Throws
 * RangeError when there is no question, Error that names a question without a reading.
 */
export function summarize(
  questions: readonly SquadQuestion[],
  readings: ReadonlyMap<string, SquadReading>,
  subject: EvaluationSubject,
): Evaluation {
  const judged = questions.map((question) => {
    const reading = readings.get(question.id);
    if (reading === undefined) throw new Error(`no reading of the question ${question.id}`);
    return judge(question, reading);
  });
  const read = judged.map(({ reading }) => reading);
  const spans = judged.map(({ reading, right }) => ({ confidence: reading.spanConfidence, right }));
  const answerable = judged.filter(({ question }) => question.answers.length > 0);
  const unanswerable = judged.filter(({ question }) => question.answers.length === 0);
  const given = judged.filter(({ answered }) => answered);
  const threshold = subject.thresholds.answer;
  return {
    subject,
    questions: judged.length,
    windows: sum(read.map(({ windows }) => windows)),
    seconds: sum(read.map(({ elapsedMs }) => elapsedMs)) / 1000,
    official: {
      ...scoreOfficially(questions, spansOf(read), {
        noAnswerScores: noAnswerScoresOf(read, threshold),
        precisionRecall: true,
      }),
      ...scoreOfficially(questions, predictionsOf(read)),
    },
    kinds: scoreKinds(judged),
    answered: given.length,
    precision: shareOf(given, ({ right }) => right),
    coverage: shareOf(answerable, ({ answered }) => answered),
    falseAnswers: falseAnswersOf(unanswerable),
    maybeShare: shareOf(read, ({ verdict }) => verdict === 'maybe') ?? 0,
    precisionRecall: precisionRecall(questions, read, threshold),
    calibration: calibrationError(spans),
    riskCoverage: riskCoverage(spans),
    mistakes: worstMistakes(judged),
  };
}

function falseAnswersOf(unanswerable: readonly JudgedQuestion[]): Evaluation['falseAnswers'] {
  if (unanswerable.length === 0) return null;
  const given = unanswerable.filter(({ answered }) => answered).length;
  return { share: given / unanswerable.length, interval: shareInterval(given, unanswerable.length) };
}

/** Null of nothing. */
function shareOf<Item>(items: readonly Item[], is: (item: Item) => boolean): number | null {
  return items.length === 0 ? null : items.filter(is).length / items.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
