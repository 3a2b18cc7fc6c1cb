import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ModelError } from '../../src/runtime/errors';
import { openModelFolder } from '../../src/runtime/modelFolder';

const content = 'the weights';
const entry = {
  path: 'model.safetensors',
  bytes: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
};

async function tempFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'document-qa-model-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function makeModel(change: object = {}): Promise<string> {
  const folder = await tempFolder();
  const manifest = {
    ...{ name: 'a', title: 'A', repository: null, revision: 'a'.repeat(40), licence: 'MIT', languages: [] },
    ...{ family: 'bert', published: null, refuses: true, maxLength: 320, files: [{ ...entry, ...change }] },
  };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(join(folder, entry.path), content);
  return folder;
}

describe('a model folder', () => {
  it('gives the path of a file that lies elsewhere, with its links resolved', async () => {
    const elsewhere = await tempFolder();
    await writeFile(join(elsewhere, 'blob'), content);
    await symlink(join(elsewhere, 'blob'), join(elsewhere, 'link'));
    const { pathOf } = await openModelFolder(await makeModel({ location: join(elsewhere, 'link') }));
    expect(pathOf(entry.path)).toBe(join(elsewhere, 'blob'));
    expect(pathOf('other')).toBeUndefined();
  });

  it('whose file is gone from elsewhere names that place', async () => {
    const folder = await makeModel({ location: '/nowhere/blob' });
    await expect(openModelFolder(folder)).rejects.toMatchObject({ reason: 'fileMissing', file: '/nowhere/blob' });
  });

  it('is hashed once while its files keep size and time, and again when a time is another', async () => {
    const folder = await makeModel();
    const prepared = join(folder, 'prepared');
    const file = join(folder, entry.path);
    const time = new Date('2026-01-01');
    await utimes(file, time, time);
    await openModelFolder(folder, prepared);
    // What nobody does: other content of the same size and time. It shows that nothing was hashed.
    await writeFile(file, content.toUpperCase());
    await utimes(file, time, time);
    await openModelFolder(folder, prepared);
    await expect(openModelFolder(folder)).rejects.toBeInstanceOf(ModelError);
    await utimes(file, new Date(), new Date());
    await expect(openModelFolder(folder, prepared)).rejects.toMatchObject({ reason: 'fileDamaged', file });
  });

  it('is hashed again when another hash is expected or the memory is damaged', async () => {
    const folder = await makeModel();
    const prepared = join(folder, 'prepared');
    await openModelFolder(folder, prepared);
    const manifest = await readFile(join(folder, 'manifest.json'), 'utf8');
    await writeFile(join(folder, 'manifest.json'), manifest.replace(entry.sha256, 'e'.repeat(64)));
    await expect(openModelFolder(folder, prepared)).rejects.toBeInstanceOf(ModelError);
    await writeFile(join(folder, 'manifest.json'), manifest);
    await writeFile(join(prepared, 'verified.json'), '{"model.safetensors":7}');
    await expect(openModelFolder(folder, prepared)).resolves.toBeDefined();
  });

  it('opens where nothing can be remembered', async () => {
    const folder = await makeModel();
    await mkdir(join(folder, 'taken'));
    await writeFile(join(folder, 'taken', 'file'), '');
    await expect(openModelFolder(folder, join(folder, 'taken', 'file'))).resolves.toBeDefined();
  });
});
