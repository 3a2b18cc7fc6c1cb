// How readily an answer is given: three words for people, with what each was measured to give.
import type { Thresholds } from './result';

/** `refuse`: fewer and surer answers; `answer`: more answers, more of them wrong. */
export type Strictness = 'refuse' | 'balanced' | 'answer';

/** From the strictest on. */
export const strictnesses: readonly Strictness[] = ['refuse', 'balanced', 'answer'];

/** What a strictness gave on questions with known answers: both shares, 0 to 1. */
export interface StrictnessMeasure {
  /** Share of the answers given that were right (token F1 >= 0.5). */
  readonly precision: number;
  /** Share of the questions with an answer that were given one, right or wrong. */
  readonly coverage: number;
}

/** A strictness in figures. `measured` is null where nothing was measured on this very model. */
export interface StrictnessLevel {
  readonly thresholds: Thresholds;
  readonly measured: StrictnessMeasure | null;
}
