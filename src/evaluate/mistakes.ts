// Scored questions in, the worst mistakes out, for people to look at.

/** A question that went wrong. */
export interface Mistake {
  readonly id: string;
  /**
   * `wrongAnswer`: another answer than the right one (token F1 < 0.5); `falseAnswer`: an answer where there is none;
   * `refused`: no answer where there is one. A maybe is no mistake.
   */
  readonly kind: 'wrongAnswer' | 'falseAnswer' | 'refused';
  readonly article: string;
  readonly question: string;
  /** The best span, also where it was refused; "" where there was none. */
  readonly given: string;
  /** Texts that count as right; empty for a question without an answer. */
  readonly expected: readonly string[];
  /** That the answer is right, or that there is none: how sure the reader was, 0 to 1. */
  readonly confidence: number;
}
