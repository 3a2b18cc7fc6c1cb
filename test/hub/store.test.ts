import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { installModel } from '../../src/hub/install';
import type { InstalledModel, ModelStore } from '../../src/hub/store';
import { commit, makeStore, repository, sourceOf, startHub, wish } from './models';

const { signal } = new AbortController();

async function filledStore(): Promise<{ store: ModelStore; model: InstalledModel }> {
  const store = await makeStore();
  const model = await installModel(wish(), store, sourceOf(await startHub()), () => undefined);
  return { store, model };
}

describe('a store', () => {
  it('that does not exist yet is empty', async () => {
    expect(await (await makeStore()).list()).toEqual([]);
  });

  it('keeps names with a slash in one folder of their own', async () => {
    const { store, model } = await filledStore();
    expect(model.folder).toBe(join(store.home, 'models', 'owner--reader', commit));
    expect(model.prepared).toBe(join(model.folder, 'prepared'));
  });

  it('finds a model by its name, and by its revision when one is given', async () => {
    const { store, model } = await filledStore();
    expect(await store.find(repository)).toEqual(model);
    expect(await store.find(repository, commit)).toEqual(model);
    expect(await store.find(repository, 'b'.repeat(40))).toBeUndefined();
    expect(await store.find('other')).toBeUndefined();
  });

  it('passes over what is no model: a download under way, a damaged manifest, a stray file', async () => {
    const { store, model } = await filledStore();
    const models = join(store.home, 'models');
    await mkdir(join(models, 'half', 'c'.repeat(40)), { recursive: true });
    await writeFile(join(models, 'half', 'c'.repeat(40), 'model.safetensors.partial'), 'x');
    await mkdir(join(models, 'odd', 'd'.repeat(40)), { recursive: true });
    await writeFile(join(models, 'odd', 'd'.repeat(40), 'manifest.json'), '{');
    await writeFile(join(models, 'stray'), 'x');
    expect(await store.list()).toEqual([model]);
  });

  it('passes over copies of a model: only a folder of the model’s own name can be removed', async () => {
    const { store, model } = await filledStore();
    await cp(model.folder, `${model.folder}.bak`, { recursive: true });
    await cp(model.folder, join(store.home, 'models', 'copy', commit), { recursive: true });
    expect(await store.list()).toEqual([model]);
  });

  it('names the files that are damaged or lost', async () => {
    const { store, model } = await filledStore();
    await writeFile(join(model.folder, 'config.json'), '{"model_type":"robertA"}\n');
    await rm(join(model.folder, 'tokenizer.json'));
    expect(await store.faultsOf(model, signal)).toEqual([
      { path: join(model.folder, 'config.json'), fault: 'damaged' },
      { path: join(model.folder, 'tokenizer.json'), fault: 'missing' },
    ]);
  });
});

describe('a manifest that could not be read again', () => {
  it('is not written, and its key is named', async () => {
    const { store, model } = await filledStore();
    await expect(store.publish({ ...model.manifest, maxLength: 0 })).rejects.toThrow('maxLength: ');
    expect(await store.list()).toEqual([model]);
  });
});

describe('a model that is removed', () => {
  it('frees all its bytes, what was made of it too, and is gone', async () => {
    const { store, model } = await filledStore();
    await mkdir(join(model.prepared, 'graphs'), { recursive: true });
    await writeFile(join(model.prepared, 'graphs', 'weights.bin'), Buffer.alloc(5000));
    const bytes = await store.bytesOf(model.manifest);
    expect(bytes).toBeGreaterThan(205_000);
    expect(await store.remove(model.manifest, { signal })).toBe(bytes);
    expect(await store.list()).toEqual([]);
    expect(await store.bytesOf(model.manifest)).toBe(0);
    expect(await readdir(join(store.home, 'models'))).toEqual([]);
  });

  it('may be there in part only', async () => {
    const store = await makeStore();
    const { folder } = store.placeOf({ name: repository, revision: commit });
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'model.safetensors.partial'), Buffer.alloc(300));
    expect(await store.remove({ name: repository, revision: commit }, { signal })).toBe(300);
  });

  it('leaves other revisions alone', async () => {
    const { store, model } = await filledStore();
    const other = await store.publish({ ...model.manifest, revision: 'b'.repeat(40) });
    await store.remove(model.manifest, { signal });
    expect(await store.list()).toEqual([other]);
  });
});
