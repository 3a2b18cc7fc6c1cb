// Questions and what a reader made of them in, every figure that `evaluate` prints and reports out: plain data, as JSON
// keeps it.
import type { QaResult } from '../qa/result';
import type { Strictness } from '../qa/strictness';
import type { Interval } from './bootstrap';
import type { CalibrationError } from './calibrationError';
import type { Mistake } from './mistakes';
import type { OfficialScores } from './officialMetric';
import type { KindScores } from './questionKinds';
import type { RiskCoverage } from './riskCoverage';

/** What was evaluated, and with what. */
export interface EvaluationSubject {
  /** The SQuAD file's name. */
  readonly dataName: string;
  readonly model: QaResult['model'];
  /** Whether the reader has shown what its confidences are worth; until then they are estimates. */
  readonly examined: boolean;
  /** `product`: the way of every question; `reference`: the widely used example script's rules. */
  readonly rules: 'product' | 'reference';
  /** What was wished; the reference rules have none. */
  readonly strictness: Strictness | null;
  readonly thresholds: QaResult['thresholds'];
  /** Tokens of a window, special tokens included. */
  readonly maxLength: number;
  /** Tokens that neighbouring windows share. */
  readonly overlap: number;
  /** About how many windows the documents have that paragraphs were joined to; null: each paragraph by itself. */
  readonly documentWindows: number | null;
}

/** A lowest evidence of an answer, and what answering from it on would give: shares, 0 to 1. */
export interface OperatingPoint {
  readonly threshold: number;
  /** Mean F1 of the answers given. */
  readonly precision: number;
  /** F1 gained of what all questions with an answer could give. */
  readonly recall: number;
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
  /** By falling threshold: more recall, mostly less precision; at most 200 points, none where no question has an answer. */
  readonly precisionRecall: readonly OperatingPoint[];
  /** The point of that curve that the threshold chose; null where nothing was answered or there is no curve. */
  readonly operatingPoint: OperatingPoint | null;
  /** Whether 80 % means eight of ten, of the best span of every question: right is one with F1 >= 0.5 of an answer. */
  readonly calibration: CalibrationError;
  /** Of the same spans: how many are wrong among the surest. */
  readonly riskCoverage: RiskCoverage;
  /** The worst, surest first; at most 50. */
  readonly mistakes: readonly Mistake[];
}
