// The questions of a SQuAD file through an open reader to figures: by the product's own way, or by the reference rules for
// comparing with figures that others published. Those whose windows can share a run are read at a time.
import { createHash } from 'node:crypto';
import { SquadFileError } from '../evaluate/errors';
import { type Evaluation, type EvaluationSubject, summarize } from '../evaluate/evaluation';
import { readByProduct } from '../evaluate/productReading';
import { groupsOfOneLength } from '../evaluate/questionGroups';
import { readByReference, referenceThresholds } from '../evaluate/referenceReading';
import type { SquadQuestion } from '../evaluate/squad';
import { charsOf, joinAround, type Paragraph, paragraphsOf } from '../evaluate/squadDoc';
import type { SquadReading } from '../evaluate/squadReading';
import { thresholdsFor } from '../qa/answer';
import { defaultOverlapTokens } from '../qa/limits';
import type { QaModel } from '../qa/model';
import type { Strictness } from '../qa/strictness';
import { type BatchModel, sharingRuns, windowsOfRun } from './batching';
import { PartialReadings } from './partialReadings';

/** What is read, and how. */
export interface EvaluateOptions {
  /** Of all questions of the file. */
  readonly questions: readonly SquadQuestion[];
  /** `name`: as people know it; `sha256`: of the file's text. */
  readonly data: { readonly name: string; readonly sha256: string };
  /** Only the first so many questions are asked; null: all. */
  readonly limit: number | null;
  readonly rules: EvaluationSubject['rules'];
  /** The reference rules take no notice of it. */
  readonly strictness: Strictness;
  /** Lowest evidence of an answer, instead of that of the strictness, or of the 0 of the reference rules. */
  readonly threshold: number | null;
  /** Tokens that neighbouring windows share; null: as usual. */
  readonly overlap: number | null;
  /** About how many windows of the file's paragraphs each question is asked of; null: of its own paragraph. */
  readonly documentWindows: number | null;
  /** Absolute path of the file for work in progress, which stays until somebody removes it; null: none is kept. */
  readonly partialFile: string | null;
}

/** How far an evaluation is. */
export interface EvaluateProgress {
  /** Questions that were read, in this run or before. */
  readonly asked: number;
  readonly questions: number;
  /** Null before the first question of this run was read. */
  readonly leftMs: number | null;
}

/** The world around an evaluation: its clock, who may end it or go first, and who watches. */
export interface EvaluateHooks {
  /** Milliseconds on a clock that never goes back. */
  now(): number;
  /** Asked before each window; true ends the run. */
  stopped(): boolean;
  /** Awaited before each run of the model: resolves when nothing more urgent is to be read, or when the run is to end. */
  turn(): Promise<void>;
  /** Called once: `before` questions were read by a run that this one continues, or work of another kind of run is gone. */
  onOpen?(before: number, replacedOther: boolean): void;
  /** Called before questions are read, one or those that are read at a time. */
  onProgress(progress: EvaluateProgress): void;
}

/** What an evaluation gave. */
export interface SquadRun {
  readonly evaluation: Evaluation;
  /** In the order of the file. */
  readonly readings: readonly SquadReading[];
}

/**
 * Asks the questions and sums up what came of them; undefined when it was ended before that. The outcome does not depend
 * on how often a run was stopped and continued.
 *
 * Throws SquadFileError naming a question or paragraph without a readable character, before anything is read; QaError
 * when the windows are too short for a question; what the file system throws of the partial file.
 */
export async function evaluateSquad(
  model: BatchModel,
  options: EvaluateOptions,
  hooks: EvaluateHooks,
): Promise<SquadRun | undefined> {
  const asked = options.questions.slice(0, options.limit ?? options.questions.length);
  refuseUnreadable(asked, model);
  const subject = subjectOf(model, options);
  const documentOf = documentsOf(options);
  const partial =
    options.partialFile === null
      ? undefined
      : await PartialReadings.open(options.partialFile, keyOf(model, subject, options));
  const readings = new Map(partial?.before.map((reading) => [reading.id, reading]));
  hooks.onOpen?.(readings.size, partial?.replacedOther ?? false);
  const unread = asked.filter(({ id }) => !readings.has(id));
  let read = 0;
  let readMs = 0;
  try {
    for (const group of groupsOf(unread, model, options)) {
      const left = unread.length - read;
      const leftMs = read === 0 ? null : (readMs / read) * left;
      hooks.onProgress({ asked: asked.length - left, questions: asked.length, leftMs });
      for (const reading of await readGroup(group, documentOf, model, options, hooks)) {
        readings.set(reading.id, reading);
        read++;
        readMs += reading.elapsedMs;
        await partial?.append(reading);
      }
      if (group.some(({ id }) => !readings.has(id))) return undefined;
    }
  } finally {
    await partial?.close();
  }
  return {
    evaluation: summarize(asked, readings, subject),
    readings: asked.flatMap(({ id }) => readings.get(id) ?? []),
  };
}

