import { mkdir, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Catalogue, ModelWish } from '../../src/hub/catalogue';
import { importModel, type ImportOptions } from '../../src/hub/importModel';
import { installModel } from '../../src/hub/install';
import { descriptionOf, type KnownModel } from '../../src/hub/manifest';
import { StoreError } from '../../src/hub/storeError';
import { recallVerified } from '../../src/hub/verifiedFiles';
import type { FakeHub } from '../support/fakeHub';
import {
  collect,
  commit,
  knownReader,
  makeSnapshot,
  makeStore,
  readerFiles,
  repository,
  sourceOf,
  startHub,
  tempFolder,
  verifiedOf,
  wish,
} from './models';

async function folderOf(files: Readonly<Record<string, Buffer>>, ...path: string[]): Promise<string> {
  const folder = join(await tempFolder(), ...path);
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

async function catalogueWithReader(): Promise<Catalogue> {
  return new Map([['reader', knownReader(await startHub())]]);
}

function options(change: { wish?: ModelWish; catalogue?: Catalogue; signal?: AbortSignal } = {}): ImportOptions {
  const { signal } = new AbortController();
  return { catalogue: new Map(), signal, onProgress: () => undefined, ...change };
}

describe('a folder that is imported', () => {
  it('is told by the hash of its weights, and copied whole', async () => {
    const [source, store] = [await folderOf(readerFiles), await makeStore()];
    const { folder, manifest } = await importModel(source, store, options({ catalogue: await catalogueWithReader() }));
    expect(manifest).toMatchObject({ name: 'reader', revision: commit, title: 'A reader' });
    expect((await readdir(folder)).sort()).toEqual([
      'config.json',
      'manifest.json',
      'model.safetensors',
      'prepared',
      'tokenizer.json',
    ]);
    expect(await readFile(join(folder, 'model.safetensors'))).toEqual(readerFiles['model.safetensors']);
    expect(await readdir(source)).toHaveLength(4);
  });

  it('is told by its place in a Hugging Face cache, links and all', async () => {
    const source = await folderOf({}, 'models--owner--reader', 'snapshots', commit);
    const blobs = await folderOf(readerFiles);
    for (const name of Object.keys(readerFiles)) await symlink(join(blobs, name), join(source, name));
    const { manifest } = await importModel(source, await makeStore(), options());
    expect(manifest).toMatchObject({ name: repository, revision: commit });
  });

  it('is what somebody says it is when nothing else tells', async () => {
    const [source, store] = [await folderOf(readerFiles), await makeStore()];
    await expect(importModel(source, store, options())).rejects.toMatchObject({ reason: 'foreignFolder' });
    const { manifest } = await importModel(source, store, options({ wish: wish() }));
    expect(manifest).toMatchObject({ name: repository, revision: commit });
  });

  it('is remembered as verified: its first start need not hash it', async () => {
    const model = await importModel(await folderOf(readerFiles), await makeStore(), options({ wish: wish() }));
    expect(await recallVerified(model.prepared)).toEqual(await verifiedOf(model));
  });

  it('reports its progress up to the last byte', async () => {
    const { reports, onProgress } = collect();
    await importModel(await folderOf(readerFiles), await makeStore(), { ...options({ wish: wish() }), onProgress });
    const last = reports.at(-1);
    expect(last?.bytes).toBe(last?.totalBytes);
    expect(last?.bytes).toBeGreaterThan(200_000);
  });
});

describe('a known model of whose files nothing is known', () => {
  const unlisted = (hub: FakeHub): KnownModel => ({
    ...descriptionOf(knownReader(hub, { published: { dataset: 'SQuAD 2.0 dev', em: 79, f1: 82 } })),
  });
  const notVerified = {
    ...{ name: 'reader', revision: commit, published: null, refuses: null, unverified: true },
    ...{ title: `${repository} (imported, not verified)`, licence: 'see its page on the Hub' },
  };

  it('is that model when it comes from a cache whose blobs are what they are called', async () => {
    const hub = await startHub();
    const source = await makeSnapshot(hub, await tempFolder());
    const catalogue = new Map([['reader', unlisted(hub)]]);
    const { manifest } = await importModel(source, await makeStore(), options({ catalogue }));
    expect(manifest).toMatchObject(unlisted(hub));
    expect(manifest.unverified).toBeUndefined();
  });

  it('is refused where a blob is not what it is called, and the file is named', async () => {
    const hub = await startHub();
    const source = await makeSnapshot(hub, await tempFolder());
    await writeFile(join(source, 'tokenizer.json'), '{"model":[]}\n');
    const catalogue = new Map([['reader', unlisted(hub)]]);
    await expect(importModel(source, await makeStore(), options({ catalogue }))).rejects.toMatchObject({
      reason: 'fileDamaged',
      subject: join(source, 'tokenizer.json'),
    });
  });

  it.each<[string, string[], ((hub: FakeHub) => ModelWish) | undefined]>([
    ['by the names of its folders only', ['models--owner--reader', 'snapshots', commit], undefined],
    ['by somebody’s word', [], (hub) => ({ kind: 'known', model: unlisted(hub) })],
  ])('is said to be it %s, with nothing of what its makers measured', async (_, path, wishOf) => {
    const [hub, store] = [await startHub(), await makeStore()];
    const catalogue = new Map([['reader', unlisted(hub)]]);
    const known = wishOf?.(hub);
    const source = await folderOf(readerFiles, ...path);
    const { manifest } = await importModel(source, store, options({ catalogue, ...(known && { wish: known }) }));
    expect(manifest).toMatchObject(notVerified);
    expect(await store.find('reader', commit)).toMatchObject({ manifest: notVerified });
  });

  it('is not proved by the snapshot of another commit', async () => {
    const hub = await startHub();
    const source = await makeSnapshot(hub, await tempFolder());
    const known: ModelWish = { kind: 'known', model: { ...unlisted(hub), revision: 'b'.repeat(40) } };
    const { manifest } = await importModel(source, await makeStore(), options({ wish: known }));
    expect(manifest).toMatchObject({ ...notVerified, revision: 'b'.repeat(40) });
  });

  it('is checked, and told as what it is, by the next download', async () => {
    const [hub, store] = [await startHub(), await makeStore()];
    const known: ModelWish = { kind: 'known', model: unlisted(hub) };
    await importModel(await folderOf(readerFiles), store, options({ wish: known }));
    const { manifest } = await installModel(known, store, sourceOf(hub), () => undefined);
    expect(manifest).toMatchObject(unlisted(hub));
    expect(manifest.unverified).toBeUndefined();
    expect(hub.requests.map(({ path }) => path)).toEqual([`/api/models/owner/reader/tree/${commit}`]);
  });
});

describe('a model that is installed already', () => {
  const { signal } = new AbortController();
  const other = Buffer.from('{"model_type":"roberta","other":1}');

  it('is left as it is by an import that is cancelled, or that fails at its last file', async () => {
    const [source, store, abort] = [await folderOf(readerFiles), await makeStore(), new AbortController()];
    const { folder } = await importModel(source, store, options({ wish: wish() }));
    const names = await readdir(folder);
    await writeFile(join(folder, 'config.json'), 'as it was');
    const cancelled = importModel(source, store, {
      ...options({ wish: wish(), signal: abort.signal }),
      onProgress: ({ bytes }) => {
        if (bytes > 1000) abort.abort();
      },
    });
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
    await writeFile(join(source, 'model.safetensors'), 'other');
    await expect(importModel(source, store, options({ wish: wish() }))).rejects.toBeInstanceOf(StoreError);
    expect(await readFile(join(folder, 'config.json'), 'utf8')).toBe('as it was');
    expect(await readdir(folder)).toEqual(names);
  });

  it('takes no other file for that commit, and names it', async () => {
    const [source, store] = [await folderOf(readerFiles), await makeStore()];
    await importModel(source, store, options({ wish: wish() }));
    await writeFile(join(source, 'config.json'), other);
    await expect(importModel(source, store, options({ wish: wish() }))).rejects.toMatchObject({
      reason: 'foreignFolder',
      subject: join(source, 'config.json'),
    });
  });

  it('is mended by an import of its own files', async () => {
    const [source, store] = [await folderOf(readerFiles), await makeStore()];
    const model = await importModel(source, store, options({ wish: wish() }));
    await writeFile(join(model.folder, 'config.json'), 'damaged');
    await importModel(source, store, options({ wish: wish() }));
    expect(await store.faultsOf(model, signal)).toEqual([]);
  });

  it('leaves nothing of a download that was ended before the import', async () => {
    const [source, store] = [await folderOf(readerFiles), await makeStore()];
    const { folder } = store.placeOf({ name: repository, revision: commit });
    await mkdir(folder, { recursive: true });
    for (const name of ['model.safetensors.partial', 'model.safetensors.partial.etag']) {
      await writeFile(join(folder, name), '"x"');
    }
    await importModel(source, store, options({ wish: wish() }));
    expect((await readdir(folder)).filter((name) => name.includes('partial'))).toEqual([]);
  });
});

describe('an import is refused, names what is wrong, and leaves the store as it was:', () => {
  const { 'model.safetensors': weights, ...others } = readerFiles;
  it.each<[string, Readonly<Record<string, Buffer>>, string, RegExp]>([
    [
      'a file is missing',
      { 'model.safetensors': weights, 'config.json': others['config.json'] },
      'fileMissing',
      /tokenizer\.json/,
    ],
    ['a file is another', { ...readerFiles, 'tokenizer.json': Buffer.from('{}') }, 'fileDamaged', /not the file/],
    [
      'another architecture',
      { ...readerFiles, 'config.json': Buffer.from('{"model_type":"t5"}') },
      'unsupported',
      /t5/,
    ],
    ['only a pickle', { ...others, 'pytorch_model.bin': Buffer.from('x') }, 'unsupported', /pickle/],
    ['nothing of a model', { 'a.txt': Buffer.from('x') }, 'fileMissing', /config\.json/],
  ])('%s', async (_, files, reason, message) => {
    const [source, store] = [await folderOf(files), await makeStore()];
    const catalogue = await catalogueWithReader();
    await expect(importModel(source, store, options({ catalogue }))).rejects.toMatchObject({
      reason,
      message: expect.stringMatching(message) as string,
    });
    expect(await store.list()).toEqual([]);
  });

  it('no folder', async () => {
    const failure = importModel('/no/such/folder', await makeStore(), options());
    await expect(failure).rejects.toMatchObject({ reason: 'foreignFolder', subject: '/no/such/folder' });
  });

  it('a branch instead of a commit', async () => {
    const failure = importModel(await folderOf(readerFiles), await makeStore(), options({ wish: wish('main') }));
    await expect(failure).rejects.toMatchObject({ reason: 'badRevision', subject: 'main' });
  });

  it.each(['config.json', 'tokenizer.json', 'model.safetensors'])('a folder in place of %s', async (name) => {
    const source = await folderOf(readerFiles);
    await rm(join(source, name));
    await mkdir(join(source, name));
    const failure = importModel(source, await makeStore(), options({ wish: wish() }));
    await expect(failure).rejects.toMatchObject({ reason: 'fileDamaged', subject: join(source, name) });
    await expect(importModel(source, await makeStore(), options())).rejects.toBeInstanceOf(StoreError);
  });

  it('a link to nowhere', async () => {
    const source = await folderOf(readerFiles);
    await rm(join(source, 'config.json'));
    await symlink(join(source, 'none'), join(source, 'config.json'));
    const failure = importModel(source, await makeStore(), options({ wish: wish() }));
    await expect(failure).rejects.toMatchObject({ reason: 'fileDamaged', subject: join(source, 'config.json') });
  });

  it.runIf(process.platform === 'linux')('a file that fails while it is read', async () => {
    const source = await folderOf(readerFiles);
    await rm(join(source, 'tokenizer.json'));
    // Of length 0 by its stat, and an error when it is read, also for root.
    await symlink('/proc/self/mem', join(source, 'tokenizer.json'));
    const failure = importModel(source, await makeStore(), options({ wish: wish() }));
    await expect(failure).rejects.toMatchObject({ reason: 'fileDamaged', subject: join(source, 'tokenizer.json') });
  });

  it('a small file that is none', async () => {
    const source = await folderOf(readerFiles);
    await truncate(join(source, 'tokenizer.json'), 2 ** 26 + 1);
    const failure = importModel(source, await makeStore(), options({ wish: wish() }));
    await expect(failure).rejects.toMatchObject({
      reason: 'unsupported',
      subject: source,
      message: expect.stringContaining('tokenizer.json') as string,
    });
  });

  it('cancelled', async () => {
    const [source, store, abort] = [await folderOf(readerFiles), await makeStore(), new AbortController()];
    const cancelled = importModel(source, store, {
      ...options({ wish: wish(), signal: abort.signal }),
      onProgress: () => abort.abort(),
    });
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
    expect(await store.list()).toEqual([]);
    expect(
      (await readdir(store.placeOf({ name: repository, revision: commit }).folder)).filter((name) =>
        name.endsWith('.partial'),
      ),
    ).toEqual([]);
  });
});
