// A folder that somebody carried here to a model of the store: each file copied, verified, and only then a manifest.
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as l10n from '@vscode/l10n';
import { type Catalogue, describeOther, type ModelWish } from './catalogue';
import { type ContentHashes, type Digest, type HashedFile, hashFile } from './contentHash';
import { codeOf, storageError } from './errors';
import type { InstallProgress } from './install';
import {
  configName,
  descriptionOf,
  type KnownModel,
  type ModelDescription,
  revisionPattern,
  weightsName,
} from './manifest';
import { checkSizes, chooseFiles, familyOf } from './modelFiles';
import { dropPartial } from './partialFile';
import { digestByPlace } from './sharedCache';
import { checkSpace } from './space';
import type { InstalledModel, ModelStore } from './store';
import { StoreError } from './storeError';
import { rememberVerified, type VerifiedFile } from './verifiedFiles';
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
 * Copies a folder's model into the store. Where that commit is installed already, only its very files are taken. Files
 * are checked by the catalogue, else by the names of the blobs that a cache's snapshot links to. Where neither tells,
 * somebody's word is taken for what the model is, but nothing is said of it that only its makers' files deserve. Throws
 * StoreError naming the file that is missing or is not the one that it should be, HubError for the disk, or the signal's
 * reason; the store is then as it was.
 */
export async function importModel(source: string, store: ModelStore, options: ImportOptions): Promise<InstalledModel> {
  const { signal, onProgress } = options;
  const names = await readdir(source).catch((cause: unknown) => {
    throw new StoreError('foreignFolder', source, l10n.t('is not a folder that can be read'), { cause });
  });
  const place = await inCache(source);
  const model = await recognise(source, names, place, options);
  const wanted = model.files?.map(({ path }) => path) ?? chooseFiles(names, source);
  const missing = wanted.filter((name) => !names.includes(name));
  if (missing.length > 0) throw new StoreError('fileMissing', source, l10n.t('has no {0}', missing.join(', ')));
  const isSnapshot = place?.repository === model.repository && place.revision === model.revision;
  const sources = await Promise.all(wanted.map((name) => lookAt(source, name, model, isSnapshot)));
  checkSizes(sources, source);
  const config = join(source, configName);
  const family = familyOf(await fromSource(config, () => readFile(config, 'utf8')), source);

  const onWait = (): void => onProgress({ stage: 'waiting', bytes: 0, totalBytes: 0 });
  return store.locked(model, { signal, onWait }, async () => {
    const { folder } = store.placeOf(model);
    const present = (await store.find(model.name, model.revision))?.manifest;
    const totalBytes = sources.reduce((sum, { bytes }) => sum + bytes, 0);
    await prepareFolder(folder, totalBytes);
    let bytes = 0;
    const onBytes = (chunkBytes: number): void => {
      bytes += chunkBytes;
      onProgress({ stage: 'fetching', bytes, totalBytes });
    };
    const verified: Record<string, VerifiedFile> = {};
    try {
      for (const file of sources) {
        const copy = await copyFile(file, join(folder, partialName(file.path)), signal, onBytes);
        checkIdentity(file, copy, digestOf(file.path, present));
        const { bytes: fileBytes, mtimeMs, sha256 } = copy;
        verified[file.path] = { location: join(folder, file.path), bytes: fileBytes, mtimeMs, sha256 };
      }
      // Only now, and all together: until here an installed model is as it was.
      signal.throwIfAborted();
      for (const name of wanted) await moveInto(folder, name);
    } finally {
      for (const name of wanted) await rm(join(folder, partialName(name)), { force: true });
    }
    const trusted = present?.unverified === true ? undefined : present;
    const isKnown = sources.every(({ path, digest }) => (digest ?? digestOf(path, trusted)) !== undefined);
    const description = isKnown ? descriptionOf(model) : { ...claimed(model), unverified: true as const };
    const files = Object.entries(verified).map(([path, file]) => ({ path, bytes: file.bytes, sha256: file.sha256 }));
    const installed = await store.publish({ ...description, family, files });
    await rememberVerified(installed, verified);
    return installed;
  });
}

/** A file that is to be imported. */
interface SourceFile {
  readonly path: string;
  /** Absolute path of where it comes from. */
  readonly from: string;
  readonly bytes: number;
  /** Undefined where nothing is known of it. */
  readonly digest: Digest | undefined;
}

async function lookAt(source: string, path: string, model: KnownModel, isSnapshot: boolean): Promise<SourceFile> {
  const from = join(source, path);
  const digest = digestOf(path, model) ?? (isSnapshot ? await digestByPlace(from) : undefined);
  return { path, from, bytes: await sizeOfFile(from), digest };
}

/** A commit, by where a folder lies in a cache. */
interface CachePlace {
  readonly repository: string;
  readonly revision: string;
}

