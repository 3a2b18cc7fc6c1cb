// A folder that somebody carried here to a model of the store: each file copied, verified, and only then a manifest.
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Catalogue, ModelWish } from './catalogue';
import { hashFile } from './contentHash';
import { storageError } from './errors';
import { describeOther, type InstallProgress } from './install';
import { descriptionOf, type KnownModel, type ManifestFile, revisionPattern } from './manifest';
import { chooseFiles, configName, familyOf, weightsName } from './modelFiles';
import { checkSpace } from './space';
import type { InstalledModel, ModelStore } from './store';
import { StoreError } from './storeError';
import { whenFree } from './whenFree';

/** What an import is about. */
export interface ImportOptions {
  /** Which model it is; left out, it is told by the hash of its weights, or by its place in a Hugging Face cache. */
  readonly wish?: ModelWish | undefined;
  readonly catalogue: Catalogue;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: InstallProgress) => void;
}

/**
 * Copies a folder's model into the store. Throws StoreError naming the file that is missing or is not the one that it
 * should be, HubError for the disk, or the signal's reason; the store is then as it was.
 */
export async function importModel(source: string, store: ModelStore, options: ImportOptions): Promise<InstalledModel> {
  const { signal, onProgress } = options;
  const names = await readdir(source).catch((cause: unknown) => {
    throw new StoreError('foreignFolder', source, 'is not a folder that can be read', { cause });
  });
  const model = await recognise(source, names, options);
  const wanted = model.files?.map(({ path }) => path) ?? chooseFiles(names, source);
  const missing = wanted.filter((name) => !names.includes(name));
  if (missing.length > 0) throw new StoreError('fileMissing', source, `has no ${missing.join(', no ')}`);
  const family = familyOf(await readFile(join(source, configName), 'utf8'), source);

  const onWait = (): void => onProgress({ stage: 'waiting', bytes: 0, totalBytes: 0 });
  return store.locked(model, { signal, onWait }, async () => {
    const { folder } = store.placeOf(model);
    const sizes = await Promise.all(wanted.map(async (name) => (await stat(join(source, name))).size));
    const totalBytes = sizes.reduce((sum, size) => sum + size, 0);
    await prepareFolder(folder, totalBytes);
    let bytes = 0;
    const files: ManifestFile[] = [];
    for (const name of wanted) {
      const expected = model.files?.find(({ path }) => path === name);
      const file = await copyFile(source, folder, name, expected, signal, (chunkBytes) => {
        bytes += chunkBytes;
        onProgress({ stage: 'fetching', bytes, totalBytes });
      });
      files.push(file);
    }
    return store.publish({ ...descriptionOf(model), family, files });
  });
}

async function recognise(
  source: string,
  names: readonly string[],
  { wish, catalogue, signal }: ImportOptions,
): Promise<KnownModel> {
  if (wish?.kind === 'known') {
    if (wish.model.repository !== null) return wish.model;
    throw new StoreError('bundled', wish.model.name, 'comes with the program');
  }
  if (wish !== undefined) {
    if (revisionPattern.test(wish.revision)) return describeOther(wish.repository, wish.revision);
    throw new StoreError('badRevision', wish.revision, 'an import needs the commit itself: 40 hex digits');
  }
  const found = await inCache(source);
  if (found !== undefined) {
    const known = [...catalogue.values()].find(
      ({ repository, revision }) => repository === found.repository && revision === found.revision,
    );
    return known ?? describeOther(found.repository, found.revision);
  }
  if (names.includes(weightsName)) {
    const { sha256 } = await hashFile(join(source, weightsName), 'sha256', signal);
    const known = [...catalogue.values()].find(
      ({ repository, files }) =>
        repository !== null && files?.some((file) => file.path === weightsName && file.sha256 === sha256),
    );
    if (known !== undefined) return known;
  } else {
    chooseFiles(names, source);
  }
  throw new StoreError('foreignFolder', source, 'is none of the known models; say which it is: owner/name@revision');
}

/** `models--owner--name/snapshots/COMMIT`: what the folder is, by its place in a Hugging Face cache. */
async function inCache(source: string): Promise<{ repository: string; revision: string } | undefined> {
  const path = await realpath(source);
  const [, owner, name] = /^models--(.+?)--(.+)$/.exec(basename(dirname(dirname(path)))) ?? [];
  const revision = basename(path);
  if (owner === undefined || name === undefined || !revisionPattern.test(revision)) return undefined;
  return { repository: `${owner}/${name}`, revision };
}

async function prepareFolder(folder: string, neededBytes: number): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw storageError(folder, cause);
  }
  await checkSpace(folder, neededBytes);
}

/** Copies one file, and lets the copy stand only if it is what it should be: the disk is asked, not the memory. */
async function copyFile(
  source: string,
  folder: string,
  name: string,
  expected: ManifestFile | undefined,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<ManifestFile> {
  const partial = join(folder, `${name}.partial`);
  const from = createReadStream(join(source, name), { highWaterMark: 1 << 20 });
  from.on('data', (chunk) => onBytes(chunk.length));
  try {
    await pipeline(from, createWriteStream(partial, { flush: true }), { signal });
    const { sha256, bytes } = await hashFile(partial, 'sha256', signal);
    if (expected !== undefined && expected.sha256 !== sha256) {
      throw new StoreError('fileDamaged', join(source, name), 'is not the file of this model (its sha256 is another)');
    }
    await whenFree(() => rename(partial, join(folder, name)));
    return { path: name, bytes, sha256 };
  } catch (cause) {
    await rm(partial, { force: true });
    signal.throwIfAborted();
    throw cause instanceof StoreError ? cause : storageError(join(folder, name), cause);
  }
}
