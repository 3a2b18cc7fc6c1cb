// A model's files as they were when their hashes were found right, kept beside what is made of the model: a file of
// which nothing has changed since need not be hashed again.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import * as v from 'valibot';

const verifiedSchema = v.object({
  /** Absolute path. */
  location: v.string(),
  bytes: v.number(),
  /** Of a look that came before the hashing: what was changed meanwhile has another. */
  mtimeMs: v.number(),
  sha256: v.string(),
});

/** What a file was like when its hash was last found right. */
export type VerifiedFile = v.InferOutput<typeof verifiedSchema>;

/** Verified files by their names in the manifest. */
export type VerifiedFiles = Readonly<Record<string, VerifiedFile>>;

/** What was verified earlier; nothing where that cannot be read: everything is then hashed again. */
export async function recallVerified(prepared: string): Promise<VerifiedFiles> {
  try {
    return v.parse(v.record(v.string(), verifiedSchema), JSON.parse(await readFile(memoryIn(prepared), 'utf8')));
  } catch {
    return {};
  }
}

/** Keeps what was verified, for `recallVerified`. A folder that cannot be written costs hashing again, nothing else. */
export async function rememberVerified(
  { folder, prepared }: { readonly folder: string; readonly prepared: string },
  files: VerifiedFiles,
): Promise<void> {
  // A model that was removed meanwhile must not come back as an empty folder; the bundled one has no other folder there.
  const isWithin = dirname(resolve(prepared)) === resolve(folder);
  await mkdir(prepared, { recursive: !isWithin }).catch(() => undefined);
  await writeFile(memoryIn(prepared), JSON.stringify(files)).catch(() => undefined);
}

function memoryIn(prepared: string): string {
  return join(prepared, 'verified.json');
}
