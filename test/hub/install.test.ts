import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HubError } from '../../src/hub/errors';
import { installModel } from '../../src/hub/install';
import { StoreError } from '../../src/hub/storeError';
import { recallVerified } from '../../src/hub/verifiedFiles';
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

const needed = ['config.json', 'tokenizer.json', 'model.safetensors'] as const;

describe('a model that is installed', () => {
  it('lies in the store with exactly the files that a reader needs, and a manifest of their hashes', async () => {
    const [hub, store, { onProgress }] = [await startHub(), await makeStore(), collect()];
    const { folder, manifest } = await installModel(wish(), store, sourceOf(hub), onProgress);
    expect((await readdir(folder)).sort()).toEqual([
      'config.json',
      'manifest.json',
      'model.safetensors',
      'prepared',
      'tokenizer.json',
    ]);
    for (const path of needed) expect(await readFile(join(folder, path))).toEqual(readerFiles[path]);
    expect(manifest).toMatchObject({
      name: repository,
      repository,
      revision: commit,
      family: 'roberta',
      refuses: null,
    });
    expect(manifest.files).toEqual(
      needed.map((path) => ({ path, bytes: hub.file(path).bytes, sha256: hub.file(path).sha256 })),
    );
    expect(await store.list()).toMatchObject([{ folder, manifest }]);
    expect(await store.faultsOf({ ...store.placeOf(manifest), manifest }, new AbortController().signal)).toEqual([]);
  });

  it('may have a file without a byte', async () => {
    const files = { ...readerFiles, 'special_tokens_map.json': Buffer.alloc(0) };
    const [hub, store, { onProgress }] = [await startHub({ files }), await makeStore(), collect()];
    const model = await installModel(wish(), store, sourceOf(hub), onProgress);
    expect(await readFile(join(model.folder, 'special_tokens_map.json'), 'utf8')).toBe('');
    expect(await store.list()).toEqual([model]);
  });

  it('is remembered as verified: its first start need not hash it', async () => {
    const [hub, store, { onProgress }] = [await startHub(), await makeStore(), collect()];
    const model = await installModel(wish(), store, sourceOf(hub), onProgress);
    expect(await recallVerified(model.prepared)).toEqual(await verifiedOf(model));
  });

  it('is not asked for again', async () => {
    const [hub, store, { onProgress }] = [await startHub(), await makeStore(), collect()];
    const first = await installModel(wish(), store, sourceOf(hub), onProgress);
    const requests = hub.requests.length;
    expect(await installModel(wish(), store, sourceOf(hub), onProgress)).toEqual(first);
    expect(hub.requests).toHaveLength(requests);
  });

  it('is asked for once by two who want it at the same time', async () => {
    const [hub, store] = [await startHub(), await makeStore()];
    const [one, two] = [collect(), collect()];
    const source = sourceOf(hub);
    await Promise.all([one, two].map(({ onProgress }) => installModel(wish(), store, source, onProgress)));
    expect(hub.requests.filter(({ origin }) => origin === 'storage')).toHaveLength(1);
    const waited = [one, two].filter(({ reports }) => reports.some(({ stage }) => stage === 'waiting'));
    expect(waited).toHaveLength(1);
  });

  it('is the commit that a branch stood for', async () => {
    const [hub, store, { onProgress }] = [await startHub({ refs: ['main'] }), await makeStore(), collect()];
    const { manifest } = await installModel(wish('main'), store, sourceOf(hub), onProgress);
    expect(manifest.revision).toBe(commit);
  });

  it('reports bytes that never fall and end with all of them', async () => {
    const [hub, store, { reports, onProgress }] = [await startHub(), await makeStore(), collect()];
    await installModel(wish(), store, sourceOf(hub), onProgress);
    const fetching = reports.filter(({ stage }) => stage === 'fetching');
    const bytes = fetching.map((report) => report.bytes);
    expect(bytes).toEqual([...bytes].sort((a, b) => a - b));
    const total = needed.reduce((sum, path) => sum + hub.file(path).bytes, 0);
    expect(fetching.at(-1)).toEqual({ stage: 'fetching', bytes: total, totalBytes: total });
  });

  it('is mended when a file was damaged or lost, with no request for the others', async () => {
    const [hub, store, { onProgress }] = [await startHub(), await makeStore(), collect()];
    const known = { kind: 'known', model: knownReader(hub) } as const;
    const { folder } = await installModel(known, store, sourceOf(hub), onProgress);
    await writeFile(join(folder, 'model.safetensors'), 'damaged');
    await rm(join(folder, 'tokenizer.json'));
    hub.requests.length = 0;
    const again = await installModel(known, store, sourceOf(hub), onProgress);
    expect(await readFile(join(folder, 'model.safetensors'))).toEqual(readerFiles['model.safetensors']);
    expect(await store.faultsOf(again, new AbortController().signal)).toEqual([]);
    expect(hub.requests.filter(({ path }) => path.includes('config.json'))).toEqual([]);
  });
});

