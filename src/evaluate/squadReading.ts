// What a reader made of one question of a SQuAD file: one line of an evaluation's work in progress.
import * as v from 'valibot';
import { confidenceBounds } from '../qa/confidence';

const offset = v.pipe(v.number(), v.integer(), v.minValue(0));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** The schema of a SquadReading. */
export const squadReadingSchema = v.object({
  id: v.string(),
  verdict: v.picklist(['answer', 'maybe', 'noAnswer']),
  /** The best span, refused or not: its text and UTF-16 `[start, end)` of what was read; "" where there was none. */
  text: v.string(),
  start: offset,
  end: offset,
  /** Evidence of the best span; null where there was none. */
  evidence: v.nullable(v.pipe(v.number(), v.finite())),
  /** How likely the best span is right; the lowest confidence where there was none. */
  spanConfidence: share,
  /** What is shown: `spanConfidence`, or for `noAnswer` how likely it is that there is none. */
  confidence: share,
  /** Windows that were read. */
  windows: v.pipe(v.number(), v.integer(), v.minValue(1)),
  elapsedMs: v.pipe(v.number(), v.finite(), v.minValue(0)),
});

/** What a reader made of one question. */
export type SquadReading = Readonly<v.InferOutput<typeof squadReadingSchema>>;

/** What one way of reading says of a question on a text. */
export type QuestionReading = Omit<SquadReading, 'id' | 'elapsedMs'>;

/** What is kept of a question without any span. */
export const noSpan = { text: '', start: 0, end: 0, evidence: null, spanConfidence: confidenceBounds.lowest };
