// Scored questions in, figures by kind of question out: where a reader is good and where it is not.

/** Figures of the questions of one kind. */
export interface KindScore {
  /** `answerable`, `unanswerable`, a question word as `how many`, or an article's title. */
  readonly kind: string;
  readonly questions: number;
  /** In percent, as the official metric. */
  readonly exact: number;
  readonly f1: number;
  /** Share that was given an answer, 0 to 1. */
  readonly answered: number;
}

/** The same questions cut in three ways; kinds without a question are left out. */
export interface KindScores {
  readonly answerability: readonly KindScore[];
  readonly questionWord: readonly KindScore[];
  /** In the order of the file. */
  readonly article: readonly KindScore[];
}
