// A reader, to the page that says everything about it.
import * as l10n from '@vscode/l10n';
import type { ExamRecord, ExamRung } from '../evaluate/examRecord';
import type { KnownModel } from '../hub/manifest';
import type { Strictness } from '../qa/strictness';
import { count, decimal } from '../words/numbers';
import { measuredRule, type RuledReader } from './measuredRule';
import { dayText } from './quantities';
import { sizeText } from './readerBlock';
import { licenceText, neverRefusesText, publishedText, spokenText } from './readerMessages';
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
    [l10n.t('Name'), model.name],
    [l10n.t('Revision'), model.revision],
    [l10n.t('Architecture'), model.family],
    [l10n.t('Languages'), spokenText(model.languages)],
    [l10n.t('Licence'), licenceText(model)],
    [
      l10n.t({ message: 'Published', comment: 'Figures that the makers of a model have published' }),
      publishedText(model),
    ],
    [
      l10n.t({ message: 'Refusing', comment: 'Whether a model may say that there is no answer' }),
      refusingText(model.refuses),
    ],
    [l10n.t('Strictness'), strictnessLine(strictness, rule)],
    ...(source === null
      ? []
      : [[l10n.t({ message: 'Measured', comment: 'What figures were measured on' }), source] as const]),
    [
      l10n.t({ message: 'Source', comment: 'Where a model is downloaded from' }),
      model.repository === null ? l10n.t('comes with the extension') : l10n.t('{0} on the Hub', model.repository),
    ],
    [l10n.t('Folder'), folder],
    [l10n.t('Size'), sizeText(model)],
  ];
  const lines = table(facts);
  return [model.title, '', ...lines, '', ...examLines(exam, isBundled), ''].join('\n');
}

function refusingText(refuses: boolean | null): string {
  if (refuses === null) return l10n.t('not known');
  return refuses ? l10n.t('was taught to say that there is no answer') : neverRefusesText();
}

function examLines(exam: ExamRecord | undefined, isBundled: boolean): string[] {
  if (exam === undefined) {
    const text = isBundled
      ? l10n.t('Examined before it was shipped: its confidences are calibrated.')
      : l10n.t('Not examined on this machine yet: its confidences are estimates.');
    return [text];
  }
  const { date, questions, chosen, rungs } = exam;
  const cases = l10n.t('95 % of cases');
  return [
    l10n.t({
      message: 'Exam on this machine: {0} questions, {1}; {2} answers',
      args: [count(questions), dayText(date), chosen],
      comment: 'The last is the name of the graph that answers from then on, such as fp32',
    }),
    '',
    ...table([
      ['', 'EM', cases, 'F1', cases, l10n.t('agreement'), l10n.t('tokens/s'), ''],
      ...rungs.map((rung) => rungCells(rung)),
    ]),
  ];
}

function rungCells(rung: ExamRung): string[] {
  const { name, em, emInterval, f1, f1Interval, agreement, tokensPerSecond, passed } = rung;
  const range = ({ low, high }: { readonly low: number; readonly high: number }): string =>
    l10n.t({ message: '{0} to {1}', args: [decimal(low, 1), decimal(high, 1)], comment: 'From a number to a number' });
  return [
    ...[name, decimal(em, 1), range(emInterval), decimal(f1, 1), range(f1Interval)],
    ...[`${decimal(100 * agreement, 1)} %`, count(tokensPerSecond), passed ? l10n.t('passed') : l10n.t('not passed')],
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
