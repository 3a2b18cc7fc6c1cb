import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

it('api.d.ts has exactly the types of the source: `npm run api` makes it so', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'document-qa-'));
  try {
    const made = path.join(folder, 'api.d.ts');
    await promisify(execFile)(process.execPath, ['scripts/apiTypes.mjs', made], { cwd: root });
    expect(await readFile(path.join(root, 'api.d.ts'), 'utf8')).toBe(await readFile(made, 'utf8'));
  } finally {
    await rm(folder, { recursive: true });
  }
});
