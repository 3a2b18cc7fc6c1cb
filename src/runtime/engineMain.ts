// The engine process: holds the one onnxruntime session, answers `ask`, and ends when its parent is gone. It exists
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
import { type AskFailure, askMethod, type AskReply, type AskRequest } from '../protocol/engine';
import { answerQuestion } from '../qa/answer';
import { makeDocument } from '../qa/document';
import { QaError } from '../qa/errors';
import type { QaResult } from '../qa/result';
import { ModelError } from './errors';
import { openReader, type Reader } from './reader';

/** The reader that is open, by what it was opened with. */
let opened: { readonly key: string; readonly reader: Promise<Reader> } | undefined;

/** The wanted reader; another one is closed first, so that there is never more than one. */
async function readerFor({ modelFolder, threads }: AskRequest): Promise<{ reader: Reader; isNew: boolean }> {
  const key = JSON.stringify([modelFolder, threads]);
  if (opened?.key === key) return { reader: await opened.reader, isNew: false };
  const previous = opened;
  opened = undefined;
  await previous?.reader.then((old) => old.close()).catch(() => undefined);
  const reader = openReader(modelFolder, threads === 0 ? undefined : threads);
  opened = { key, reader };
  try {
    return { reader: await reader, isNew: true };
  } catch (error) {
    // A reader that could not be opened is tried again with the next question: its files may have been mended.
    opened = undefined;
    throw error;
  }
}

async function ask(
  request: AskRequest,
  token: CancellationToken,
  onProvisional: (result: QaResult) => void,
): Promise<QaResult> {
  const { reader, isNew } = await readerFor(request);
  const { name, text, format } = request.document;
  return answerQuestion(
    makeDocument(text, name, format),
    request.question,
    isNew ? reader : { ...reader, loadMs: 0 },
    {
      top: request.top,
      ...(request.scope && { scope: request.scope }),
      ...(request.allWindows && { windowBudget: Infinity }),
    },
    {
      now: () => performance.now(),
      stopped: () => token.isCancellationRequested,
      onProvisional,
    },
  );
}

function failureOf(error: unknown): AskFailure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof QaError) return { reason: error.reason, message, file: null };
  if (error instanceof ModelError) return { reason: error.reason, message, file: error.file };
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
/** The question that was asked last: the next waits for it, because there is one reader and it serves one at a time. */
let last: Promise<unknown> = Promise.resolve();

function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  const turn = last.then(work);
  last = turn.catch(() => undefined);
  return turn;
}

connection.onRequest(askMethod, async (request: AskRequest, token: CancellationToken): Promise<AskReply> => {
  try {
    const result = await inTurn(() =>
      ask(request, token, (partial) => {
        void connection.sendProgress(provisional, request.run, partial);
      }),
    );
    return { result };
  } catch (error) {
    // The log gets what people are not told: causes and traces. They hold paths, never text of a document.
    if (!(error instanceof QaError)) process.stderr.write(`${inspect(error)}\n`);
    return { failure: failureOf(error) };
  }
});
connection.listen();
