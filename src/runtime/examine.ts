// The entrance exam of a model on this machine: reads the sealed questions with each graph, and chooses the one that
// answers from then on.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ladder, type Rung } from '../convert/ladder';
import {
  compareReadings,
  decideAgain,
  type Exam,
  type ExamQuestion,
  type ExamReading,
  type ExamReadings,
  examSha256,
  parseExam,
  ruleOfExam,
  scoreExam,
} from '../evaluate/exam';
import { chooseRung, type ExamRecord, type ExamRung, isCurrent } from '../evaluate/examRecord';
import { priorRule, type StoredRule } from '../evaluate/rule';
import { manifestName } from '../hub/manifest';
import type { ExamProgress, ReaderChoice } from '../protocol/engine';
import { answerQuestion } from '../qa/answer';
import { makeDocument } from '../qa/document';
import { ModelError } from './errors';
import { markEnded, mayStart, readExamRecord, writeExamRecord } from './examFile';
import { examKeyOf, type LoadedModel, loadModel, openGraph, ownRule, type Reader } from './model';
import { readManifest } from './modelFolder';
import { removeGraphs } from './preparedGraph';
import { floatRung } from './reader';

/** The world around an exam: its clock, who may end it or go first, and who watches. */
export interface ExamHooks {
  /** Milliseconds on a clock that never goes back. */
  now(): number;
  /** Asked before each question; true ends the exam without an outcome. */
  stopped(): boolean;
  /** Resolves when nothing more urgent is to be read, or when the exam is to end. */
  turn(): Promise<void>;
  onProgress(progress: ExamProgress): void;
}

/** What a graph made of the exam, and how fast. */
interface Sitting {
  /** Refused below the threshold of its `rule`, where it has one. */
  readonly readings: ExamReadings;
  /** Fitted on the readings; undefined where the model brought constants, or the graph is broken. */
  readonly rule?: StoredRule | undefined;
  readonly tokensPerSecond: number;
}

/** Of a graph that cannot run here. */
const failedSitting: Sitting = { readings: new Map(), tokensPerSecond: 0 };

/**
 * Examines a model, or returns the stored outcome when it is of this exam, model and machine. Stores the outcome.
 * Undefined when it was ended before that. Throws ModelError, or what the file system throws: there is no outcome then.
 *
 * The graphs are tried from the fastest on; the first that passes answers. Overrides of the choice do not count: the
 * exam is about the model.
 */
export async function examine(
  choice: ReaderChoice,
  examFile: string,
  hooks: ExamHooks,
): Promise<ExamRecord | undefined> {
  const key = await examKeyOf(await readManifest(join(choice.folder, manifestName)));
  const { prepared } = choice;
  const stored = prepared === null ? undefined : await readExamRecord(prepared);
  if (stored !== undefined && isCurrent(stored, key)) return stored;

  const exam = await readExam(examFile);
  const mayOpen = async (rung: Rung): Promise<boolean> => prepared === null || mayStart(prepared, rung.name);
  const ended = async (rung: Rung): Promise<void> => {
    if (prepared !== null) await markEnded(prepared, rung.name);
  };
  await mayOpen(floatRung);
  await hooks.turn();
  if (hooks.stopped()) return undefined;
  const model = await loadModel({ ...choice, maxLength: null, overlap: null, threshold: null });
  const reference = await sit(model, floatRung, exam, hooks);
  await ended(floatRung);
  if (reference === undefined) return undefined;
  const outcomes = [outcomeOf(exam, floatRung.name, reference, reference)];
  for (const rung of ladder.filter((other) => other !== floatRung)) {
    await hooks.turn();
    if (hooks.stopped()) return undefined;
    const sitting = (await mayOpen(rung)) ? await trySitting(model, rung, exam, hooks) : failedSitting;
    if (sitting !== failedSitting) await ended(rung);
    if (sitting === undefined) return undefined;
    outcomes.push(outcomeOf(exam, rung.name, reference, sitting));
    if (chooseRung(outcomes) === rung.name) break;
  }
  const record: ExamRecord = {
    version: 1,
    ...key,
    date: new Date().toISOString(),
    questions: exam.questions.length,
    rungs: outcomes,
    chosen: chooseRung(outcomes),
  };
  if (prepared !== null) {
    // It may have been removed, or replaced by another, while it was examined.
    if (!isCurrent(record, await examKeyOf(await readManifest(join(choice.folder, manifestName))))) return undefined;
    await writeExamRecord(prepared, record);
    await removeGraphs(prepared, (name) => name.startsWith(`${record.chosen}.`));
  }
  return record;
}

