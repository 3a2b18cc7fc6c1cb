import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakeHub } from '../support/fakeHub';
import { config, configContent, download, failureOf, listNames, weights, weightsContent } from './downloads';

const card = Buffer.from('<html><title>A model</title>');
let hub: FakeHub;
let folder: string;
beforeAll(async () => {
  hub = await FakeHub.start({
    files: { [config]: configContent, [weights]: weightsContent, 'sub/a b#.txt': configContent, 'card.html': card },
  });
});
afterAll(() => hub.close());
beforeEach(async () => {
  hub.reset();
  folder = await mkdtemp(join(tmpdir(), 'download-'));
});
afterEach(() => rm(folder, { recursive: true }));

const partial = (): string => join(folder, `${weights}.partial`);
const expectWeights = async (): Promise<void> => {
  expect((await readFile(join(folder, weights))).equals(weightsContent)).toBe(true);
  expect(await listNames(folder)).toEqual([weights]);
};
const ranges = (): (string | null)[] =>
  hub.requests.filter(({ origin }) => origin === 'storage').map(({ range }) => range);

describe('a download', () => {
  it('of a file in git LFS comes from the storage, and is known by its sha256', async () => {
    expect(await download(hub, weights, folder)).toBe(hub.file(weights).sha256);
    await expectWeights();
    expect(hub.log).toEqual([
      `hub GET /owner/reader/resolve/${hub.commit}/model.safetensors -> 302`,
      'storage GET /model.safetensors?Signature=secret -> 200',
    ]);
  });

  it('of another file comes from the Hub, is known by its git blob name, and its sha256 is told', async () => {
    expect(await download(hub, config, folder)).toBe(hub.file(config).sha256);
    expect(await readFile(join(folder, config))).toEqual(configContent);
    expect(hub.log).toEqual([
      `hub GET /owner/reader/resolve/${hub.commit}/config.json -> 307`,
      `hub GET /api/resolve-cache/models/owner/reader/${hub.commit}/config.json -> 200`,
    ]);
  });

  it('makes the folders that its path needs, and escapes what a URL would misread', async () => {
    await download(hub, 'sub/a b#.txt', folder);
    expect(await readFile(join(folder, 'sub', 'a b#.txt'))).toEqual(configContent);
  });

  it('of a file that is there makes no request', async () => {
    await writeFile(join(folder, weights), weightsContent);
    const progress: number[] = [];
    const sha256 = await download(hub, weights, folder, { onProgress: (bytes) => progress.push(bytes) });
    expect(sha256).toBe(hub.file(weights).sha256);
    expect(progress).toEqual([weightsContent.length]);
    expect(hub.log).toEqual([]);
  });

  it.each([
    ['shorter', weightsContent.subarray(1)],
    ['damaged', Buffer.from(weightsContent).fill(0, 0, 9)],
  ])('replaces a file that is there, but %s', async (_, found) => {
    await writeFile(join(folder, weights), found);
    await download(hub, weights, folder);
    await expectWeights();
  });

  it('tells how many bytes are there, from those it found to all', async () => {
    await writeFile(partial(), weightsContent.subarray(0, 70_000));
    const progress: number[] = [];
    await download(hub, weights, folder, { onProgress: (bytes) => progress.push(bytes) });
    expect(progress[0]).toBe(70_000);
    expect(progress.at(-1)).toBe(weightsContent.length);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
  });

  it('asks for no compression, and reads what was compressed all the same', async () => {
    hub.faults = { gzip: true };
    await download(hub, weights, folder);
    await expectWeights();
    expect(hub.requests.map(({ acceptEncoding }) => acceptEncoding)).toEqual(['identity', 'identity']);
  });

  it('takes a page for the file where the file is one', async () => {
    await download(hub, 'card.html', folder);
    expect(await readFile(join(folder, 'card.html'))).toEqual(card);
  });

  it('needs no Content-Length', async () => {
    hub.faults = { noLength: true };
    await download(hub, weights, folder);
    await expectWeights();
  });
});

