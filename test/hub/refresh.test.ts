import { describe, expect, it } from 'vitest';
import type { Catalogue } from '../../src/hub/catalogue';
import { installModel } from '../../src/hub/install';
import { priorRule } from '../../src/evaluate/rule';
import { descriptionOf, type KnownModel } from '../../src/hub/manifest';
import { refreshKnown } from '../../src/hub/refresh';
import type { InstalledModel, ModelStore } from '../../src/hub/store';
import { knownReader, makeStore, sourceOf, startHub } from './models';

const { signal } = new AbortController();
const found = {
  title: 'A better title',
  licence: 'Apache-2.0',
  precisions: { fp32: { ...priorRule, chosenBy: 'new' } },
};

interface Installed {
  readonly store: ModelStore;
  readonly known: KnownModel;
  readonly model: InstalledModel;
  /** As a later version has it, which found out more about the same commit. */
  readonly later: KnownModel;
}

async function install(): Promise<Installed> {
  const [hub, store] = [await startHub(), await makeStore()];
  const known = knownReader(hub);
  const model = await installModel({ kind: 'known', model: known }, store, sourceOf(hub), () => undefined);
  return { store, known, model, later: { ...known, ...found } };
}

const catalogueOf = (known: KnownModel): Catalogue => new Map([[known.name, known]]);

describe('an installed model of which a later version knows more', () => {
  it('says that from the first start on, of the same files', async () => {
    const { store, model, later } = await install();
    await refreshKnown(store, catalogueOf(later), signal);
    expect(await store.list()).toEqual([
      { ...model, manifest: { ...descriptionOf(later), files: model.manifest.files } },
    ]);
  });

  it('says that once it is asked for again, without a request', async () => {
    const { store, later } = await install();
    const offline = sourceOf(await startHub(), { offline: true });
    const { manifest } = await installModel({ kind: 'known', model: later }, store, offline, () => undefined);
    expect(manifest).toMatchObject(found);
    expect(await store.list()).toMatchObject([{ manifest: found }]);
  });

  it.each<[string, (installed: Installed) => Promise<unknown>]>([
    [
      'of which only another commit is known',
      ({ store, later }) => refreshWith(store, { revision: 'b'.repeat(40) }, later),
    ],
    ['of another name', ({ store, later }) => refreshWith(store, { name: 'other' }, later)],
    [
      'that another process is at work on',
      ({ store, later, model }) => store.locked(model.manifest, { signal }, () => refreshWith(store, {}, later)),
    ],
  ])('%s stays as it is', async (_, refresh) => {
    const installed = await install();
    await refresh(installed);
    expect(await installed.store.list()).toEqual([installed.model]);
  });

  it('that is not verified stays as it is', async () => {
    const { store, model, later } = await install();
    const claimed = await store.publish({ ...model.manifest, title: 'claimed', unverified: true });
    await refreshKnown(store, catalogueOf(later), signal);
    expect(await store.list()).toEqual([claimed]);
  });

  it('is none of a store that does not exist', async () => {
    const { later } = await install();
    const store = await makeStore();
    await refreshKnown(store, catalogueOf(later), signal);
    expect(await store.list()).toEqual([]);
  });
});

function refreshWith(store: ModelStore, change: Partial<KnownModel>, later: KnownModel): Promise<void> {
  return refreshKnown(store, catalogueOf({ ...later, ...change }), signal);
}
