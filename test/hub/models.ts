// What the tests of the store share: small models on a fake Hub, and a store in a folder of their own.
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ModelWish } from '../../src/hub/catalogue';
import type { InstallProgress, ModelSource } from '../../src/hub/install';
import type { KnownModel } from '../../src/hub/manifest';
import { type InstalledModel, locate, ModelStore } from '../../src/hub/store';
import type { VerifiedFiles } from '../../src/hub/verifiedFiles';
import { FakeHub, type FakeHubOptions } from '../support/fakeHub';
import { impatient } from './downloads';

export const repository = 'owner/reader';
export const commit = 'a'.repeat(40);

/** The files of a reader that nobody will open. */
export const readerFiles = {
  'config.json': Buffer.from('{"model_type":"roberta"}\n'),
  'tokenizer.json': Buffer.from('{"model":{}}\n'),
  'model.safetensors': randomBytes(200_001),
  'README.md': Buffer.from('# A reader\n'),
};

/** A folder that is removed after the test. */
export async function tempFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'document-qa-store-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A fake Hub that ends with the test. */
export async function startHub(options: Partial<FakeHubOptions> = {}): Promise<FakeHub> {
  const hub = await FakeHub.start({ repo: repository, commit, files: readerFiles, ...options });
  onTestFinished(() => hub.close());
  return hub;
}

/** A store below a folder that does not exist yet. */
export async function makeStore(): Promise<ModelStore> {
  return new ModelStore(join(await tempFolder(), 'home'));
}

/** The way to a fake Hub, past an empty cache. */
export function sourceOf(hub: FakeHub, change: Partial<ModelSource> = {}): ModelSource {
  return {
    ...{ fetch, token: null, offline: false, signal: new AbortController().signal, retry: impatient },
    ...{ endpoint: new URL(hub.url), cacheFolder: '/nowhere' },
    ...change,
  };
}

/** The reader on the fake Hub, by its commit or another reference. */
export function wish(revision = commit): ModelWish {
  return { kind: 'other', repository, revision };
}

/** The reader on a fake Hub as a model that is known by name, its files' hashes too. */
export function knownReader(hub: FakeHub, change: Partial<KnownModel> = {}): KnownModel {
  const paths = ['config.json', 'tokenizer.json', 'model.safetensors'];
  return {
    ...{ name: 'reader', title: 'A reader', repository, revision: commit, licence: 'MIT', languages: ['en'] },
    ...{ family: 'roberta', published: null, refuses: true, maxLength: 384 },
    files: paths.map((path) => ({ path, bytes: hub.file(path).bytes, sha256: hub.file(path).sha256 })),
    ...change,
  };
}

/** What is to be remembered of a model whose files are right: they are as they lie there now. */
export async function verifiedOf({ folder, manifest: { files } }: InstalledModel): Promise<VerifiedFiles> {
  const entries = files.map(async (file) => {
    const location = locate(folder, file);
    const { mtimeMs } = await stat(location);
    return [file.path, { location, bytes: file.bytes, mtimeMs, sha256: file.sha256 }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** A snapshot in a cache as huggingface_hub lays it out: links to blobs that are called by their hashes. */
export async function makeSnapshot(hub: FakeHub, cacheFolder: string): Promise<string> {
  const folder = join(cacheFolder, 'models--owner--reader');
  const snapshot = join(folder, 'snapshots', commit);
  await Promise.all([snapshot, join(folder, 'blobs')].map((path) => mkdir(path, { recursive: true })));
  for (const [path, content] of Object.entries(readerFiles)) {
    const { sha256, gitBlob, isLarge } = hub.file(path);
    const blob = isLarge ? sha256 : gitBlob;
    await writeFile(join(folder, 'blobs', blob), content);
    await symlink(join('..', '..', 'blobs', blob), join(snapshot, path));
  }
  return snapshot;
}

/** Collects an installation's reports. */
export function collect(): { readonly reports: InstallProgress[]; readonly onProgress: (p: InstallProgress) => void } {
  const reports: InstallProgress[] = [];
  return { reports, onProgress: (progress) => reports.push(progress) };
}