describe('a known model', () => {
  it('with known hashes needs no list of files', async () => {
    const [hub, store, { onProgress }] = [await startHub(), await makeStore(), collect()];
    const { manifest } = await installModel(
      { kind: 'known', model: knownReader(hub) },
      store,
      sourceOf(hub),
      onProgress,
    );
    expect(manifest.title).toBe('A reader');
    expect(hub.requests.filter(({ path }) => path.startsWith('/api/models'))).toEqual([]);
  });

  it('that is not what was pinned is refused, and nothing is installed', async () => {
    const [hub, store, { onProgress }] = [await startHub(), await makeStore(), collect()];
    const { files = [], ...rest } = knownReader(hub);
    const model = { ...rest, files: files.map((file) => ({ ...file, sha256: 'e'.repeat(64) })) };
    const failure = installModel({ kind: 'known', model }, store, sourceOf(hub), onProgress);
    await expect(failure).rejects.toMatchObject({ reason: 'wrongHash' });
    expect(await store.list()).toEqual([]);
  });

  it('keeps its old revision until the new one is verified, and not longer', async () => {
    const [hub, store, { onProgress }] = [await startHub(), await makeStore(), collect()];
    const old = knownReader(hub, { revision: 'b'.repeat(40) });
    const { files = [] } = old;
    await store.publish({ ...old, files });
    hub.faults = { wrongByte: true };
    const next = { kind: 'known', model: knownReader(hub) } as const;
    await expect(installModel(next, store, sourceOf(hub), onProgress)).rejects.toBeInstanceOf(HubError);
    expect((await store.list()).map(({ manifest }) => manifest.revision)).toEqual([old.revision]);
    hub.faults = {};
    await installModel(next, store, sourceOf(hub), onProgress);
    expect((await store.list()).map(({ manifest }) => manifest.revision)).toEqual([commit]);
  });

  it('takes away what is left of an older revision that was never finished', async () => {
    const [hub, store, { onProgress }] = [await startHub(), await makeStore(), collect()];
    const { folder } = store.placeOf({ name: 'reader', revision: 'b'.repeat(40) });
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'model.safetensors.partial'), 'x');
    await installModel({ kind: 'known', model: knownReader(hub) }, store, sourceOf(hub), onProgress);
    expect(await store.revisionsOf('reader')).toEqual([commit]);
  });

  it('leaves another revision alone while somebody is at work on it, and waits for nobody', async () => {
    const [hub, store, { onProgress }] = [await startHub(), await makeStore(), collect()];
    const { files = [], ...old } = knownReader(hub, { revision: 'b'.repeat(40) });
    await store.publish({ ...old, files });
    const next = { kind: 'known', model: knownReader(hub) } as const;
    const { signal } = new AbortController();
    await store.locked(old, { signal }, () => installModel(next, store, sourceOf(hub), onProgress));
    expect((await store.revisionsOf('reader')).sort()).toEqual([commit, old.revision]);
    await installModel(next, store, sourceOf(hub), onProgress);
    expect(await store.revisionsOf('reader')).toEqual([commit]);
  });

  it('in two revisions is installed by two versions at once, neither of which waits for the other', async () => {
    const [hub, store, other] = [await startHub(), await makeStore(), await startHub({ commit: 'b'.repeat(40) })];
    const versions = [
      [hub, knownReader(hub)],
      [other, knownReader(other, { revision: 'b'.repeat(40) })],
    ] as const;
    const installed = versions.map(([from, model]) =>
      installModel({ kind: 'known', model }, store, sourceOf(from), () => undefined),
    );
    const revisions = (await Promise.all(installed)).map(({ manifest }) => manifest.revision);
    expect(revisions).toEqual([commit, 'b'.repeat(40)]);
  });

  it('that comes with the program cannot be fetched', async () => {
    const [hub, store, { onProgress }] = [await startHub(), await makeStore(), collect()];
    const model = knownReader(hub, { repository: null });
    await expect(installModel({ kind: 'known', model }, store, sourceOf(hub), onProgress)).rejects.toMatchObject({
      reason: 'bundled',
    });
  });
});

describe('a repository', () => {
  it('of another architecture is refused before its weights are fetched', async () => {
    const files = { ...readerFiles, 'config.json': Buffer.from('{"model_type":"gpt2"}') };
    const [hub, store, { onProgress }] = [await startHub({ files }), await makeStore(), collect()];
    const failure = installModel(wish(), store, sourceOf(hub), onProgress);
    await expect(failure).rejects.toMatchObject({
      reason: 'unsupported',
      message: expect.stringContaining('gpt2') as string,
    });
    expect(hub.requests.filter(({ origin }) => origin === 'storage')).toEqual([]);
    expect(await store.list()).toEqual([]);
  });

  it('that promises a small file of a gigabyte is refused before anything is fetched', async () => {
    const [hub, store, { onProgress }] = [await startHub(), await makeStore(), collect()];
    const oid = 'c'.repeat(40);
    const tree = [
      ...['tokenizer.json', 'model.safetensors'].map((path) => ({ type: 'file', path, size: 9, oid })),
      { type: 'file', path: 'config.json', size: 2 ** 30, oid },
    ];
    hub.faults = { hub: { status: 200, body: JSON.stringify(tree), times: 1 } };
    const failure = installModel(wish(), store, sourceOf(hub), onProgress);
    await expect(failure).rejects.toMatchObject({ reason: 'unsupported', subject: repository });
    expect(hub.requests).toHaveLength(1);
  });

  it('with a pickle instead of weights is refused before anything is fetched', async () => {
    const files = { 'config.json': readerFiles['config.json'], 'pytorch_model.bin': Buffer.from('pickle') };
    const [hub, store, { onProgress }] = [await startHub({ files }), await makeStore(), collect()];
    await expect(installModel(wish(), store, sourceOf(hub), onProgress)).rejects.toBeInstanceOf(StoreError);
    expect(hub.requests.every(({ path }) => path.startsWith('/api/'))).toBe(true);
  });
});

