import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InstalledModel } from '../../src/hub/store';
import { installFullSizeModel } from '../../test/support/fullSizeModel';

/** Does some work with the full reader's exact shape, its weights random, installed in a folder that then goes. */
export async function withFullSizeModel(work: (model: InstalledModel) => Promise<void>): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'full-size-'));
  try {
    await work(await installFullSizeModel(home));
  } finally {
    await rm(home, { recursive: true });
  }
}
