import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type ModelManifest, parseManifest } from '../../src/hub/manifest';
import { root, runCli } from './runCli';
import { makeTempFolder } from './tempFolder';

it('models verify names what is damaged although the exam of another model cannot be kept', async () => {
  const home = await makeTempFolder();
  const bundled = parseManifest(await readFile(join(root, 'models', 'mini', 'manifest.json'), 'utf8'));
  const placeOf = (name: string, revision: string): string => join(home, 'models', name, revision);
  await mkdir(placeOf('mini', bundled.revision), { recursive: true });
  await writeFile(join(placeOf('mini', bundled.revision), 'prepared'), 'no folder');
  const other: ModelManifest = { ...bundled, name: 'owner/reader', repository: 'owner/reader' };
  await mkdir(placeOf('owner--reader', other.revision), { recursive: true });
  await writeFile(join(placeOf('owner--reader', other.revision), 'manifest.json'), JSON.stringify(other));

  const { status, stdout, stderr } = await runCli(['models', 'verify'], { env: { DOCUMENT_QA_HOME: home } });
  expect(status).toBe(2);
  expect(stdout).toMatch(/^mini: 3 files/);
  expect(stderr).toMatch(/owner\/reader: .*config\.json is missing.*models download owner\/reader/);
});
