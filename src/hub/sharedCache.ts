// A file that another program of this user has fetched from the Hub already: found, verified, used where it lies.
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Digest, type HashedFile, hashIfFits } from './contentHash';
import type { HubFile } from './hubClient';

/** A verified file of the shared cache. */
export interface CachedFile extends HashedFile {
  /** Absolute, without symbolic links: onnxruntime refuses those beside a model. */
  readonly path: string;
}

/**
 * Looks for a file of a commit in a cache as huggingface_hub lays it out; nothing there is ever written. Undefined if it
 * is not there, or is not that file. Throws only the signal's reason.
 */
export async function findInSharedCache(
  cacheFolder: string,
  repo: string,
  revision: string,
  { path, bytes, digest }: HubFile,
  signal: AbortSignal,
): Promise<CachedFile | undefined> {
  const snapshot = join(snapshotFolder(cacheFolder, repo, revision), path);
  // A blob is named by what the Hub knows it by. It is there without the snapshot when another revision has the file.
  for (const candidate of [snapshot, join(repositoryFolder(cacheFolder, repo), 'blobs', digest.hex)]) {
    const resolved = await realpath(candidate).catch(() => undefined);
    if (resolved === undefined) continue;
    const hashed = await hashIfFits(resolved, bytes, digest, signal);
    if (hashed !== undefined) return { path: resolved, ...hashed };
  }
  return undefined;
}

/** The files of a commit's snapshot that are known by the names of their blobs; none where there is no snapshot. */
export async function listCached(cacheFolder: string, repo: string, revision: string): Promise<HubFile[]> {
  const folder = snapshotFolder(cacheFolder, repo, revision);
  const names = await readdir(folder).catch(() => []);
  const files = names.map(async (path): Promise<HubFile[]> => {
    const digest = await digestByPlace(join(folder, path));
    return digest === undefined ? [] : [{ path, bytes: (await stat(join(folder, path))).size, digest }];
  });
  return (await Promise.all(files)).flat();
}

/** What a file of a snapshot must hash to: its blob's name. Undefined for a file that is no link to a blob. */
export async function digestByPlace(path: string): Promise<Digest | undefined> {
  const resolved = await realpath(path).catch(() => '');
  const hex = basename(resolved);
  if (basename(dirname(resolved)) !== 'blobs') return undefined;
  if (/^[0-9a-f]{64}$/.test(hex)) return { algorithm: 'sha256', hex };
  return /^[0-9a-f]{40}$/.test(hex) ? { algorithm: 'gitBlob', hex } : undefined;
}

/** Where a commit lies in a cache as huggingface_hub lays it out. */
export function snapshotFolder(cacheFolder: string, repo: string, revision: string): string {
  return join(repositoryFolder(cacheFolder, repo), 'snapshots', revision);
}

function repositoryFolder(cacheFolder: string, repo: string): string {
  return join(cacheFolder, `models--${repo.replaceAll('/', '--')}`);
}
