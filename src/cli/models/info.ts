// document-qa models info NAME
import { bytesText } from '../../hub/quantities';
import { StoreError } from '../../hub/storeError';
import { findModel, type Library, openLibrary, readWish } from '../library';
import { type OutputOptions, writeResult } from '../output';
import { count } from '../quantities';
import { toTerminalText } from '../terminalText';
import { rungRows, scoreText, verdictText } from './examOutcome';
import { publishedText } from './list';
import { type ModelReport, reportInstalled, reportKnown } from './report';
import { alignedLines } from './table';

/** What a model that refuses nothing is like, wherever people choose one. */
export const neverRefusesText =
  'it was never taught to refuse, and answers every question, also when the file does not hold the answer';

/** Prints everything about one model. Throws StoreError for one that is neither known nor here. */
export async function showModel(text: string, options: OutputOptions): Promise<void> {
  const report = await reportOf(text, await openLibrary());
  writeResult(options, report, modelPage(report));
}

async function reportOf(text: string, library: Library): Promise<ModelReport> {
  const wish = readWish(text, library);
  try {
    return await reportInstalled(await findModel(text, library), library);
  } catch (error) {
    const isKnown = wish.kind === 'known' && error instanceof StoreError && error.reason === 'notInstalled';
    if (!isKnown) throw error;
    return reportKnown(wish.model, library);
  }
}

/** The lines of the page. */
export function modelPage(report: ModelReport): string[] {
  const { exam, files } = report;
  const facts: [string, string][] = [
    ['name', report.name],
    ['title', report.title],
    ['state', stateText(report)],
    ['source', report.source ?? 'comes with the program'],
    ['revision', report.revision],
    ['licence', report.licence],
    ['languages', report.languages.join(', ') || 'not known'],
    ['family', report.family],
    ['published EM/F1', publishedText(report.published)],
    ['refuses', refusesText(report.refuses)],
    ['window', `${count(report.maxLength)} tokens`],
    ['size', `${files === null ? 'about ' : ''}${bytesText(report.bytes)}`],
    ['folder', report.folder],
    ['entrance exam', exam === null ? 'not taken here' : scoreText(exam)],
    ...(exam === null
      ? []
      : ([
          ['', verdictText(exam)],
          [
            '',
            `taken ${exam.date}, onnxruntime ${exam.engine.onnxruntime}, int8 on this processor: ${exam.engine.cpu}`,
          ],
        ] satisfies [string, string][])),
  ];
  return [
    ...alignedLines(facts.map((row) => row.map(toTerminalText))),
    ...(exam === null ? [] : ['', ...alignedLines(rungRows(exam))]),
    ...(files === null ? [] : ['', ...alignedLines(fileRows(files))]),
  ];
}

function fileRows(files: NonNullable<ModelReport['files']>): string[][] {
  return [
    ['FILE', 'BYTES', 'SHA256'],
    ...files.map(({ path, bytes, sha256, location }) =>
      [path, count(bytes), sha256, ...(location === undefined ? [] : [location])].map(toTerminalText),
    ),
  ];
}

function stateText({ state, diskBytes, name }: ModelReport): string {
  switch (state) {
    case 'bundled':
      return 'bundled: always there';
    case 'installed':
      return `installed; removing it frees ${bytesText(diskBytes)}`;
    case 'known':
      return diskBytes === 0
        ? `not installed; run: document-qa models download ${name}`
        : `not installed, ${bytesText(diskBytes)} of it are here; to go on: document-qa models download ${name}`;
  }
}

function refusesText(refuses: boolean | null): string {
  if (refuses === null) return 'not known';
  return refuses ? 'yes' : `no: ${neverRefusesText}`;
}
