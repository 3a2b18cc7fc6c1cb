import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { bestModel, downloadName, findModel, type Library } from '../../src/cli/library';
import { reportAll } from '../../src/cli/models/report';
import { bundledName, describeOther, readCatalogue } from '../../src/hub/catalogue';
import { descriptionOf } from '../../src/hub/manifest';
import { ModelStore } from '../../src/hub/store';
import { StoreError } from '../../src/hub/storeError';

const homes = await mkdtemp(join(tmpdir(), 'document-qa-'));
afterAll(() => rm(homes, { recursive: true }));

const catalogue = await readCatalogue(join(import.meta.dirname, '..', '..', 'models'));
const file = { path: 'config.json', bytes: 1, sha256: '0'.repeat(64) };
const [oneCommit, anotherCommit] = ['1'.repeat(40), '2'.repeat(40)];
let runs = 0;
let library: Library;

beforeEach(() => {
  library = { catalogue, store: new ModelStore(join(homes, String(runs++))) };
});

/** Puts a known model there, at its own commit or another one. */
async function install(name: string, revision?: string): Promise<void> {
  const known = catalogue.get(name);
  if (known === undefined) throw new Error(`no ${name}`);
  await library.store.publish({ ...descriptionOf(known), ...(revision !== undefined && { revision }), files: [file] });
}

async function installOther(repository: string, revision: string): Promise<void> {
  await library.store.publish({ ...descriptionOf(describeOther(repository, revision)), files: [file] });
}

const bestName = async (): Promise<string> => (await bestModel(library)).manifest.name;

describe('the reader that answers where none is named', () => {
  it('is the bundled one when nothing is installed', async () => {
    expect(await bestName()).toBe(bundledName);
  });

  it('is the installed one with the best published F1', async () => {
    await install('tinyroberta-squad2');
    expect(await bestName()).toBe('tinyroberta-squad2');
    await install('roberta-large-squad2');
    await install('roberta-base-squad2');
    expect(await bestName()).toBe('roberta-large-squad2');
  });

  it('is never one that was not taught to refuse, nor one that nobody described', async () => {
    await install('distilbert-base-cased-distilled-squad');
    await installOther('owner/reader', oneCommit);
    expect(await bestName()).toBe(bundledName);
  });

  it('is never one that only somebody’s word says to be it', async () => {
    const known = catalogue.get('roberta-base-squad2') ?? expect.fail();
    await library.store.publish({ ...descriptionOf(known), files: [file], unverified: true });
    expect(await bestName()).toBe(bundledName);
  });

  it('is the pinned revision before an older one, and the older one before none', async () => {
    await install('tinyroberta-squad2', oneCommit);
    expect((await bestModel(library)).manifest.revision).toBe(oneCommit);
    await install('tinyroberta-squad2');
    expect((await bestModel(library)).manifest.revision).toBe(catalogue.get('tinyroberta-squad2')?.revision);
  });
});

describe('a model that is named', () => {
  const reasonOf = async (text: string): Promise<string> => {
    const error: unknown = await findModel(text, library).catch((cause: unknown) => cause);
    return error instanceof StoreError ? error.reason : 'found';
  };

  it('is the bundled one, which is always there', async () => {
    const { folder, manifest } = await findModel(bundledName, library);
    expect(manifest.name).toBe(bundledName);
    expect(folder).toMatch(/[/\\]models[/\\]mini$/);
  });

  it('is a known one by its name, its repository, and an older revision', async () => {
    expect(await reasonOf('tinyroberta-squad2')).toBe('notInstalled');
    await install('tinyroberta-squad2', oneCommit);
    for (const text of ['tinyroberta-squad2', 'deepset/tinyroberta-squad2']) {
      expect((await findModel(text, library)).manifest.revision).toBe(oneCommit);
    }
  });

  it('is another one by its repository, and by its commit', async () => {
    await installOther('owner/reader', oneCommit);
    for (const text of ['owner/reader', `owner/reader@${oneCommit}`]) {
      expect((await findModel(text, library)).manifest.name).toBe('owner/reader');
    }
    expect(await reasonOf(`owner/reader@${anotherCommit}`)).toBe('notInstalled');
  });

  it('needs its commit when there are several', async () => {
    await installOther('owner/reader', oneCommit);
    await installOther('owner/reader', anotherCommit);
    expect(await reasonOf('owner/reader')).toBe('badRevision');
    expect((await findModel(`owner/reader@${anotherCommit}`, library)).manifest.revision).toBe(anotherCommit);
  });

  it('cannot be named by a branch: only the Hub knows what it stands for', async () => {
    await installOther('owner/reader', oneCommit);
    expect(await reasonOf('owner/reader@main')).toBe('badRevision');
  });

  it('that is nearly a known one is answered with that', async () => {
    await expect(findModel('tinyrobeta-squad2', library)).rejects.toThrow(/^did you mean tinyroberta-squad2\? /);
    await expect(findModel('something', library)).rejects.toThrow(/^known are /);
  });
});

describe('the report of all models', () => {
  const rows = async (): Promise<string[][]> =>
    (await reportAll(library)).map(({ name, state, revision }) => [name, state, revision]);

  it('has each known model once, whether it is here or not', async () => {
    await install('tinyroberta-squad2');
    const all = await rows();
    expect(all.map(([name]) => name)).toEqual([...catalogue.keys()]);
    expect(all.map(([, state]) => state)).toEqual(['bundled', 'installed', 'known', 'known', 'known']);
  });

  it('has an older revision beside the one that is known', async () => {
    await install('tinyroberta-squad2', oneCommit);
    const tiny = (await rows()).filter(([name]) => name === 'tinyroberta-squad2');
    expect(tiny).toEqual([
      ['tinyroberta-squad2', 'installed', oneCommit],
      ['tinyroberta-squad2', 'known', catalogue.get('tinyroberta-squad2')?.revision],
    ]);
  });

  it('ends with the other models, by their names', async () => {
    await installOther('owner/reader', oneCommit);
    await installOther('another/reader', oneCommit);
    expect((await rows()).slice(-2).map(([name]) => name)).toEqual(['another/reader', 'owner/reader']);
  });
});

it('another model is fetched again at the commit that is here', async () => {
  await installOther('owner/reader', oneCommit);
  await install('tinyroberta-squad2');
  expect(downloadName((await findModel('owner/reader', library)).manifest)).toBe(`owner/reader@${oneCommit}`);
  expect(downloadName((await findModel('tinyroberta-squad2', library)).manifest)).toBe('tinyroberta-squad2');
});
