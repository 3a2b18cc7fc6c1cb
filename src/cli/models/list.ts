// document-qa models list
import { bytesText } from '../../hub/quantities';
import type { ExamRecord } from '../../evaluate/examRecord';
import { openLibrary } from '../library';
import { type OutputOptions, writeResult } from '../output';
import { toTerminalText } from '../terminalText';
import { type ModelReport, reportAll } from './report';
import { alignedLines } from './table';

/** Prints all models that are known or here, a line each. */
export async function listModels(options: OutputOptions): Promise<void> {
  const reports = await reportAll(await openLibrary());
  writeResult(options, reports, modelTable(reports));
}

/** The lines of the table. */
export function modelTable(reports: readonly ModelReport[]): string[] {
  const head = ['NAME', 'STATE', 'SIZE', 'LANGUAGES', 'PUBLISHED EM/F1', 'LICENCE', 'EXAM HERE EM/F1'];
  const rows = reports.map(({ name, state, bytes, files, languages, published, licence, exam }) => [
    name,
    state === 'known' ? '-' : state,
    `${files === null ? 'about ' : ''}${bytesText(bytes)}`,
    languages.join(', ') || '?',
    publishedText(published),
    licence,
    exam === null ? '-' : shortExamText(exam),
  ]);
  return alignedLines([head, ...rows.map((row) => row.map(toTerminalText))]);
}

/** What its makers measured: "78.69/81.92 SQuAD 2.0 dev". */
export function publishedText(published: ModelReport['published']): string {
  return published === null ? '-' : `${published.em ?? '?'}/${published.f1} ${published.dataset}`;
}

function shortExamText({ rungs, chosen }: ExamRecord): string {
  const rung = rungs.find(({ name }) => name === chosen);
  return rung === undefined ? '-' : `${rung.em.toFixed(1)}/${rung.f1.toFixed(1)} ${chosen}`;
}
