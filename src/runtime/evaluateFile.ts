// A SQuAD file on the disk to what the chosen reader makes of it: what the editor asks the engine for. Work in progress is
// kept, so that a run that was stopped goes on where it was.
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { SquadFileError } from '../evaluate/errors';
import type { Evaluation } from '../evaluate/evaluation';
import { parseSquad } from '../evaluate/squad';
import type { EvaluateRequest } from '../protocol/engine';
import { evaluateSquad, type EvaluateHooks } from './evaluate';
import { openReader } from './reader';

/**
 * Evaluates a reader of its own, beside the one that answers. Undefined when it was ended before all was read. Throws
 * SquadFileError for a file that cannot be read or contradicts itself, ModelError, QaError, or what the file system
 * throws of the work in progress.
 */
export async function evaluateFile(
  { reader: choice, file, partialFile, strictness }: Omit<EvaluateRequest, 'run'>,
  hooks: EvaluateHooks,
): Promise<Evaluation | undefined> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new SquadFileError('', `it cannot be read (${cause instanceof Error ? cause.message : String(cause)})`, {
      cause,
    });
  });
  const questions = parseSquad(decode(bytes));
  await mkdir(dirname(partialFile), { recursive: true });
  if (hooks.stopped()) return undefined;
  const reader = await openReader(choice);
  try {
    const run = await evaluateSquad(
      reader,
      {
        ...{ questions, strictness, partialFile, limit: null, rules: 'product', documentWindows: null },
        data: { name: basename(file), sha256: createHash('sha256').update(bytes).digest('hex') },
        threshold: choice.threshold,
        overlap: choice.overlap,
      },
      hooks,
    );
    if (run !== undefined) await rm(partialFile, { force: true });
    return run?.evaluation;
  } finally {
    await reader.close();
  }
}

/** Replaced bytes would be scored as wrong words. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new SquadFileError('', 'not valid UTF-8; save it as UTF-8', { cause });
  }
}
