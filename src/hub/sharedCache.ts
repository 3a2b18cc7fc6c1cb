// A file that another program of this user has fetched from the Hub already: found, verified, used where it lies.
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { type HashedFile, hashIfFits } from './contentHash';
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
  const repoFolder = join(cacheFolder, `models--${repo.replaceAll('/', '--')}`);
  const snapshot = join(repoFolder, 'snapshots', revision, path);
  // A blob is named by what the Hub knows it by. It is there without the snapshot when another revision has the file.
  for (const candidate of [snapshot, join(repoFolder, 'blobs', digest.hex)]) {
    const resolved = await realpath(candidate).catch(() => undefined);
    if (resolved === undefined) continue;
    const hashed = await hashIfFits(resolved, bytes, digest, signal);
    if (hashed !== undefined) return { path: resolved, ...hashed };
  }
  return undefined;
}
