// document-qa models verify [NAME|OWNER/NAME[@COMMIT]]
import { bundledName } from '../../hub/catalogue';
import { bytesText } from '../../hub/quantities';
import type { FileFault, InstalledModel } from '../../hub/store';
import { InputError, Interrupted } from '../errors';
import { bundledModel, downloadName, findModel, type Library, openLibrary } from '../library';
import { writeResult } from '../output';
import { count, plural } from '../quantities';
import { toTerminalText } from '../terminalText';
import { holdExam, unexaminedText } from './entranceExam';
import { scoreText, verdictText } from './examOutcome';
import type { ExamOptions } from './outcome';
import { type ModelReport, reportInstalled } from './report';

interface FaultyModel {
  readonly model: InstalledModel;
  readonly faults: readonly FileFault[];
}

/**
 * Hashes every file of one model, or of all that are here, and lets those take their exam that have not. Throws
 * InputError naming each file that is missing or damaged, ReaderError, StoreError, or Interrupted.
 */
export async function verifyModels(text: string | undefined, options: ExamOptions, signal: AbortSignal): Promise<void> {
  const library = await openLibrary();
  const models =
    text === undefined ? [bundledModel(library), ...(await library.store.list())] : [await findModel(text, library)];
  const checked: FaultyModel[] = [];
  for (const model of models) checked.push({ model, faults: await findFaults(model, library, signal) });
  const faulty = checked.filter(({ faults }) => faults.length > 0);
  const reports: ModelReport[] = [];
  // An exam may fail, and must not keep what was found of the other models to itself.
  let examFailure: Error | undefined;
  for (const { model, faults } of checked) {
    if (faults.length > 0) continue;
    try {
      if (options.exam) await holdExam(model, signal);
    } catch (error) {
      if (error instanceof Interrupted) throw error;
      examFailure ??= error instanceof Error ? error : new Error(String(error));
    }
    const report = await reportInstalled(model, library);
    reports.push(report);
    if (!options.json) writeResult(options, report, soundLines(report));
  }
  if (faulty.length > 0) throw faultError(faulty);
  if (examFailure !== undefined) throw examFailure;
  if (options.json) writeResult(options, reports, []);
}

async function findFaults(model: InstalledModel, { store }: Library, signal: AbortSignal): Promise<FileFault[]> {
  try {
    return await store.faultsOf(model, signal);
  } catch (error) {
    throw signal.aborted ? new Interrupted('stopped; nothing was changed') : error;
  }
}

function soundLines(report: ModelReport): string[] {
  const { name, files, bytes, exam } = report;
  const several = files?.length ?? 0;
  return [
    `${name}: ${count(several)} ${plural(several, 'file')}, ${bytesText(bytes)}, all as they should be`,
    exam === null ? `${name}: ${unexaminedText(report)}` : `${name}: entrance exam: ${scoreText(exam)}`,
    ...(exam === null ? [] : [`${name}: entrance exam: ${verdictText(exam)}`]),
  ].map(toTerminalText);
}

/** Names every file at fault, and how each model becomes whole again. */
function faultError(faulty: readonly FaultyModel[]): InputError {
  const sentences = faulty.map(({ model: { manifest }, faults }) => {
    const files = faults.map(({ path, fault }) => `${path} is ${fault}`).join(', ');
    const wayOut =
      manifest.name === bundledName
        ? 'install the package again'
        : `run: document-qa models download ${downloadName(manifest)}`;
    return `${manifest.name}: ${files}; ${wayOut}`;
  });
  const isDamaged = faulty.some(({ faults }) => faults.some(({ fault }) => fault === 'damaged'));
  return new InputError(isDamaged ? 'fileDamaged' : 'fileMissing', sentences.join('; '));
}
