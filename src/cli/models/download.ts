// document-qa models download NAME|OWNER/NAME[@REVISION]
import { describeOther, isPinned, type ModelWish } from '../../hub/catalogue';
import { resolveRevision } from '../../hub/hubClient';
import { installModel, type ModelSource } from '../../hub/install';
import { bytesText } from '../../hub/quantities';
import type { InstalledModel } from '../../hub/store';
import { hubSettings } from '../../hub/settings';
import { Interrupted } from '../errors';
import { type Library, openLibrary, readWish } from '../library';
import { type OutputOptions, writeMessage } from '../output';
import { openProxyFetch } from '../proxyFetch';
import { neverRefusesText } from './info';
import { type ExamOptions, finishWithExam } from './outcome';
import { pageOf } from './report';
import { TransferView } from './transfer';

/**
 * Fetches a model and lets it take its exam. Says before the first byte what comes, from where, under which licence and
 * to where. Throws HubError, StoreError, ReaderError, or Interrupted.
 */
export async function downloadModel(text: string, options: ExamOptions, signal: AbortSignal): Promise<void> {
  const library = await openLibrary();
  const wish = readWish(text, library);
  const { fetch, close } = await openProxyFetch();
  let model: InstalledModel;
  try {
    const source = { ...hubSettings(process.env), fetch, signal };
    model = await install(await pin(wish, source, options), library, source, options);
  } finally {
    await close();
  }
  const done = `${model.manifest.name} is installed in ${model.folder}`;
  await finishWithExam(model, library, done, options, signal);
}

/** A branch or tag is asked for once; from then on the commit is meant. */
async function pin(wish: ModelWish, source: ModelSource, options: OutputOptions): Promise<ModelWish> {
  if (wish.kind === 'known' || isPinned(wish)) return wish;
  const { repository, revision: reference } = wish;
  try {
    const revision = await resolveRevision(repository, reference, source);
    writeMessage(options, `${repository}@${reference} is the commit ${revision}`);
    return { ...wish, revision };
  } catch (error) {
    throw source.signal.aborted ? new Interrupted('stopped; nothing was fetched') : error;
  }
}

async function install(
  wish: ModelWish,
  library: Library,
  source: ModelSource,
  options: OutputOptions,
): Promise<InstalledModel> {
  const view = new TransferView(options, (totalBytes) => {
    const model = wish.kind === 'known' ? wish.model : describeOther(wish.repository, wish.revision);
    const from = pageOf(model, source.endpoint.href) ?? source.endpoint.href;
    const { folder } = library.store.placeOf(model);
    writeMessage(options, `fetching ${model.name}, ${bytesText(totalBytes)}, licence: ${model.licence}`);
    writeMessage(options, `from ${from} to ${folder}`);
    if (model.refuses === false) writeMessage(options, neverRefusesText);
  });
  try {
    return await installModel(wish, library.store, source, (progress) => view.show(progress));
  } catch (error) {
    if (!source.signal.aborted) throw error;
    throw new Interrupted(
      view.bytes === 0
        ? 'stopped; nothing was fetched'
        : `stopped; ${bytesText(view.bytes)} are kept, and the same command goes on from there`,
    );
  } finally {
    view.clear();
  }
}
