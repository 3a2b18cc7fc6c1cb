// document-qa evaluate SQUAD
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import reportStyle from '../../media/report/report.css';
import { SquadFileError } from '../evaluate/errors';
import type { Evaluation } from '../evaluate/evaluation';
import { noAnswerScoresOf, predictionsOf, spansOf, toJsonText } from '../evaluate/predictionFiles';
import { placesOfQuestions } from '../evaluate/questionPlace';
import { parseSquad, type SquadQuestion } from '../evaluate/squad';
import type { Strictness } from '../qa/strictness';
import { renderReport, type ReportOptions } from '../report/renderReport';
import { type EvaluateHooks, evaluateSquad, type SquadRun } from '../runtime/evaluate';
import type { Reader } from '../runtime/model';
import { InputError, Interrupted } from './errors';
import { evaluationLines } from './evaluationLines';
import { pathOf, standardInputName } from './input';
import { readJsonFile } from './jsonFile';
import { type OutputOptions, writeMessage, writeResult } from './output';
import { type NamedFile, requireWritable, writeWhole } from './outputFile';
import { evaluationText, ProgressLine } from './progress';
import { count } from './quantities';
import { openChosen, type ReaderOptions } from './reading';

/** Options of `evaluate`, as parsed. */
export interface EvaluateCommandOptions extends ReaderOptions, OutputOptions {
  readonly out?: string;
  readonly spans?: string;
  readonly naProb?: string;
  readonly report?: string;
  readonly limit?: number;
  readonly reference: boolean;
  readonly documentWindows?: number;
  readonly strictness: Strictness;
  readonly threshold?: number;
  readonly overlap?: number;
}

/** A SQuAD file as it was named, and what is in it. */
interface SquadInput {
  readonly name: string;
  readonly json: string;
  readonly questions: readonly SquadQuestion[];
}

const goesOn = 'the same command goes on from there';

/**
 * Answers the questions of a SQuAD file, writes what was asked for, and prints the official figures and ours. Throws
 * InputError that names the file and the place in it, ReaderError, StoreError, QaError, or Interrupted: work in progress
 * then lies beside `--out`, and the same command goes on from there.
 */
export async function evaluate(file: string, options: EvaluateCommandOptions, signal: AbortSignal): Promise<void> {
  const squad = await readJsonFile(
    file,
    (json): SquadInput => ({ name: file === '-' ? standardInputName : file, json, questions: parseSquad(json) }),
    'badSquadFile',
  );
  const partial = options.out === undefined ? undefined : `${options.out}.partial`;
  const outputs = [
    { name: '--out', file: options.out },
    { name: '--out', file: partial },
    { name: '--spans', file: options.spans },
    { name: '--na-prob', file: options.naProb },
    { name: '--report', file: options.report },
  ];
  await requireWritable(
    outputs.filter((output): output is NamedFile => output.file !== undefined),
    file === '-' ? [] : [{ name: 'the questions', file }],
  );
  const reader = await openChosen(options);
  const run = await readAll(squad, reader, partial, options, signal).finally(() => reader.close());
  await writeFiles(run, options, reportLinks(run.evaluation, squad.json, file));
  if (partial !== undefined) await rm(pathOf(partial), { force: true });
  const { official, ...ours } = run.evaluation;
  const lines = [JSON.stringify(official, null, 2), '', ...evaluationLines(run.evaluation)];
  writeResult(options, { ...official, ...ours }, lines);
}

/** Asks all questions, with progress, until Ctrl-C. */
async function readAll(
  { name, json, questions }: SquadInput,
  reader: Reader,
  partial: string | undefined,
  options: EvaluateCommandOptions,
  signal: AbortSignal,
): Promise<SquadRun> {
  const line = new ProgressLine(process.stderr);
  const now = (): number => performance.now();
  let reached = 'before the first question';
  const hooks: EvaluateHooks = {
    now,
    stopped: () => signal.aborted,
    // A run blocks the thread: without a turn of the loop, Ctrl-C would be seen after the last question.
    turn: () => nextTurn(),
    onOpen(before, replacedOther) {
      if (before > 0)
        writeMessage(options, `going on from ${String(partial)}: ${count(before)} questions were read before`);
      if (replacedOther) writeMessage(options, `${String(partial)} was of another run; begun anew`);
    },
    onProgress(progress) {
      reached = `after ${count(progress.asked)} of ${count(progress.questions)} questions`;
      line.show(evaluationText(progress), now());
    },
  };
  try {
    const run = await evaluateSquad(
      reader,
      {
        questions,
        data: { name: basename(name), sha256: createHash('sha256').update(json).digest('hex') },
        limit: options.limit ?? null,
        rules: options.reference ? 'reference' : 'product',
        strictness: options.strictness,
        threshold: options.threshold ?? null,
        overlap: options.overlap ?? null,
        documentWindows: options.documentWindows ?? null,
        partialFile: partial === undefined ? null : pathOf(partial),
      },
      hooks,
    );
    if (run !== undefined) return run;
  } catch (cause) {
    if (cause instanceof SquadFileError) throw new InputError('badSquadFile', `${name}: ${cause.message}`, { cause });
    // Work in progress is all that is written meanwhile.
    if (partial === undefined || !(cause instanceof Error && 'syscall' in cause)) throw cause;
    throw new InputError('badOutput', `--out ${partial} cannot be written (${cause.message}); ${goesOn}`, { cause });
  } finally {
    line.clear();
  }
  const kept = partial === undefined ? 'nothing was kept, for want of --out' : `they are in ${partial}; ${goesOn}`;
  throw new Interrupted(`stopped ${reached}; ${kept}`);
}

/** The answers last: where they are, everything is. */
async function writeFiles(
  { evaluation, readings }: SquadRun,
  { out, spans, naProb, report }: EvaluateCommandOptions,
  linkTo: ReportOptions['linkTo'],
): Promise<void> {
  const { answer } = evaluation.subject.thresholds;
  const write = async (name: string, file: string | undefined, text: () => string): Promise<void> => {
    if (file !== undefined) await writeWhole({ name, file }, text());
  };
  await write('--spans', spans, () => toJsonText(spansOf(readings)));
  await write('--na-prob', naProb, () => toJsonText(noAnswerScoresOf(readings, answer)));
  await write('--report', report, () => renderReport(evaluation, { css: reportStyle, linkTo }));
  await write('--out', out, () => toJsonText(predictionsOf(readings)));
}

/** Addresses that open VS Code at a mistake's question. */
function reportLinks({ mistakes }: Evaluation, json: string, file: string): ReportOptions['linkTo'] {
  if (file === '-') return () => null;
  const { pathname } = pathToFileURL(pathOf(file));
  const places = placesOfQuestions(
    json,
    mistakes.map(({ id }) => id),
  );
  return ({ id }) => {
    const place = places.get(id);
    return place === undefined ? null : `vscode://file${pathname}:${place.line}:${place.column}`;
  };
}
