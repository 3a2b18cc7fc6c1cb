import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmdirSync, writeFileSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from '../../src/hub/lock';
import { download, failureOf, listNames, weights } from '../hub/downloads';
import { FakeHub } from '../support/fakeHub';

/** Small disks can be mounted by root only; elsewhere these tests are shown as skipped. */
const small = mountSmallDisk();
const content = randomBytes(1_500_000);
let hub: FakeHub;
let folder: string;

function mountSmallDisk(): string | undefined {
  const point = mkdtempSync(join(tmpdir(), 'small-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', point], { stdio: 'ignore' });
    return point;
  } catch {
    rmdirSync(point);
    return undefined;
  }
}

beforeAll(async () => {
  hub = await FakeHub.start({ files: { [weights]: content } });
});
afterAll(async () => {
  await hub.close();
  if (small === undefined) return;
  execFileSync('umount', [small]);
  rmdirSync(small);
});
beforeEach(async () => {
  hub.reset();
  folder = join(small ?? tmpdir(), 'reader');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  await writeFile(join(folder, weights), 'old');
});

describe.skipIf(small === undefined)('a disk of 2 MiB', () => {
  it('that has no room is told before the first request', async () => {
    await writeFile(join(folder, 'other'), Buffer.alloc(1_000_000));
    const failure = await failureOf(download(hub, weights, folder));
    expect(failure).toMatchObject({ reason: 'noSpace', subject: folder, details: { neededBytes: content.length } });
    expect(failure.details.freeBytes).toBeLessThan(content.length);
    expect(hub.log).toEqual([]);
    expect(await listNames(folder)).toEqual([weights, 'other']);
  });

  it('has room for a rest, where it would have none for the whole', async () => {
    await writeFile(join(folder, `${weights}.partial`), content.subarray(0, 1_000_000));
    await writeFile(join(folder, 'other'), Buffer.alloc(500_000));
    await download(hub, weights, folder);
    expect((await readFile(join(folder, weights))).equals(content)).toBe(true);
  });

  it('that is filled by another program is told, and what came is gone on with when there is room', async () => {
    let isFilled = false;
    const onProgress = (bytes: number): void => {
      if (bytes < 100_000 || isFilled) return;
      isFilled = true;
      writeFileSync(join(folder, 'other'), Buffer.alloc(1_000_000));
    };
    const failure = await failureOf(download(hub, weights, folder, { onProgress }));
    expect(failure).toMatchObject({ reason: 'diskFull', subject: join(folder, `${weights}.partial`) });
    expect(await readFile(join(folder, weights), 'utf8')).toBe('old');
    await rm(join(folder, 'other'));
    hub.reset();
    await download(hub, weights, folder);
    expect((await readFile(join(folder, weights))).equals(content)).toBe(true);
    expect(hub.sentBytes).toBeLessThan(content.length - 100_000);
  });

  it('that may not be written is told, and nothing is changed', async () => {
    const remount = (mode: string): void => void execFileSync('mount', ['-o', `remount,${mode}`, small ?? '']);
    remount('ro');
    try {
      const failure = await failureOf(download(hub, weights, folder));
      expect(failure).toMatchObject({ reason: 'notWritable', message: 'cannot be written (EROFS)' });
      const { signal } = new AbortController();
      const locked = withLock(join(folder, 'lock'), { signal }, () => Promise.resolve());
      expect(await failureOf(locked)).toMatchObject({ reason: 'notWritable', subject: join(folder, 'lock') });
      expect(hub.log).toEqual([]);
    } finally {
      remount('rw');
    }
    expect(await readFile(join(folder, weights), 'utf8')).toBe('old');
  });
});
