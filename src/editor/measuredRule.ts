// A reader and the outcome of its exam, to the constants that its verdicts are made with, where they were measured.
import type { ExamRecord, ExamRung } from '../evaluate/examRecord';
import type { KnownModel } from '../hub/manifest';

const floatName = 'fp32';

/** What the constants depend on. */
export interface RuledReader {
  readonly model: Pick<KnownModel, 'precisions'>;
  /** Undefined while there is no outcome. */
  readonly exam: ExamRecord | undefined;
  /** As the settings have it. */
  readonly precision: 'auto' | 'fp32' | 'int8';
}

/** Constants that were measured on a reader, and how. */
export type MeasuredRule = NonNullable<ExamRung['rule']>;

/** The constants of the graph that answers; undefined where nothing was measured on this very model. */
export function measuredRule({ model, exam, precision }: RuledReader): MeasuredRule | undefined {
  const chosen = precision === 'fp32' ? floatName : (exam?.chosen ?? floatName);
  const hasIntegers = precision === 'int8' || chosen !== floatName;
  const stored = (hasIntegers ? model.precisions?.int8 : undefined) ?? model.precisions?.fp32;
  // Integers that the settings demand although the exam chose none were not fitted.
  const fitted = exam?.rungs.find(({ name }) => name === chosen && (name !== floatName) === hasIntegers);
  return stored ?? fitted?.rule;
}
