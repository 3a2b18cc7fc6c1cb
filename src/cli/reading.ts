// A model of this machine to an open reader, or to an error that names the model.
import type { InstalledModel } from '../hub/store';
import type { ReaderChoice } from '../protocol/engine';
import { ModelError } from '../runtime/errors';
import type { Reader } from '../runtime/model';
import { openReader } from '../runtime/reader';
import { ReaderError } from './errors';
import { bestModel, downloadName, findModel, openLibrary, plainChoice } from './library';

/** Options of the commands that read, as parsed. */
export interface ReaderOptions {
  readonly model?: string;
  readonly precision?: 'fp32' | 'int8';
  readonly threads?: number;
  readonly maxLength?: number;
}

/** Opens the named model, or the best that is here, as it was chosen to be read. Throws ReaderError, or StoreError. */
export async function openChosen({ model: name, precision, threads, maxLength }: ReaderOptions): Promise<Reader> {
  const library = await openLibrary();
  const model = name === undefined ? await bestModel(library) : await findModel(name, library);
  const choice: ReaderChoice = {
    ...plainChoice(model),
    ...(precision !== undefined && { precision }),
    ...(threads !== undefined && { threads }),
    ...(maxLength !== undefined && { maxLength }),
  };
  return opening(model, () => openReader(choice));
}

/** Runs what opens a model. Throws ReaderError in the place of ModelError. */
export async function opening<Result>({ manifest }: InstalledModel, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    throw cause instanceof ModelError ? new ReaderError(downloadName(manifest), cause) : cause;
  }
}
