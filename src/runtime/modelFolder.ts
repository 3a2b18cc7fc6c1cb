// A folder with a model: its manifest, and files that were checked against it before anything reads them.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type ModelManifest, parseManifest } from '../hub/manifest';
import { ModelError } from './errors';

/** A model folder whose files are all there and are the ones that the manifest means. */
export interface ModelFolder {
  readonly path: string;
  readonly manifest: ModelManifest;
}

/** Opens and verifies a model folder. Throws ModelError naming the file that is missing, unreadable or damaged. */
export async function openModelFolder(path: string): Promise<ModelFolder> {
  const manifestFile = join(path, 'manifest.json');
  const json = await readFile(manifestFile, 'utf8').catch((cause: unknown) => {
    throw accessError(manifestFile, cause);
  });
  let manifest: ModelManifest;
  try {
    manifest = parseManifest(json);
  } catch (cause) {
    throw new ModelError('fileDamaged', 'the manifest cannot be read', manifestFile, { cause });
  }
  await Promise.all(manifest.files.map((file) => verifyFile(join(path, file.path), file.bytes, file.sha256)));
  return { path, manifest };
}

async function verifyFile(file: string, bytes: number, sha256: string): Promise<void> {
  const hash = createHash('sha256');
  try {
    const { size } = await stat(file);
    if (size !== bytes) throw new ModelError('fileDamaged', `${size} bytes where ${bytes} are expected`, file);
    await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  } catch (cause) {
    throw cause instanceof ModelError ? cause : accessError(file, cause);
  }
  if (hash.digest('hex') !== sha256) throw new ModelError('fileDamaged', 'its sha256 is not the expected one', file);
}

function accessError(file: string, cause: unknown): ModelError {
  const missing = cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR');
  return new ModelError(missing ? 'fileMissing' : 'fileUnreadable', `cannot open ${file}`, file, { cause });
}
