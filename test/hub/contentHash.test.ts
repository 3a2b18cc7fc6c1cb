import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ContentHash, hashFile, hashIfFits } from '../../src/hub/contentHash';

// `printf 'hello\n' | git hash-object --stdin`, and | sha256sum
const hello = Buffer.from('hello\n');
const gitBlob = 'ce013625030ba8dba906f756967f9e9ca394464a';
const sha256 = '5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03';

describe('a content', () => {
  it('has the name that git gives it, and its sha256 with it', () => {
    const hash = new ContentHash(hello.length, 'gitBlob');
    hash.update(hello);
    expect(hash.digest()).toEqual({ sha256, hex: gitBlob });
  });

  it('hashes the same however it comes in pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array()), (pieces) => {
        const whole = Buffer.concat(pieces);
        const hash = new ContentHash(whole.length, 'sha256');
        for (const piece of pieces) hash.update(piece);
        expect(hash.digest().hex).toBe(createHash('sha256').update(whole).digest('hex'));
      }),
    );
  });
});

describe('a file', () => {
  let folder: string;
  let path: string;
  let mtimeMs: number;
  const { signal } = new AbortController();
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hash-'));
    path = join(folder, 'hello.txt');
    await Promise.all([writeFile(path, hello), mkdir(join(folder, 'sub'))]);
    ({ mtimeMs } = await stat(path));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is hashed both ways in one reading', async () => {
    expect(await hashFile(path, 'gitBlob', signal)).toEqual({ bytes: 6, mtimeMs, sha256, hex: gitBlob });
    expect(await hashFile(path, 'sha256', signal)).toEqual({ bytes: 6, mtimeMs, sha256, hex: sha256 });
  });

  it('fits its length and either digest', async () => {
    expect(await hashIfFits(path, 6, { algorithm: 'gitBlob', hex: gitBlob }, signal)).toEqual({ sha256, mtimeMs });
    expect(await hashIfFits(path, 6, { algorithm: 'sha256', hex: sha256 }, signal)).toEqual({ sha256, mtimeMs });
  });

  it.each([
    ['of another length', 'hello.txt', 7, sha256],
    ['of another digest', 'hello.txt', 6, sha256.replace('5', '6')],
    ['that is missing', 'none', 6, sha256],
    ['that is a folder', 'sub', 6, sha256],
  ])('%s does not fit', async (_, name, bytes, hex) => {
    expect(await hashIfFits(join(folder, name), bytes, { algorithm: 'sha256', hex }, signal)).toBeUndefined();
  });

  it.runIf(process.platform !== 'win32')('has the time that it had before it was read', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    await utimes(pipe, 1000, 1000);
    // A pipe is opened for writing once it is read: by then its time was looked at, and writing changes it.
    const [hashed] = await Promise.all([hashFile(pipe, 'sha256', signal), writeFile(pipe, hello)]);
    expect(hashed).toMatchObject({ sha256, mtimeMs: 1_000_000 });
    expect((await stat(pipe)).mtimeMs).toBeGreaterThan(1_000_000);
  });

  it('is not hashed on when that was cancelled', async () => {
    const reason = new Error('enough');
    const aborted = AbortSignal.abort(reason);
    await expect(hashFile(path, 'sha256', aborted)).rejects.toBe(reason);
    await expect(hashIfFits(path, 6, { algorithm: 'sha256', hex: sha256 }, aborted)).rejects.toBe(reason);
  });
});
