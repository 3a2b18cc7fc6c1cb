// The bytes of a file that have come so far: `FILE.partial`, found again by whoever goes on with it.
import { constants } from 'node:fs';
import { type FileHandle, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ContentHash, type Digest, updateFromFile } from './contentHash';
import { storageError } from './errors';
import { whenFree } from './whenFree';

/** A file that is still to come. */
export interface WantedFile {
  /** Absolute path that it has when it is whole. */
  readonly path: string;
  readonly bytes: number;
  readonly digest: Digest;
}

/**
 * A file in the making, hashed as it grows. Its content is a beginning of the wanted file, or its hash will tell. One
 * process at a time may have it open. All methods throw HubError `diskFull` or `notWritable`.
 */
export class PartialFile {
  readonly #file: WantedFile;
  readonly #handle: FileHandle;
  #hash: ContentHash;
  #bytes = 0;
  #validator: string | null = null;

  private constructor(file: WantedFile, handle: FileHandle) {
    this.#file = file;
    this.#handle = handle;
    this.#hash = new ContentHash(file.bytes, file.digest.algorithm);
  }

  /** Opens what is there, or begins; what is there is read once, for its hash. */
  static async open(file: WantedFile, signal: AbortSignal): Promise<PartialFile> {
    const path = partialPath(file.path);
    const partial = await stored(path, async () => {
      const handle = await open(path, constants.O_RDWR | constants.O_CREAT);
      return new PartialFile(file, handle);
    });
    try {
      await partial.#readOn(signal);
    } catch (error) {
      await partial.close();
      throw error;
    }
    return partial;
  }

  /** How many bytes are there. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The strong ETag of the content that these bytes are of, where the server gave one. */
  get validator(): string | null {
    return this.#validator;
  }

  /** Drops all bytes. */
  async clear(validator: string | null = null): Promise<void> {
    await stored(this.#path, async () => {
      await this.#handle.truncate(0);
      if (validator === null) await rm(validatorPath(this.#file.path), { force: true });
      else await writeFile(validatorPath(this.#file.path), validator);
    });
    this.#hash = new ContentHash(this.#file.bytes, this.#file.digest.algorithm);
    this.#bytes = 0;
    this.#validator = validator;
  }

  async append(chunk: Uint8Array): Promise<void> {
    this.#hash.update(chunk);
    await stored(this.#path, async () => {
      for (let written = 0; written < chunk.length;) {
        const position = this.#bytes + written;
        written += (await this.#handle.write(chunk, written, chunk.length - written, position)).bytesWritten;
      }
    });
    this.#bytes += chunk.length;
  }

  /** Ends the hash: the sha256 if the bytes are the wanted ones, else undefined. To go on then, `clear`. */
  sha256IfFits(): string | undefined {
    const { sha256, hex } = this.#hash.digest();
    return hex === this.#file.digest.hex ? sha256 : undefined;
  }

  /**
   * Makes it the wanted file, for good: also if the power fails now, there is the old file or the whole new one. Returns
   * when its last byte was written, in ms since 1970.
   */
  async finish(): Promise<number> {
    return stored(this.#file.path, async () => {
      await this.#handle.sync();
      await this.#handle.close();
      // Before the rename, while nobody else knows of it; only the close makes the time final on Windows.
      const { mtimeMs } = await stat(this.#path);
      await whenFree(() => rename(this.#path, this.#file.path));
      await rm(validatorPath(this.#file.path), { force: true });
      await syncFolder(dirname(this.#file.path));
      return mtimeMs;
    });
  }

  /** Lets go of it; the bytes stay for the next time. Does nothing after `finish`. */
  async close(): Promise<void> {
    if (this.#handle.fd === -1) return;
    await this.#handle.close();
    if (this.#bytes === 0) await dropPartial(this.#file.path);
  }

  get #path(): string {
    return partialPath(this.#file.path);
  }

  async #readOn(signal: AbortSignal): Promise<void> {
    const { size } = await stored(this.#path, () => this.#handle.stat());
    if (size === 0) return;
    // Kept, also if reading it is cancelled.
    this.#bytes = size;
    if (size > this.#file.bytes) return this.clear();
    this.#validator = strongValidator(await readFile(validatorPath(this.#file.path), 'utf8').catch(() => null));
    await stored(this.#path, () => updateFromFile(this.#hash, this.#path, signal), signal);
  }
}

/** Removes what a download that nobody goes on with left of the file at `path`. Throws what the file system throws. */
export async function dropPartial(path: string): Promise<void> {
  await rm(partialPath(path), { force: true });
  await rm(validatorPath(path), { force: true });
}

/** An ETag that may stand in If-Range, else null: only a strong one, and nothing that damage made of a file. */
export function strongValidator(etag: string | null): string | null {
  return etag !== null && /^"[\x21\x23-\x7e]*"$/.test(etag) ? etag : null;
}

function partialPath(path: string): string {
  return `${path}.partial`;
}

function validatorPath(path: string): string {
  return `${path}.partial.etag`;
}

/** Runs an operation on a file; what the file system throws becomes a HubError. */
async function stored<T>(path: string, operation: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await operation();
  } catch (cause) {
    signal?.throwIfAborted();
    throw storageError(path, cause);
  }
}

/** A rename is on the disk when its folder is; not every system can say so of a folder. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder).catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
