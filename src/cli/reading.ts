// A model of this machine to an open reader, or to an error that names the model.
import type { InstalledModel } from '../hub/store';
import { ModelError } from '../runtime/errors';
import { ReaderError } from './errors';
import { downloadName } from './library';

/** Runs what opens a model. Throws ReaderError in the place of ModelError. */
export async function opening<Result>({ manifest }: InstalledModel, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    throw cause instanceof ModelError ? new ReaderError(downloadName(manifest), cause) : cause;
  }
}
