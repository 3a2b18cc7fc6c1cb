// The engine process: holds the onnxruntime sessions, answers, examines, evaluates, and ends when its parent is gone. It exists
// because a run blocks its thread, and a native fault ends its process; neither may happen to the editor.
import { constants, setPriority } from 'node:os';
import { performance } from 'node:perf_hooks';
import { inspect } from 'node:util';
import {
  type CancellationToken,
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  ProgressType,
} from 'vscode-jsonrpc/node';
import { SquadFileError } from '../evaluate/errors';
import type { ExamRecord } from '../evaluate/examRecord';
import {
  askMethod,
  type AskRequest,
  type EngineFailure,
  evaluateMethod,
  type EvaluateRequest,
  type EvaluationProgress,
  examineMethod,
  type ExamineRequest,
  type ExamProgress,
  type ReaderChoice,
  type Reply,
} from '../protocol/engine';
import { answerQuestion } from '../qa/answer';
import { makeDocument } from '../qa/document';
import { QaError } from '../qa/errors';
import type { QaResult } from '../qa/result';
import { ModelError } from './errors';
import { evaluateFile } from './evaluateFile';
import { examine } from './examine';
import type { Reader } from './model';
import { floatRung, openReader } from './reader';
import { ResultCache } from './resultCache';
import { WindowCache } from './windowCache';

/** A reader, by what it was opened with, and what it answered. */
interface OpenedReader {
  readonly choice: ReaderChoice;
  readonly reader: Promise<Reader>;
  readonly results: ResultCache;
}

/** The reader that answers. It remembers what it read; those that an exam or an evaluation opens beside it do not. */
let opened: OpenedReader | undefined;

/** The wanted reader; another one is closed first, so that no two hold memory to answer. */
async function readerFor(choice: ReaderChoice): Promise<{ reader: Reader; results: ResultCache; isNew: boolean }> {
  if (opened !== undefined && JSON.stringify(opened.choice) === JSON.stringify(choice)) {
    return { reader: await opened.reader, results: opened.results, isNew: false };
  }
  await closeReader();
  const reader = openReader(choice).then((model) => new WindowCache().around(model));
  const results = new ResultCache();
  opened = { choice, reader, results };
  try {
    const { identity, loadMs } = await reader;
    const megabytes = Math.round(process.memoryUsage.rss() / 1e6);
    process.stderr.write(
      `${identity.name}, ${identity.precision}: loaded in ${Math.round(loadMs)} ms, ${megabytes} MB resident\n`,
    );
    return { reader: await reader, results, isNew: true };
  } catch (error) {
    // A reader that could not be opened is tried again with the next question: its files may have been mended.
    opened = undefined;
    throw error;
  }
}

async function closeReader(): Promise<void> {
  const previous = opened;
  opened = undefined;
  await previous?.reader.then((old) => old.close()).catch(() => undefined);
}

/** Closes the reader of a model if it was opened before the model's exam had an outcome, and would be another now. */
async function closeOutdated(folder: string, record: ExamRecord): Promise<void> {
  if (opened?.choice.folder !== folder) return;
  const { examined, identity } = await opened.reader;
  const precision = record.chosen === floatRung.name ? 'fp32' : 'int8';
  if (!examined || (opened.choice.precision === 'auto' && identity.precision !== precision)) await closeReader();
}

async function ask(
  request: AskRequest,
  token: CancellationToken,
  onProvisional: (result: QaResult) => void,
): Promise<QaResult> {
  const { reader, results, isNew } = await readerFor(request.reader);
  return results.get(request, () => answer(request, isNew ? reader : { ...reader, loadMs: 0 }, token, onProvisional));
}

function answer(
  request: AskRequest,
  reader: Reader,
  token: CancellationToken,
  onProvisional: (result: QaResult) => void,
): Promise<QaResult> {
  const { name, text, format } = request.document;
  return answerQuestion(
    makeDocument(text, name, format),
    request.question,
    reader,
    {
      top: request.top,
      strictness: request.strictness,
      ...(request.scope && { scope: request.scope }),
      ...(request.allWindows && { windowBudget: Infinity }),
      ...(request.reader.overlap !== null && { overlap: request.reader.overlap }),
      ...(request.reader.threshold !== null && { threshold: request.reader.threshold }),
    },
    {
      now: () => performance.now(),
      stopped: () => token.isCancellationRequested,
      onProvisional,
    },
  );
}

function failureOf(error: unknown): EngineFailure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof QaError) return { reason: error.reason, message, file: null };
  if (error instanceof ModelError) return { reason: error.reason, message, file: error.file };
  if (error instanceof SquadFileError) return { reason: 'badSquadFile', message, file: null };
  return { reason: 'internal', message, file: null };
}

try {
  // Reading takes all cores for seconds; what a person does meanwhile comes first.
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
} catch {
  // Some systems forbid it; reading then merely competes as an equal.
}
process.on('disconnect', () => process.exit(0));

const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
const provisional = new ProgressType<QaResult>();
const examProgress = new ProgressType<ExamProgress>();
const evaluationProgress = new ProgressType<EvaluationProgress>();
/** The question that was asked last: the next waits for it, because there is one reader and it serves one at a time. */
let last: Promise<unknown> = Promise.resolve();

function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  const turn = last.then(work);
  last = turn.catch(() => undefined);
  return turn;
}

/** Resolves when no question waits or is being read. */
async function idle(): Promise<void> {
  for (let seen: unknown; seen !== last;) {
    seen = last;
    await seen;
  }
}

/** Replies with what `work` gives, or with why it failed. */
async function reply<Result>(work: () => Promise<Result>): Promise<Reply<Result>> {
  try {
    return { result: await work() };
  } catch (error) {
    // The log gets what people are not told: causes and traces. They hold paths, never text of a document.
    if (!(error instanceof QaError || error instanceof SquadFileError)) process.stderr.write(`${inspect(error)}\n`);
    return { failure: failureOf(error) };
  }
}

connection.onRequest(askMethod, (request: AskRequest, token: CancellationToken) =>
  reply(() =>
    inTurn(() =>
      ask(request, token, (partial) => {
        void connection.sendProgress(provisional, request.run, partial);
      }),
    ),
  ),
);

/** The world around work that goes on for minutes: questions go first. */
function backgroundHooks(token: CancellationToken) {
  const cancelled = new Promise<void>((resolve) => token.onCancellationRequested(() => resolve()));
  return {
    now: () => performance.now(),
    stopped: () => token.isCancellationRequested,
    turn: () => Promise.race([idle(), cancelled]),
  };
}

connection.onRequest(examineMethod, ({ run, reader, examFile }: ExamineRequest, token: CancellationToken) =>
  reply(async () => {
    const record = await examine(reader, examFile, {
      ...backgroundHooks(token),
      onProgress: (progress) => void connection.sendProgress(examProgress, run, progress),
    });
    // Behind the questions that wait: the outcome must not.
    if (record !== undefined) inTurn(() => closeOutdated(reader.folder, record)).catch(() => undefined);
    return record ?? null;
  }),
);

connection.onRequest(evaluateMethod, (request: EvaluateRequest, token: CancellationToken) =>
  reply(async () => {
    let askedBefore = 0;
    const evaluation = await evaluateFile(request, {
      ...backgroundHooks(token),
      onOpen: (before) => (askedBefore = before),
      onProgress: (progress) =>
        void connection.sendProgress(evaluationProgress, request.run, { ...progress, askedBefore }),
    });
    return evaluation ?? null;
  }),
);
connection.listen();
