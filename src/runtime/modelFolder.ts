// A folder with a model: its manifest, and files that were checked against it before anything reads them.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type ManifestFile, manifestName, type ModelManifest, parseManifest } from '../hub/manifest';
import { recallVerified, rememberVerified, type VerifiedFile } from '../hub/verifiedFiles';
import { ModelError } from './errors';

/** A model folder whose files are all there and are the ones that the manifest means. */
export interface ModelFolder {
  readonly manifest: ModelManifest;
  /**
   * Absolute path of a file of the model, symbolic links resolved: onnxruntime refuses them. Undefined for a file that
   * the manifest does not name.
   */
  readonly pathOf: (name: string) => string | undefined;
}

/**
 * Opens and verifies a model folder. Throws ModelError naming the file that is missing, unreadable or damaged.
 *
 * @param prepared a folder to remember in what was verified: hashing 330 MB takes a quarter of a second, and a file
 *   whose size and time are still the same is not hashed again. Without it everything is hashed.
 */
export async function openModelFolder(path: string, prepared: string | null = null): Promise<ModelFolder> {
  const manifest = await readManifest(join(path, manifestName));
  const before = prepared === null ? {} : await recallVerified(prepared);
  const verified: Record<string, VerifiedFile> = {};
  const paths = new Map<string, string>();
  await Promise.all(
    manifest.files.map(async (file) => {
      const location = file.location ?? join(path, file.path);
      verified[file.path] = await verify(location, file, before[file.path]);
      paths.set(file.path, await realpath(location));
    }),
  );
  const isNews = manifest.files.some(({ path: name }) => verified[name] !== before[name]);
  if (prepared !== null && isNews) await rememberVerified({ folder: path, prepared }, verified);
  return { manifest, pathOf: (name) => paths.get(name) };
}

async function verify(location: string, { bytes, sha256 }: ManifestFile, before?: VerifiedFile): Promise<VerifiedFile> {
  const hash = createHash('sha256');
  let now: VerifiedFile;
  try {
    const { size, mtimeMs } = await stat(location);
    if (size !== bytes) throw new ModelError('fileDamaged', `${size} bytes where ${bytes} are expected`, location);
    now = { location, bytes, mtimeMs, sha256 };
    if (before !== undefined && JSON.stringify(now) === JSON.stringify(before)) return before;
    await pipeline(createReadStream(location, { highWaterMark: 1 << 20 }), hash);
  } catch (cause) {
    throw cause instanceof ModelError ? cause : accessError(location, cause);
  }
  if (hash.digest('hex') !== sha256) {
    throw new ModelError('fileDamaged', 'its sha256 is not the expected one', location);
  }
  return now;
}

function accessError(file: string, cause: unknown): ModelError {
  const missing = cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR');
  return new ModelError(missing ? 'fileMissing' : 'fileUnreadable', `cannot open ${file}`, file, { cause });
}

/** Reads a manifest. Throws ModelError naming the file. */
export async function readManifest(file: string): Promise<ModelManifest> {
  const json = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw accessError(file, cause);
  });
  try {
    return parseManifest(json);
  } catch (cause) {
    throw new ModelError('fileDamaged', 'the manifest cannot be read', file, { cause });
  }
}
