// A wish for a model to a model on this machine: its files from a shared cache or from the Hub, verified, and only then
// a manifest. Windows and terminals that wish for the same do it once.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeOther, type ModelWish } from './catalogue';
import type { HashedFile } from './contentHash';
import { downloadFile } from './download';
import { fileUrl, type Hub, type HubFile, listFiles, resolveRevision } from './hubClient';
import { unlessHeld } from './lock';
import { configName, descriptionOf, type KnownModel, type ManifestFile } from './manifest';
import { checkSizes, chooseFiles, familyOf } from './modelFiles';
import { refreshed } from './refresh';
import { findInSharedCache, listCached, snapshotFolder } from './sharedCache';
import { type InstalledModel, locate, type ModelStore } from './store';
import { StoreError } from './storeError';
import { rememberVerified, type VerifiedFile } from './verifiedFiles';

/** Where files come from. */
export interface ModelSource extends Hub {
  /** The Hugging Face cache of this user; it may not exist. */
  readonly cacheFolder: string;
}

/** How far an installation is. */
export interface InstallProgress {
  /** `waiting`: another process installs it. `asking`: the Hub is asked what there is. `fetching`: bytes come. */
  readonly stage: 'waiting' | 'asking' | 'fetching';
  readonly bytes: number;
  /** Of all files; 0 while that is not known. */
  readonly totalBytes: number;
}

/**
 * Installs a model, or finds it installed and whole. Other revisions of a known model, whole or in part, are removed once
 * this one is there, unless somebody is at work on them. Throws HubError, StoreError, or the signal's reason; what was
 * fetched until then is kept for the next time.
 */
export async function installModel(
  wish: ModelWish,
  store: ModelStore,
  source: ModelSource,
  onProgress: (progress: InstallProgress) => void,
): Promise<InstalledModel> {
  const description = await describe(wish, source);
  const { signal } = source;
  const onWait = (): void => onProgress({ stage: 'waiting', bytes: 0, totalBytes: 0 });
  const installed = await store.locked(description, { signal, onWait }, async () => {
    const present = await store.find(description.name, description.revision);
    // What only somebody's word was there for can be checked now.
    const isClaim = wish.kind === 'known' && present?.manifest.unverified === true;
    if (present !== undefined && !isClaim && (await store.faultsOf(present, signal)).length === 0) {
      const manifest = wish.kind === 'known' ? refreshed(present.manifest, wish.model) : undefined;
      return manifest === undefined ? present : store.publish(manifest);
    }
    return fetchModel(description, store, source, onProgress);
  });
  // Behind the lock: two versions of this program that each want to remove the other's would wait for ever.
  if (wish.kind === 'known') await removeOthers(store, description, signal);
  return installed;
}

/** What is known of a wished model before any of its files is there; a branch or tag becomes its commit. */
async function describe(wish: ModelWish, hub: Hub): Promise<KnownModel> {
  if (wish.kind === 'known') {
    if (wish.model.repository !== null) return wish.model;
    throw new StoreError('bundled', wish.model.name, 'comes with the program');
  }
  const { repository } = wish;
  return describeOther(repository, await resolveRevision(repository, wish.revision, hub));
}

async function fetchModel(
  model: KnownModel,
  store: ModelStore,
  source: ModelSource,
  onProgress: (progress: InstallProgress) => void,
): Promise<InstalledModel> {
  const repository = model.repository ?? model.name;
  const { folder } = store.placeOf(model);
  onProgress({ stage: 'asking', bytes: 0, totalBytes: 0 });
  const wanted = model.files?.map(toHubFile) ?? (await askFiles(repository, model.revision, source));
  const totalBytes = wanted.reduce((sum, { bytes }) => sum + bytes, 0);
  let bytesBefore = 0;
  const files: ManifestFile[] = [];
  const verified: Record<string, VerifiedFile> = {};
  let { family } = model;
  for (const file of wanted) {
    const report = (bytes: number): void => onProgress({ stage: 'fetching', bytes: bytesBefore + bytes, totalBytes });
    const { mtimeMs, ...here } = await fetchFile(
      file,
      { repository, revision: model.revision, folder },
      source,
      report,
    );
    const location = locate(folder, here);
    if (file.path === configName) family = familyOf(await readFile(location, 'utf8'), repository);
    files.push(here);
    verified[here.path] = { location, bytes: here.bytes, mtimeMs, sha256: here.sha256 };
    bytesBefore += file.bytes;
    report(0);
  }
  const installed = await store.publish({ ...descriptionOf(model), family, files });
  await rememberVerified(installed, verified);
  return installed;
}

/** The files of a commit that are needed, as the Hub lists them, or offline as the shared cache has them. */
async function askFiles(repository: string, revision: string, source: ModelSource): Promise<HubFile[]> {
  const { cacheFolder, offline } = source;
  const cached = offline ? await listCached(cacheFolder, repository, revision) : [];
  const [files, subject] =
    cached.length === 0
      ? [await listFiles(repository, revision, source), repository]
      : [cached, snapshotFolder(cacheFolder, repository, revision)];
  const all = new Map(files.map((file) => [file.path, file]));
  const wanted = chooseFiles([...all.keys()], subject)
    .map((name) => all.get(name))
    .filter((file) => file !== undefined);
  checkSizes(wanted, subject);
  return wanted;
}

async function fetchFile(
  file: HubFile,
  { repository, revision, folder }: { repository: string; revision: string; folder: string },
  source: ModelSource,
  onProgress: (bytes: number) => void,
): Promise<ManifestFile & HashedFile> {
  const { path, bytes, digest } = file;
  const cached = await findInSharedCache(source.cacheFolder, repository, revision, file, source.signal);
  if (cached !== undefined) {
    const { path: location, sha256, mtimeMs } = cached;
    return { path, bytes, sha256, location, mtimeMs };
  }
  const url = fileUrl(source.endpoint, repository, revision, path).href;
  const hashed = await downloadFile({ url, path: join(folder, path), bytes, digest }, { ...source, onProgress });
  return { path, bytes, ...hashed };
}

function toHubFile({ path, bytes, sha256 }: ManifestFile): HubFile {
  return { path, bytes, digest: { algorithm: 'sha256', hex: sha256 } };
}

/** Other revisions of the same model: they answered until now, or were never finished. */
async function removeOthers(store: ModelStore, { name, revision }: KnownModel, signal: AbortSignal): Promise<void> {
  for (const other of await store.revisionsOf(name)) {
    if (other === revision) continue;
    // One that a window still reads with may resist; it is no reason to fail, and goes with the next update.
    await store.remove({ name, revision: other }, unlessHeld(signal)).catch(() => undefined);
  }
}