describe('a download that was cut', () => {
  it('asks for the rest of the same content', async () => {
    hub.faults = { cutAfterBytes: 100_000, cuts: 1, etag: '"v1"' };
    await download(hub, weights, folder);
    await expectWeights();
    const [, rest] = hub.requests.filter(({ origin }) => origin === 'storage');
    const had = Number(/^bytes=(\d+)-$/.exec(rest?.range ?? '')?.[1]);
    expect(had).toBeGreaterThan(0);
    expect(had).toBeLessThanOrEqual(100_000);
    expect(rest).toMatchObject({ ifRange: '"v1"', status: 206 });
    expect(hub.sentBytes).toBe(100_000 + weightsContent.length - had);
  });

  it('begins at the Hub again, whose signed URLs expire', async () => {
    hub.faults = { cutAfterBytes: 100_000, cuts: 1 };
    await download(hub, weights, folder);
    expect(hub.requests.map(({ origin }) => origin)).toEqual(['hub', 'storage', 'hub', 'storage']);
  });

  it('goes on for as long as each try brings more', async () => {
    hub.faults = { cutAfterBytes: 40_000 };
    await download(hub, weights, folder);
    await expectWeights();
    expect(ranges().length).toBeGreaterThanOrEqual(8);
  });

  it('ends without its Content-Length, and goes on too', async () => {
    hub.faults = { cutAfterBytes: 100_000, noLength: true };
    await download(hub, weights, folder);
    await expectWeights();
  });

  it('gives up when tries in a row bring nothing, and keeps what it has', async () => {
    await writeFile(partial(), weightsContent.subarray(0, 70_000));
    hub.faults = { cutAfterBytes: 0 };
    expect(await failureOf(download(hub, weights, folder))).toMatchObject({
      reason: 'unreachable',
      subject: new URL(hub.storageUrl).host,
    });
    expect(ranges()).toEqual(Array(3).fill('bytes=70000-'));
    expect((await readFile(partial())).equals(weightsContent.subarray(0, 70_000))).toBe(true);
  });

  it('begins anew where the server has no ranges', async () => {
    hub.faults = { cutAfterBytes: 100_000, cuts: 1, noRange: true };
    await download(hub, weights, folder);
    await expectWeights();
  });

  it('begins anew when its content has another ETag now', async () => {
    await writeFile(partial(), Buffer.alloc(70_000));
    await writeFile(`${partial()}.etag`, '"old"');
    hub.faults = { etag: '"new"' };
    await download(hub, weights, folder);
    await expectWeights();
    expect(hub.requests.at(-1)).toMatchObject({ range: 'bytes=70000-', ifRange: '"old"', status: 200 });
    expect(ranges()).toHaveLength(1);
  });

  it.each([[null], ['W/"weak"']])('names no ETag where it got none that is strong (%s)', async (etag) => {
    hub.faults = { cutAfterBytes: 100_000, cuts: 1, etag };
    await download(hub, weights, folder);
    expect(hub.requests.at(-1)).toMatchObject({ ifRange: null, status: 206 });
  });
});

describe('a partial file', () => {
  it.each(['"\0"', 'W/"1"', '"a\nb"', ''])('is gone on with although its ETag is %j', async (etag) => {
    await writeFile(partial(), weightsContent.subarray(0, 299_000));
    await writeFile(`${partial()}.etag`, etag);
    await download(hub, weights, folder);
    await expectWeights();
    expect(hub.requests.at(-1)).toMatchObject({ range: 'bytes=299000-', ifRange: null });
  });

  it('of an earlier process is gone on with: only the rest is asked for', async () => {
    await writeFile(partial(), weightsContent.subarray(0, 299_000));
    expect(await download(hub, weights, folder)).toBe(hub.file(weights).sha256);
    await expectWeights();
    expect(ranges()).toEqual(['bytes=299000-']);
    expect(hub.sentBytes).toBe(1_001);
  });

  it('that has all bytes needs no request', async () => {
    await writeFile(partial(), weightsContent);
    await download(hub, weights, folder);
    await expectWeights();
    expect(hub.log).toEqual([]);
  });

  it('that is longer than the file is dropped', async () => {
    await writeFile(partial(), Buffer.alloc(weightsContent.length + 1));
    const progress: number[] = [];
    await download(hub, weights, folder, { onProgress: (bytes) => progress.push(bytes) });
    expect(progress[0]).toBe(0);
    await expectWeights();
    expect(ranges()).toEqual([null]);
  });

  it.each([70_000, 300_001])('that is damaged (%i bytes) is dropped, and the file fetched once more', async (bytes) => {
    await writeFile(partial(), Buffer.alloc(bytes));
    await download(hub, weights, folder);
    await expectWeights();
    expect(ranges().at(-1)).toBe(null);
  });

  it('is dropped when the Hub has no such range, or gives another', async () => {
    await writeFile(partial(), weightsContent.subarray(0, 70_000));
    hub.faults = { contentRange: `bytes 0-300000/300001` };
    await download(hub, weights, folder);
    await expectWeights();
    await rm(join(folder, weights));
    await writeFile(partial(), weightsContent.subarray(0, 70_000));
    hub.reset();
    hub.faults = { storage: { status: 416, times: 1 } };
    await download(hub, weights, folder);
    await expectWeights();
    expect(ranges()).toEqual(['bytes=70000-', null]);
  });

  it('is not gone on with in compressed bytes', async () => {
    await writeFile(partial(), weightsContent.subarray(0, 70_000));
    hub.faults = { gzip: true };
    await download(hub, weights, folder);
    await expectWeights();
    expect(ranges()).toEqual(['bytes=70000-', null]);
  });

  it('survives a sign-in page', async () => {
    await writeFile(partial(), weightsContent.subarray(0, 70_000));
    const page = { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: '<p>Sign in</p>' };
    hub.faults = { storage: page };
    expect(await failureOf(download(hub, weights, folder))).toMatchObject({ reason: 'notTheFile' });
    hub.reset();
    await download(hub, weights, folder);
    expect(ranges()).toEqual(['bytes=70000-']);
  });
});
