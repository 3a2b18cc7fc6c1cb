// A model of this machine to the outcome of its entrance exam, with progress, until Ctrl-C.
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ExamRecord } from '../../evaluate/examRecord';
import { storageError } from '../../hub/errors';
import { withLock } from '../../hub/lock';
import type { ModelDescription } from '../../hub/manifest';
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
    // A window of the editor may examine it too: the second then finds the outcome of the first.
    const onWait = (): void => line.show('waiting for another process that examines this model', now());
    const record = await withLock(join(model.prepared, 'exam.lock'), { signal, onWait }, () =>
      opening(model, () =>
        examine(plainChoice(model), examFile, {
          now,
          stopped: () => signal.aborted,
          // A run blocks the thread: without a turn of the loop, Ctrl-C would be seen after the last question.
          turn: () => nextTurn(),
          onProgress: (progress) => line.show(examText(progress), now()),
        }),
      ),
    );
    if (record !== undefined) return record;
  } catch (cause) {
    if (signal.aborted) throw interrupted(model);
    // What the exam leaves behind is all that it writes.
    throw cause instanceof Error && 'syscall' in cause ? storageError(model.prepared, cause) : cause;
  } finally {
    line.clear();
  }
  throw interrupted(model);
}

function interrupted({ manifest }: InstalledModel): Interrupted {
  return new Interrupted(`stopped; ${manifest.name} is installed; ${unexaminedText(manifest)}`);
}

/** What it means that a model has not taken its exam; the bundled one's constants were fitted beforehand. */
export function unexaminedText({ name, repository }: Pick<ModelDescription, 'name' | 'repository'>): string {
  const state =
    repository === null
      ? 'its entrance exam was not taken here'
      : 'its confidences are estimates until it has taken its entrance exam';
  return `${state}; run: document-qa models verify ${name}`;
}