describe('an installation', () => {
  it('that is cancelled installs nothing, and the next goes on where it ended', async () => {
    const [hub, store] = [await startHub(), await makeStore()];
    hub.faults = { stallAfterBytes: 100_000 };
    const abort = new AbortController();
    const cancelled = installModel(wish(), store, sourceOf(hub, { signal: abort.signal }), ({ bytes }) => {
      if (bytes > 50_000) abort.abort();
    });
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
    expect(await store.list()).toEqual([]);
    hub.faults = {};
    hub.requests.length = 0;
    await installModel(wish(), store, sourceOf(hub), () => undefined);
    expect(hub.requests.find(({ origin }) => origin === 'storage')?.range).toMatch(/^bytes=[1-9]\d*-$/);
  });

  it('can be cancelled when the last byte has come', async () => {
    const [hub, store] = [await startHub(), await makeStore()];
    const abort = new AbortController();
    const cancelled = installModel(wish(), store, sourceOf(hub, { signal: abort.signal }), ({ bytes, totalBytes }) => {
      if (bytes > 0 && bytes === totalBytes) abort.abort();
    });
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
    expect(await store.list()).toEqual([]);
  });

  it('makes no request when requests are switched off', async () => {
    const [hub, store] = [await startHub(), await makeStore()];
    const failure = installModel(wish(), store, sourceOf(hub, { offline: true }), () => undefined);
    await expect(failure).rejects.toMatchObject({ reason: 'offline' });
    expect(hub.requests).toEqual([]);
  });

  it('offline takes a whole snapshot of the shared cache for the list that only the Hub has', async () => {
    const [hub, store, cacheFolder] = [await startHub(), await makeStore(), await tempFolder()];
    await makeSnapshot(hub, cacheFolder);
    const source = sourceOf(hub, { offline: true, cacheFolder });
    const { manifest } = await installModel(wish(), store, source, () => undefined);
    expect(manifest.files.map(({ path, sha256 }) => [path, sha256])).toEqual(
      needed.map((path) => [path, hub.file(path).sha256]),
    );
    expect(manifest.files.every(({ location }) => location?.includes('blobs'))).toBe(true);
    expect(hub.requests).toEqual([]);
  });

  it.each<[string, (snapshot: string) => Promise<void>, object]>([
    ['has no weights', (snapshot) => rm(join(snapshot, 'model.safetensors')), { reason: 'fileMissing' }],
    [
      'has a blob that is another file',
      (snapshot) => writeFile(join(snapshot, 'tokenizer.json'), '{"model":[]}\n'),
      { reason: 'offline' },
    ],
  ])('offline is refused when the snapshot %s', async (_, damage, failure) => {
    const [hub, store, cacheFolder] = [await startHub(), await makeStore(), await tempFolder()];
    await damage(await makeSnapshot(hub, cacheFolder));
    const source = sourceOf(hub, { offline: true, cacheFolder });
    await expect(installModel(wish(), store, source, () => undefined)).rejects.toMatchObject(failure);
    expect(await store.list()).toEqual([]);
    expect(hub.requests).toEqual([]);
  });

  it('uses a shared cache where it lies, also offline, and resolves its links', async () => {
    const [hub, store, cacheFolder] = [await startHub(), await makeStore(), await tempFolder()];
    const snapshot = await makeSnapshot(hub, cacheFolder);
    const source = sourceOf(hub, { offline: true, cacheFolder });
    const known = { kind: 'known', model: knownReader(hub) } as const;
    const model = await installModel(known, store, source, () => undefined);
    const { manifest } = model;
    const weights = manifest.files.find(({ path }) => path === 'model.safetensors');
    expect(weights?.location).toBe(join(snapshot, '../../blobs', hub.file('model.safetensors').sha256));
    expect(hub.requests).toEqual([]);
    expect(await recallVerified(model.prepared)).toEqual(await verifiedOf(model));
    expect(await store.bytesOf(manifest)).toBeLessThan(10_000);
    await store.remove(manifest, { signal: new AbortController().signal });
    expect(await readFile(join(snapshot, 'model.safetensors'))).toEqual(readerFiles['model.safetensors']);
  });
});
