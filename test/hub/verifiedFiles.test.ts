import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recallVerified, rememberVerified } from '../../src/hub/verifiedFiles';
import { tempFolder } from './models';

const files = {
  'config.json': { location: '/models/config.json', bytes: 7, mtimeMs: 1_700_000_000_000.25, sha256: 'a'.repeat(64) },
};

describe('verified files', () => {
  it('are remembered beside what is made of the model', async () => {
    const folder = await tempFolder();
    const prepared = join(folder, 'prepared');
    await rememberVerified({ folder, prepared }, files);
    expect(await recallVerified(prepared)).toEqual(files);
  });

  it('of a model that is removed meanwhile leave nothing', async () => {
    const home = await tempFolder();
    const folder = join(home, 'removed');
    await rememberVerified({ folder, prepared: join(folder, 'prepared') }, files);
    expect(await readdir(home)).toEqual([]);
  });

  it('of the bundled model are remembered where it has no other folder', async () => {
    const prepared = join(await tempFolder(), 'models', 'mini', 'prepared');
    await rememberVerified({ folder: '/package/models/mini', prepared }, files);
    expect(await recallVerified(prepared)).toEqual(files);
  });

  it.each(['', '[1]', '{"config.json":{"bytes":7}}'])('are none where the memory says %j', async (json) => {
    const prepared = await tempFolder();
    await writeFile(join(prepared, 'verified.json'), json);
    expect(await recallVerified(prepared)).toEqual({});
  });

  it('are none where nothing can be read, and forgotten where nothing can be written', async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, 'prepared', 'verified.json'), { recursive: true });
    await rememberVerified({ folder, prepared: join(folder, 'prepared') }, files);
    expect(await recallVerified(join(folder, 'prepared'))).toEqual({});
  });
});
