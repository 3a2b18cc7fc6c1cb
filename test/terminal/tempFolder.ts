import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A new folder under its real path, gone when the tests of the file or block that asked for it are done. */
export async function makeTempFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'document-qa-')));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
