// document-qa models remove NAME|OWNER/NAME[@COMMIT]
import { bytesText } from '../../hub/quantities';
import { StoreError } from '../../hub/storeError';
import { InputError, Interrupted } from '../errors';
import { keyOf, type Library, openLibrary, readWish } from '../library';
import { type OutputOptions, writeMessage, writeResult } from '../output';
import { toTerminalText } from '../terminalText';

/** Removes a model, all its revisions unless one is named, and what was fetched of it in part. */
export async function removeModel(text: string, options: OutputOptions, signal: AbortSignal): Promise<void> {
  const library = await openLibrary();
  const { name, revisions } = await toRemove(text, library);
  const onWait = (): void => writeMessage(options, 'waiting for another process that is at work on this model');
  let freedBytes = 0;
  try {
    for (const revision of revisions) {
      freedBytes += await library.store.remove({ name, revision }, { signal, onWait });
    }
  } catch (error) {
    throw signal.aborted ? new Interrupted('stopped; the model was not removed') : error;
  }
  const line = `${name} is removed; ${bytesText(freedBytes)} are free again`;
  writeResult(options, { name, revisions, freedBytes }, [toTerminalText(line)]);
}

async function toRemove(text: string, library: Library): Promise<{ name: string; revisions: readonly string[] }> {
  const wish = readWish(text, library);
  if (wish.kind === 'known' && wish.model.repository === null) {
    throw new StoreError('bundled', wish.model.name, 'comes with the program');
  }
  const { name, revision } = keyOf(wish, text);
  const here = await library.store.revisionsOf(name);
  // Of a known model, the name means whatever there is of it.
  const revisions = here.filter((found) => wish.kind === 'known' || revision === null || found === revision);
  if (revisions.length === 0) {
    throw new InputError('notInstalled', `nothing of ${text} is here; document-qa models list shows what is`);
  }
  return { name, revisions };
}