/** What a graph makes of the exam that onnxruntime may be unable to run; undefined when the exam was ended. */
async function trySitting(model: LoadedModel, rung: Rung, exam: Exam, hooks: ExamHooks): Promise<Sitting | undefined> {
  try {
    return await sit(model, rung, exam, hooks);
  } catch (error) {
    // A full disk or a file that is gone says nothing about the graph: the next exam may go better.
    if (error instanceof Error && 'syscall' in error) throw error;
    if (error instanceof ModelError && error.reason !== 'unsupported') throw error;
    return failedSitting;
  }
}

/** Reads the exam's file. Throws ModelError when it is not the sealed one. */
async function readExam(path: string): Promise<Exam> {
  const json = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new ModelError('fileMissing', 'the exam cannot be read', path, { cause });
  });
  if (createHash('sha256').update(json).digest('hex') !== examSha256) {
    throw new ModelError('fileDamaged', 'its sha256 is not the expected one', path);
  }
  return parseExam(json);
}

/** Lets a graph answer all questions, and fits its constants where the model brought none. */
async function sit(model: LoadedModel, rung: Rung, exam: Exam, hooks: ExamHooks): Promise<Sitting | undefined> {
  const reader = await openGraph(model, rung);
  const { questions } = exam;
  const readings = new Map<string, ExamReading>();
  let tokens = 0;
  let readMs = 0;
  const timed: Reader = {
    ...reader,
    async read(input) {
      const startedMs = hooks.now();
      const logits = await reader.read(input);
      readMs += hooks.now() - startedMs;
      tokens += input.ids.length;
      return logits;
    },
  };
  try {
    for (const [asked, question] of questions.entries()) {
      hooks.onProgress({ rung: rung.name, asked, questions: questions.length });
      await hooks.turn();
      if (hooks.stopped()) return undefined;
      readings.set(question.id, await answer(timed, question, hooks));
    }
  } finally {
    await reader.close();
  }
  const tokensPerSecond = (1000 * tokens) / readMs;
  const rule = ownRule(model.folder.manifest, rung) === undefined ? ruleOfExam(exam, readings, priorRule) : undefined;
  return rule === undefined
    ? { readings, tokensPerSecond }
    : { readings: decideAgain(readings, rule.levels.balanced.thresholds.answer), rule, tokensPerSecond };
}

async function answer(reader: Reader, { context, question }: ExamQuestion, hooks: ExamHooks): Promise<ExamReading> {
  const result = await answerQuestion(
    makeDocument(context, null, 'text'),
    question,
    reader,
    { top: 1 },
    {
      now: () => hooks.now(),
      stopped: () => false,
    },
  );
  const best = result.answers[0] ?? result.closest;
  if (best === null) return { answer: '', text: '', start: 0, end: 0, evidence: NaN, margin: NaN };
  const { text, start, end, evidence, margin } = best;
  return {
    ...{ answer: evidence >= result.thresholds.answer ? text : '', text, start, end, evidence },
    margin: margin ?? Infinity,
  };
}

function outcomeOf(exam: Exam, name: string, reference: Sitting, sitting: Sitting): ExamRung {
  return {
    name,
    ...(sitting.rule && { rule: sitting.rule }),
    ...scoreExam(exam, sitting.readings),
    ...compareReadings(exam, reference.readings, sitting.readings),
    tokensPerSecond: sitting.tokensPerSecond,
  };
}
