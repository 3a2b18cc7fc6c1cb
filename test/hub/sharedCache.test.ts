import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HubFile } from '../../src/hub/hubClient';
import { type CachedFile, findInSharedCache } from '../../src/hub/sharedCache';

const content = Buffer.from('weights');
const sha256 = createHash('sha256').update(content).digest('hex');
const gitBlob = createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
const revision = 'a'.repeat(40);
const weights: HubFile = { path: 'sub/model.safetensors', bytes: 7, digest: { algorithm: 'sha256', hex: sha256 } };
const config: HubFile = { path: 'config.json', bytes: 7, digest: { algorithm: 'gitBlob', hex: gitBlob } };

let cache: string;
let repoFolder: string;
beforeEach(async () => {
  cache = await realpath(await mkdtemp(join(tmpdir(), 'cache-')));
  repoFolder = join(cache, 'models--owner--reader');
});
afterEach(() => rm(cache, { recursive: true }));

const find = (file: HubFile, signal = new AbortController().signal): Promise<CachedFile | undefined> =>
  findInSharedCache(cache, 'owner/reader', revision, file, signal);

/** As huggingface_hub lays it out: blobs by hash, snapshots of relative links. */
async function putIntoCache(file: HubFile, bytes: Buffer = content): Promise<string> {
  const blob = join(repoFolder, 'blobs', file.digest.hex);
  await mkdir(dirname(blob), { recursive: true });
  await writeFile(blob, bytes);
  const link = join(repoFolder, 'snapshots', revision, file.path);
  await mkdir(dirname(link), { recursive: true });
  await symlink(join('../'.repeat(file.path.split('/').length + 1), 'blobs', file.digest.hex), link);
  return blob;
}

describe('a file in the shared cache', () => {
  it.each([
    ['in git LFS', weights],
    ['of git', config],
  ])('%s is found as its blob, without a link in its path', async (_, file) => {
    const blob = await putIntoCache(file);
    expect(await find(file)).toMatchObject({ path: blob, sha256 });
  });

  it('is found where links are not possible and snapshots hold the files themselves', async () => {
    const path = join(repoFolder, 'snapshots', revision, config.path);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    expect(await find(config)).toMatchObject({ path, sha256 });
  });

  it('is found when only another revision has it', async () => {
    const blob = await putIntoCache(weights);
    await rm(join(repoFolder, 'snapshots'), { recursive: true });
    expect(await find(weights)).toMatchObject({ path: blob, sha256 });
  });

  it('is found as its blob when its snapshot is another file', async () => {
    const blob = await putIntoCache(weights);
    const link = join(repoFolder, 'snapshots', revision, weights.path);
    await rm(link);
    await writeFile(link, 'foreign');
    expect(await find(weights)).toMatchObject({ path: blob, sha256 });
  });

  it.each([
    ['of another length', Buffer.from('weight')],
    ['of another content', Buffer.from('weighty')],
  ])('%s is not used, and not touched', async (_, bytes) => {
    const blob = await putIntoCache(weights, bytes);
    expect(await find(weights)).toBeUndefined();
    expect(await readFile(blob)).toEqual(bytes);
  });

  it('whose link leads nowhere is not used', async () => {
    await rm(await putIntoCache(weights));
    expect(await find(weights)).toBeUndefined();
  });

  it('that is missing is missing, and no folder is made for it', async () => {
    expect(await find(weights)).toBeUndefined();
    expect(await readdir(cache)).toEqual([]);
  });

  it('is not looked at on when that was cancelled', async () => {
    await putIntoCache(weights);
    const reason = new Error('enough');
    await expect(find(weights, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
