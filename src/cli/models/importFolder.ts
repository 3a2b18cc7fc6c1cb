// document-qa models import FOLDER [NAME|OWNER/NAME@REVISION]
import { importModel } from '../../hub/importModel';
import type { InstalledModel } from '../../hub/store';
import { Interrupted } from '../errors';
import { pathOf } from '../input';
import { openLibrary, readWish } from '../library';
import { type ExamOptions, finishWithExam } from './outcome';
import { TransferView } from './transfer';

/** Copies a model's folder into the store and lets the model take its exam. Asks nobody for anything. */
export async function importFolder(
  folder: string,
  text: string | undefined,
  options: ExamOptions,
  signal: AbortSignal,
): Promise<void> {
  const library = await openLibrary();
  const { catalogue, store } = library;
  const wish = text === undefined ? undefined : readWish(text, library);
  const view = new TransferView(options);
  let model: InstalledModel;
  try {
    const onProgress = view.show.bind(view);
    model = await importModel(pathOf(folder), store, { wish, catalogue, signal, onProgress });
  } catch (error) {
    throw signal.aborted ? new Interrupted('stopped; the model was not imported') : error;
  } finally {
    view.clear();
  }
  const done = `${model.manifest.name} is installed in ${model.folder}`;
  await finishWithExam(model, library, done, options, signal);
}
