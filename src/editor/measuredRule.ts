// A reader and the outcome of its exam, to the constants that its verdicts are made with, where they were measured.
import type { ExamRecord, ExamRung } from '../evaluate/examRecord';
import type { KnownModel } from '../hub/manifest';

const floatName = 'fp32';

/** What decides on the numbers of a reader. */
export interface ReaderPrecision {
  /** Undefined while there is no outcome. */
  readonly exam: ExamRecord | undefined;
  /** As the settings have it. */
  readonly precision: 'auto' | 'fp32' | 'int8';
}

/** What the constants depend on. */
export interface RuledReader extends ReaderPrecision {
  readonly model: Pick<KnownModel, 'precisions'>;
}

/** Constants that were measured on a reader, and how. */
export type MeasuredRule = NonNullable<ExamRung['rule']>;

/** The numbers that a reader answers with. */
export function precisionOf({ exam, precision }: ReaderPrecision): 'fp32' | 'int8' {
  if (precision !== 'auto') return precision;
  return exam === undefined || exam.chosen === floatName ? 'fp32' : 'int8';
}

/** The constants of the graph that answers; undefined where nothing was measured on this very model. */
export function measuredRule({ model, exam, precision }: RuledReader): MeasuredRule | undefined {
  const chosen = precision === 'fp32' ? floatName : (exam?.chosen ?? floatName);
  const hasIntegers = precisionOf({ exam, precision }) === 'int8';
  const stored = (hasIntegers ? model.precisions?.int8 : undefined) ?? model.precisions?.fp32;
  // Integers that the settings demand although the exam chose none were not fitted.
  const fitted = exam?.rungs.find(({ name }) => name === chosen && (name !== floatName) === hasIntegers);
  return stored ?? fitted?.rule;
}
