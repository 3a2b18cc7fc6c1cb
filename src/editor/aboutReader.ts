// A reader, to the page that says everything about it.
import type { ExamRecord, ExamRung } from '../evaluate/examRecord';
import type { KnownModel } from '../hub/manifest';
import type { Strictness } from '../qa/strictness';
import { measuredRule, type RuledReader } from './measuredRule';
import { sizeText } from './readerBlock';
import { publishedText, spokenText } from './readerMessages';
import { sourceOf, strictnessLine } from './strictnessTexts';

/** What the page is made of. */
export interface AboutInput {
  readonly model: KnownModel;
  readonly isBundled: boolean;
  /** Absolute path. */
  readonly folder: string;
  /** Undefined while there is no outcome. */
  readonly exam: ExamRecord | undefined;
  /** As the settings have it, as is the strictness. */
  readonly precision: RuledReader['precision'];
  readonly strictness: Strictness;
}

/** The page, plain text. */
export function aboutText({ model, isBundled, folder, exam, precision, strictness }: AboutInput): string {
  const rule = measuredRule({ model, exam, precision });
  const source = sourceOf(rule);
  const facts: readonly (readonly [string, string])[] = [
    ['Name', model.name],
    ['Revision', model.revision],
    ['Architecture', model.family],
    ['Languages', spokenText(model.languages)],
    ['Licence', model.licence],
    ['Published', publishedText(model)],
    ['Refusing', refusingText(model.refuses)],
    ['Strictness', strictnessLine(strictness, rule)],
    ...(source === null ? [] : [['Measured', source] as const]),
    ['Source', model.repository === null ? 'comes with the extension' : `${model.repository} on the Hub`],
    ['Folder', folder],
    ['Size', sizeText(model)],
  ];
  const lines = facts.map(([name, text]) => `${name.padEnd(14)}${text}`);
  return [model.title, '', ...lines, '', ...examLines(exam, isBundled), ''].join('\n');
}

function refusingText(refuses: boolean | null): string {
  if (refuses === null) return 'not known';
  return refuses ? 'was taught to say that there is no answer' : 'was never taught to refuse: it always answers';
}

function examLines(exam: ExamRecord | undefined, isBundled: boolean): string[] {
  if (exam === undefined) {
    const text = isBundled
      ? 'Examined before it was shipped: its confidences are calibrated.'
      : 'Not examined on this machine yet: its confidences are estimates.';
    return [text];
  }
  const { date, questions, chosen, rungs } = exam;
  return [
    `Exam on this machine: ${questions} questions, ${date.slice(0, 10)}; ${chosen} answers`,
    '',
    ...table([
      ['', 'EM', '95 % of cases', 'F1', '95 % of cases', 'agreement', 'tokens/s', ''],
      ...rungs.map((rung) => rungCells(rung)),
    ]),
  ];
}

function rungCells(rung: ExamRung): string[] {
  const { name, em, emInterval, f1, f1Interval, agreement, tokensPerSecond, passed } = rung;
  const range = ({ low, high }: { readonly low: number; readonly high: number }): string =>
    `${low.toFixed(1)} to ${high.toFixed(1)}`;
  return [
    ...[name, em.toFixed(1), range(emInterval), f1.toFixed(1), range(f1Interval)],
    ...[`${(100 * agreement).toFixed(1)} %`, String(Math.round(tokensPerSecond)), passed ? 'passed' : 'not passed'],
  ];
}

/** Columns as wide as their widest cell. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
