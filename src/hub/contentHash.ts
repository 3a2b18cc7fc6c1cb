// Bytes, as they come or from a file, to the hashes that the Hub gives and our own manifests keep: one pass for both.
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

/** What a content must hash to, in lower-case hex. `gitBlob`: SHA-1 of `blob N\0` and the N bytes, as git names it. */
export interface Digest {
  readonly algorithm: 'sha256' | 'gitBlob';
  readonly hex: string;
}

/** Hashes of one content, in lower-case hex. */
export interface ContentHashes {
  readonly sha256: string;
  /** By the algorithm that was asked for. */
  readonly hex: string;
}

/** A running hash of a content whose length in bytes is known. */
export class ContentHash {
  readonly #sha256 = createHash('sha256');
  readonly #gitBlob: Hash | undefined;

  constructor(bytes: number, algorithm: Digest['algorithm']) {
    if (algorithm === 'gitBlob') this.#gitBlob = createHash('sha1').update(`blob ${bytes}\0`);
  }

  update(chunk: Uint8Array): void {
    this.#sha256.update(chunk);
    this.#gitBlob?.update(chunk);
  }

  /** Ends the hash: it can be called once. */
  digest(): ContentHashes {
    const sha256 = this.#sha256.digest('hex');
    return { sha256, hex: this.#gitBlob?.digest('hex') ?? sha256 };
  }
}

/** A file that was hashed. */
export interface HashedFile {
  readonly sha256: string;
  /** When it was last written, seen before it was read: what was changed since then has another. */
  readonly mtimeMs: number;
}

/** Hashes a file on the disk. Throws what the file system throws, or the signal's reason. */
export async function hashFile(
  path: string,
  algorithm: Digest['algorithm'],
  signal: AbortSignal,
): Promise<HashedFile & ContentHashes & { readonly bytes: number }> {
  const { size: bytes, mtimeMs } = await stat(path);
  const hash = new ContentHash(bytes, algorithm);
  await updateFromFile(hash, path, signal);
  return { bytes, mtimeMs, ...hash.digest() };
}

/** Hashes a file; undefined unless its length and digest are these. Throws only the signal's reason. */
export async function hashIfFits(
  path: string,
  bytes: number,
  digest: Digest,
  signal: AbortSignal,
): Promise<HashedFile | undefined> {
  try {
    const { size } = await stat(path);
    if (size !== bytes) return undefined;
    const { sha256, hex, mtimeMs } = await hashFile(path, digest.algorithm, signal);
    return hex === digest.hex ? { sha256, mtimeMs } : undefined;
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

/** Adds all bytes of a file to a hash, and returns how many. */
export async function updateFromFile(hash: ContentHash, path: string, signal: AbortSignal): Promise<number> {
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    signal.throwIfAborted();
    hash.update(chunk);
    bytes += chunk.length;
  }
  return bytes;
}
