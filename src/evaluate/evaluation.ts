// What the product made of a SQuAD file, question by question: what `evaluate` writes down, scores and reports.
import type { QaResult } from '../qa/result';
import type { Strictness } from '../qa/strictness';

/** What a reader made of one question: one line of work in progress. */
export interface SquadReading {
  readonly id: string;
  readonly verdict: QaResult['verdict'];
  /** The best span, refused or not: text and UTF-16 `[start, end)` of what was read; "" where there was none. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Evidence of the best span; null where there was none. */
  readonly evidence: number | null;
  /** How likely the best span is right. */
  readonly spanConfidence: number;
  /** What was shown: `spanConfidence`, or for `noAnswer` how likely it is that there is none. */
  readonly confidence: number;
  readonly windows: number;
  readonly elapsedMs: number;
}

/** What was evaluated, and with what. */
export interface EvaluationSubject {
  /** The SQuAD file's name. */
  readonly dataName: string;
  readonly model: QaResult['model'];
  /** `product`: the way of every question; `reference`: the widely used example script's rules. */
  readonly rules: 'product' | 'reference';
  readonly strictness: Strictness;
  readonly thresholds: QaResult['thresholds'];
  /** About how many windows the documents have that paragraphs were joined to; null: each paragraph by itself. */
  readonly documentWindows: number | null;
}