function subjectOf(model: QaModel, options: EvaluateOptions): EvaluationSubject {
  const { rules, strictness, threshold, overlap, documentWindows, data } = options;
  const isProduct = rules === 'product';
  return {
    dataName: data.name,
    model: model.identity,
    examined: model.examined,
    rules,
    strictness: isProduct ? strictness : null,
    thresholds: isProduct
      ? thresholdsFor(model, { strictness, ...(threshold !== null && { threshold }) })
      : referenceThresholds(threshold ?? undefined),
    maxLength: model.maxLength,
    overlap: overlap ?? defaultOverlapTokens,
    documentWindows,
  };
}

/** All that a reading depends on, as one line; a file that was only renamed is the same. */
function keyOf(model: QaModel, subject: EvaluationSubject, { data, limit }: EvaluateOptions): string {
  const { sha256 } = data;
  return JSON.stringify({ version: 1, data: sha256, limit, ...subject, dataName: null, rule: model.rule });
}

function refuseUnreadable(questions: readonly SquadQuestion[], { tokenizer }: QaModel): void {
  for (const { path, question, context } of questions) {
    if (tokenizer.encode(question).ids.length === 0)
      throw new SquadFileError(`${path}.question`, 'the question is empty');
    if (context.trim() === '')
      throw new SquadFileError(`${path.replace(/\.qas.*/, '')}.context`, 'the context is empty');
  }
}

/** What a question is asked of: its paragraph, or a document that it is joined to, from none to two paragraphs in. */
function documentsOf({ questions, documentWindows }: EvaluateOptions): (question: SquadQuestion) => string {
  if (documentWindows === null) return ({ context }) => context;
  const paragraphs: readonly Paragraph[] = paragraphsOf(questions);
  const chars = charsOf(documentWindows);
  return ({ id, article, context }) => {
    const home = paragraphs.findIndex((other) => other.article === article && other.context === context);
    const lead = createHash('sha256').update(id).digest().readUInt16BE() % 3;
    return joinAround(paragraphs, home, chars, lead).text;
  };
}

/** Questions that are read at a time, all of them in groups. */
function groupsOf(
  questions: readonly SquadQuestion[],
  model: BatchModel,
  { documentWindows }: EvaluateOptions,
): Iterable<readonly SquadQuestion[]> {
  const mayShare = model.readTogether !== undefined && documentWindows === null;
  return mayShare ? groupsOfOneLength(questions, model, windowsOfRun) : questions.map((question) => [question]);
}

/** Questions at a time, each with its share of the time; those are missing that had windows left when the run was ended. */
async function readGroup(
  group: readonly SquadQuestion[],
  documentOf: (question: SquadQuestion) => string,
  model: BatchModel,
  options: EvaluateOptions,
  hooks: EvaluateHooks,
): Promise<SquadReading[]> {
  const startedMs = hooks.now();
  let waitedMs = 0;
  const inTurn = async <Read>(read: () => Promise<Read>): Promise<Read> => {
    const askedMs = hooks.now();
    await hooks.turn();
    waitedMs += hooks.now() - askedMs;
    return read();
  };
  const { readTogether } = model;
  const reader: QaModel =
    readTogether === undefined
      ? { ...model, read: (input) => inTurn(() => model.read(input)) }
      : sharingRuns(model, (inputs) => inTurn(() => readTogether(inputs)));
  const reading = group.map((question) => readQuestion(question, documentOf(question), reader, options, hooks));
  // When one fails, the others still use the model.
  await Promise.allSettled(reading);
  const elapsedMs = Math.max(0, hooks.now() - startedMs - waitedMs) / group.length;
  const found = await Promise.all(reading);
  return found.flatMap((read) => (read === undefined ? [] : [{ ...read, elapsedMs }]));
}

/** One question by the rules that were chosen; undefined when the run was ended meanwhile. */
async function readQuestion(
  { id, question }: SquadQuestion,
  text: string,
  model: QaModel,
  { rules, strictness, threshold, overlap }: EvaluateOptions,
  hooks: EvaluateHooks,
): Promise<Omit<SquadReading, 'elapsedMs'> | undefined> {
  const options = { ...(threshold !== null && { threshold }), ...(overlap !== null && { overlap }) };
  const reading =
    rules === 'product'
      ? await readByProduct(question, text, model, { ...options, strictness }, hooks)
      : await readByReference(question, text, model, options, hooks);
  return reading && { id, ...reading };
}
