// A model of this machine to the outcome of its entrance exam, with progress, until Ctrl-C.
import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ExamRecord } from '../../evaluate/examRecord';
import { storageError } from '../../hub/errors';
import type { InstalledModel } from '../../hub/store';
import { examine } from '../../runtime/examine';
import { Interrupted } from '../errors';
import { examFile, plainChoice } from '../library';
import { examText, ProgressLine } from '../progress';
import { opening } from '../reading';

/** Lets a model take its exam, or returns the outcome that is stored. Throws ReaderError, HubError, or Interrupted. */
export async function holdExam(model: InstalledModel, signal: AbortSignal): Promise<ExamRecord> {
  const line = new ProgressLine(process.stderr);
  const now = (): number => performance.now();
  try {
    const record = await opening(model, () =>
      examine(plainChoice(model), examFile, {
        now,
        stopped: () => signal.aborted,
        // A run blocks the thread: without a turn of the loop, Ctrl-C would be seen after the last question.
        turn: () => nextTurn(),
        onProgress: (progress) => line.show(examText(progress), now()),
      }),
    );
    if (record !== undefined) return record;
  } catch (cause) {
    // What the exam leaves behind is all that it writes.
    throw cause instanceof Error && 'syscall' in cause ? storageError(model.prepared, cause) : cause;
  } finally {
    line.clear();
  }
  throw new Interrupted(`stopped; ${model.manifest.name} is installed; ${unexaminedText(model.manifest.name)}`);
}

/** What it means that a model has not taken its exam. */
export function unexaminedText(name: string): string {
  return `its confidences are estimates until it has taken its entrance exam; run: document-qa models verify ${name}`;
}
