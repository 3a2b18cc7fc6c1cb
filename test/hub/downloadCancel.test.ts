import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from '../../src/hub/lock';
import { FakeHub } from '../support/fakeHub';
import { download, impatient, listNames, weights, weightsContent } from './downloads';

let hub: FakeHub;
let folder: string;
beforeAll(async () => {
  hub = await FakeHub.start({ files: { [weights]: weightsContent } });
});
afterAll(() => hub.close());
beforeEach(async () => {
  hub.reset();
  folder = await mkdtemp(join(tmpdir(), 'download-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const partial = (): string => join(folder, `${weights}.partial`);
const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

describe('a cancelled download', () => {
  it('keeps what it has, wherever it was cancelled, and goes on with exactly the rest', async () => {
    const cancelledAt = async (bytes: number): Promise<void> => {
      await rm(folder, { recursive: true });
      const stop = new AbortController();
      const reason = new Error('enough');
      hub.reset();
      hub.faults = { stallAfterBytes: bytes };
      const onProgress = (done: number): void => {
        if (done === bytes) stop.abort(reason);
      };
      await expect(download(hub, weights, folder, { signal: stop.signal, onProgress })).rejects.toBe(reason);
      expect(await sizeOf(partial())).toBe(bytes);
      expect(await listNames(folder)).not.toContain(weights);
      hub.reset();
      await download(hub, weights, folder);
      expect((await readFile(join(folder, weights))).equals(weightsContent)).toBe(true);
      expect(hub.sentBytes).toBe(weightsContent.length - bytes);
      expect(await listNames(folder)).toEqual([weights]);
    };
    await fc.assert(fc.asyncProperty(fc.nat(weightsContent.length - 1), cancelledAt), {
      ...{ numRuns: 12, examples: [[0], [1], [65_536], [weightsContent.length - 1]] },
    });
  });

  it('ends while it waits for an answer', async () => {
    const stop = new AbortController();
    hub.faults = { stallAfterBytes: 0 };
    const cancelled = download(hub, weights, folder, { signal: stop.signal });
    await expect.poll(() => hub.requests.length).toBe(2);
    stop.abort();
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
    expect(await listNames(folder)).toEqual([]);
  });

  it('ends while it waits to try again', async () => {
    const stop = new AbortController();
    hub.faults = { hub: { status: 503 } };
    const retry = { ...impatient, firstDelayMs: 600_000, maxDelayMs: 600_000 };
    const cancelled = download(hub, weights, folder, { signal: stop.signal, retry });
    await expect.poll(() => hub.requests.length).toBe(1);
    stop.abort();
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('that was cancelled before it began does nothing', async () => {
    const reason = new Error('enough');
    await expect(download(hub, weights, folder, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(hub.log).toEqual([]);
  });

  it('leaves the file that was there', async () => {
    await writeFile(join(folder, weights), 'old');
    const stop = new AbortController();
    const onProgress = (bytes: number): void => {
      if (bytes > 100_000) stop.abort();
    };
    await expect(download(hub, weights, folder, { signal: stop.signal, onProgress })).rejects.toThrow();
    expect(await readFile(join(folder, weights), 'utf8')).toBe('old');
  });

  it('closes its connection', async () => {
    const stop = new AbortController();
    hub.faults = { stallAfterBytes: 100_000 };
    const onProgress = (bytes: number): void => {
      if (bytes === 100_000) stop.abort();
    };
    await expect(download(hub, weights, folder, { signal: stop.signal, onProgress })).rejects.toThrow();
    await expect.poll(() => hub.openAnswers).toBe(0);
  });
});

it('eight downloads of one file under one lock are one download', async () => {
  const { signal } = new AbortController();
  const timing = { pollMs: 5, heartbeatMs: 1_000, silenceMs: 10_000 };
  const one = (): Promise<string> =>
    withLock(join(folder, 'lock'), { signal, timing }, () => download(hub, weights, folder));
  const { sha256 } = hub.file(weights);
  expect(await Promise.all(Array.from({ length: 8 }, one))).toEqual(Array(8).fill(sha256));
  expect(hub.requests.map(({ origin }) => origin)).toEqual(['hub', 'storage']);
});
