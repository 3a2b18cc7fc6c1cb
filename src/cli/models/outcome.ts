// The end of every command that puts a model in its place: its exam, and what is printed of both.
import type { InstalledModel } from '../../hub/store';
import type { Library } from '../library';
import { type OutputOptions, writeResult } from '../output';
import { toTerminalText } from '../terminalText';
import { holdExam, unexaminedText } from './entranceExam';
import { scoreText, verdictText } from './examOutcome';
import { neverRefusesText } from './info';
import { reportInstalled } from './report';

/** Options of the commands that end with an exam. */
export interface ExamOptions extends OutputOptions {
  /** False: the model stays unexamined. */
  readonly exam: boolean;
}

/** Holds the exam unless it is not wanted, and prints `done` and how it went. Throws ReaderError, or Interrupted. */
export async function finishWithExam(
  model: InstalledModel,
  library: Library,
  done: string,
  options: ExamOptions,
  signal: AbortSignal,
): Promise<void> {
  const record = options.exam ? await holdExam(model, signal) : undefined;
  const report = await reportInstalled(model, library);
  const exam = record ?? report.exam;
  const lines = [
    done,
    ...(report.refuses === false ? [`${report.name}: ${neverRefusesText}`] : []),
    ...(exam === null
      ? [`${report.name}: ${unexaminedText(report)}`]
      : [`entrance exam: ${scoreText(exam)}`, `entrance exam: ${verdictText(exam)}`]),
  ];
  writeResult(options, report, lines.map(toTerminalText));
}