async function recognise(
  source: string,
  names: readonly string[],
  place: CachePlace | undefined,
  { wish, catalogue, signal }: ImportOptions,
): Promise<KnownModel> {
  if (wish?.kind === 'known') {
    if (wish.model.repository !== null) return wish.model;
    throw new StoreError('bundled', wish.model.name, 'comes with the program');
  }
  if (wish !== undefined) {
    if (revisionPattern.test(wish.revision)) return describeOther(wish.repository, wish.revision);
    throw new StoreError('badRevision', wish.revision, l10n.t('an import needs the commit itself: 40 hex digits'));
  }
  if (place !== undefined) {
    const known = [...catalogue.values()].find(
      ({ repository, revision }) => repository === place.repository && revision === place.revision,
    );
    return known ?? describeOther(place.repository, place.revision);
  }
  if (names.includes(weightsName)) {
    const weights = join(source, weightsName);
    await sizeOfFile(weights);
    const { sha256 } = await fromSource(weights, () => hashFile(weights, 'sha256', signal), signal);
    const known = [...catalogue.values()].find(
      ({ repository, files }) =>
        repository !== null && files?.some((file) => file.path === weightsName && file.sha256 === sha256),
    );
    if (known !== undefined) return known;
  } else {
    chooseFiles(names, source);
  }
  throw new StoreError(
    'foreignFolder',
    source,
    l10n.t('is none of the known models; say which it is: owner/name@revision'),
  );
}

/** `models--owner--name/snapshots/COMMIT`: what the folder is, by its place in a Hugging Face cache. */
async function inCache(source: string): Promise<CachePlace | undefined> {
  const path = await realpath(source);
  const [, owner, name] = /^models--(.+?)--(.+)$/.exec(basename(dirname(dirname(path)))) ?? [];
  const revision = basename(path);
  if (owner === undefined || name === undefined || !revisionPattern.test(revision)) return undefined;
  return { repository: `${owner}/${name}`, revision };
}

/** What may be said of a model while only somebody's word is there for it. */
function claimed({ name, repository, revision }: KnownModel): ModelDescription {
  const other = descriptionOf(describeOther(repository ?? name, revision));
  return name === repository ? other : { ...other, name, title: `${other.title} (imported, not verified)` };
}

async function prepareFolder(folder: string, neededBytes: number): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw storageError(folder, cause);
  }
  await checkSpace(folder, neededBytes);
}

/** Not that of a download, which another process goes on with when this one is over. */
function partialName(name: string): string {
  return `${name}.import.partial`;
}

/** Copies one file. It is the copy that is hashed: the disk is asked, not the memory. */
async function copyFile(
  { from: source, digest }: SourceFile,
  partial: string,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<HashedFile & ContentHashes & { readonly bytes: number }> {
  const from = createReadStream(source, { highWaterMark: 1 << 20 });
  let fault: unknown;
  from.on('data', (chunk) => onBytes(chunk.length));
  from.on('error', (error) => (fault ??= error));
  try {
    await pipeline(from, createWriteStream(partial, { flush: true }), { signal });
    return await hashFile(partial, digest?.algorithm ?? 'sha256', signal);
  } catch (cause) {
    signal.throwIfAborted();
    throw cause === fault ? sourceError(source, cause) : storageError(partial, cause);
  }
}

function digestOf(name: string, model: Pick<KnownModel, 'files'> | undefined): Digest | undefined {
  const file = model?.files?.find(({ path }) => path === name);
  return file && { algorithm: 'sha256', hex: file.sha256 };
}

/** @param present what is installed under that name */
function checkIdentity(
  { from, digest }: SourceFile,
  { sha256, hex }: ContentHashes,
  present: Digest | undefined,
): void {
  if (digest !== undefined && digest.hex !== hex) {
    throw new StoreError(
      'fileDamaged',
      from,
      l10n.t('is not the file of this model (its {0} is another)', digest.algorithm),
    );
  }
  if (present !== undefined && present.hex !== sha256) {
    throw new StoreError(
      'foreignFolder',
      from,
      l10n.t('is not the file that is installed; remove the model, then import'),
    );
  }
}

async function moveInto(folder: string, name: string): Promise<void> {
  try {
    await whenFree(() => rename(join(folder, partialName(name)), join(folder, name)));
    await dropPartial(join(folder, name));
  } catch (cause) {
    throw storageError(join(folder, name), cause);
  }
}

async function sizeOfFile(path: string): Promise<number> {
  const found = await fromSource(path, () => stat(path));
  if (!found.isFile()) throw new StoreError('fileDamaged', path, l10n.t('is not a file'));
  return found.size;
}

/** Reads something of the folder that somebody carried here; a fault names that file. */
async function fromSource<T>(path: string, read: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    signal?.throwIfAborted();
    throw sourceError(path, cause);
  }
}

function sourceError(path: string, cause: unknown): StoreError {
  return new StoreError('fileDamaged', path, l10n.t('cannot be read ({0})', codeOf(cause) ?? String(cause)), { cause });
}
