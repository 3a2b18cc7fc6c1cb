import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HashedFile } from '../../src/hub/contentHash';
import { downloadFile } from '../../src/hub/download';
import type { HubFailureReason } from '../../src/hub/errors';
import { FakeHub, type Faults } from '../support/fakeHub';
import * as shared from './downloads';
import { download, failureOf, impatient, listNames, options, remoteFile, weights, weightsContent } from './downloads';

let hub: FakeHub;
let folder: string;
const old = Buffer.from('the weights of another revision');
beforeAll(async () => {
  hub = await FakeHub.start({ files: { [shared.config]: shared.configContent, [weights]: weightsContent } });
});
afterAll(() => hub.close());
beforeEach(async () => {
  hub.reset();
  folder = await mkdtemp(join(tmpdir(), 'download-'));
  await writeFile(join(folder, weights), old);
});
afterEach(() => rm(folder, { recursive: true }));

/** Whatever happens, the file that was there is there. */
async function expectOldState(...left: string[]): Promise<void> {
  expect(await readFile(join(folder, weights))).toEqual(old);
  expect(await listNames(folder)).toEqual([weights, ...left]);
}

const storageAnswers = (): number => hub.requests.filter(({ origin }) => origin === 'storage').length;

describe('what is not the file', () => {
  const page = '<!DOCTYPE html><title>Sign in to the network</title>';
  it.each<[string, Faults, HubFailureReason]>([
    ['with a wrong byte', { wrongByte: true }, 'wrongHash'],
    ['that is shorter than promised', { truncateTo: 100_000 }, 'wrongSize'],
    ['that is longer than promised', { extraBytes: 1 }, 'wrongSize'],
    [
      'that is a page',
      { storage: { status: 200, headers: { 'content-type': 'text/html' }, body: 'hi' } },
      'notTheFile',
    ],
    ['that is a page and does not say so', { storage: { status: 200, body: page } }, 'notTheFile'],
    ['that is a page after blank lines', { storage: { status: 200, body: `\n\n ${page}` } }, 'notTheFile'],
    ['that is a page in place of the redirect', { hub: { status: 200, body: '<HTML>' } }, 'notTheFile'],
  ])('%s is refused and leaves nothing', async (_, faults, reason) => {
    hub.faults = faults;
    const file = remoteFile(hub, weights, folder);
    expect(await failureOf(download(hub, weights, folder))).toMatchObject({ reason, subject: file.url });
    expect(storageAnswers()).toBeLessThanOrEqual(1);
    await expectOldState();
  });

  it('is not read to its end', async () => {
    hub.faults = { truncateTo: 200_000, stallAfterBytes: 100_000 };
    expect(await failureOf(download(hub, weights, folder))).toMatchObject({ reason: 'wrongSize' });
    await expect.poll(() => hub.openAnswers).toBe(0);
  });

  it('is asked for twice at most when the first part came earlier', async () => {
    await writeFile(join(folder, `${weights}.partial`), weightsContent.subarray(0, 70_000));
    hub.faults = { wrongByte: true };
    expect(await failureOf(download(hub, weights, folder))).toMatchObject({ reason: 'wrongHash' });
    expect(storageAnswers()).toBe(2);
    await expectOldState();
  });

  it('keeps on being refused when every answer is cut as well', async () => {
    hub.faults = { wrongByte: true, cutAfterBytes: 150_000 };
    expect(await failureOf(download(hub, weights, folder))).toMatchObject({ reason: 'wrongHash' });
    await expectOldState();
  });

  it('is refused by its git blob name as well', async () => {
    hub.faults = { wrongByte: true };
    expect(await failureOf(download(hub, shared.config, folder))).toMatchObject({ reason: 'wrongHash' });
    await expectOldState();
  });
});

describe('the Hub’s refusal', () => {
  const code = (name: string): Record<string, string> => ({ 'x-error-code': name });
  it.each<[number, Record<string, string>, HubFailureReason]>([
    [401, {}, 'unauthorised'],
    [403, {}, 'forbidden'],
    [401, code('GatedRepo'), 'forbidden'],
    [403, code('GatedRepo'), 'forbidden'],
    [401, code('RepoNotFound'), 'repositoryNotFound'],
    [404, code('RepoNotFound'), 'repositoryNotFound'],
    [404, code('RevisionNotFound'), 'revisionNotFound'],
    [404, code('EntryNotFound'), 'fileNotFound'],
    [404, {}, 'fileNotFound'],
    [410, {}, 'fileNotFound'],
    [416, {}, 'badAnswer'],
    [418, {}, 'badAnswer'],
    [204, {}, 'badAnswer'],
    [206, { 'content-range': 'bytes 1-300000/300001' }, 'badAnswer'],
    [302, {}, 'badAnswer'],
  ])('with status %i and %o is told at once as %s', async (status, headers, reason) => {
    hub.faults = { hub: { status, headers, body: '' } };
    expect(await failureOf(download(hub, weights, folder))).toMatchObject({ reason, details: { status } });
    expect(hub.requests).toHaveLength(1);
    await expectOldState();
  });

  it.each<[number, HubFailureReason]>([
    [429, 'rateLimited'],
    [408, 'serverFault'],
    [500, 'serverFault'],
    [503, 'serverFault'],
  ])('with status %i is told after some tries', async (status, reason) => {
    hub.faults = { hub: { status } };
    const failure = await failureOf(download(hub, weights, folder));
    expect(failure).toMatchObject({ reason, subject: new URL(hub.url).host, details: { status } });
    expect(hub.requests).toHaveLength(1 + impatient.retries);
    await expectOldState();
  });

  it.each([
    [429, {}],
    [429, { 'retry-after': '1' }],
    [503, { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' }],
    [500, {}],
  ])('with status %i and %o is forgotten when it passes', async (status, headers) => {
    hub.faults = { hub: { status, headers, times: 2 } };
    await download(hub, weights, folder);
    expect(hub.requests).toHaveLength(4);
  });

  it('of the storage is answered by asking the Hub for a new address', async () => {
    hub.faults = { storage: { status: 403, times: 2 } };
    await download(hub, weights, folder);
    expect(hub.requests.map(({ origin }) => origin)).toEqual(['hub', 'storage', 'hub', 'storage', 'hub', 'storage']);
  });

  it.each([401, 403])(
    'of the storage that stays (%i) names the storage, and not its signed address',
    async (status) => {
      hub.faults = { storage: { status } };
      const failure = await failureOf(download(hub, weights, folder));
      expect(failure).toMatchObject({ reason: 'storageRefused', subject: new URL(hub.storageUrl).host });
      expect(`${failure.subject} ${failure.message}`).not.toContain('secret');
      expect(storageAnswers()).toBe(1 + impatient.retries);
      await expectOldState();
    },
  );
});

describe('a host', () => {
  const to = (url: string): Promise<HashedFile> =>
    downloadFile({ ...remoteFile(hub, weights, folder), url }, options({ retry: { ...impatient, retries: 1 } }));

  it('that no name server knows is told at once', async () => {
    const failure = await failureOf(to('https://hub.invalid/owner/reader/resolve/x/model.safetensors'));
    expect(failure).toMatchObject({ reason: 'hostNotFound', subject: 'hub.invalid' });
    await expectOldState();
  });

  it('where nobody listens is unreachable', async () => {
    const server = createTcpServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    const failure = await failureOf(to(`http://127.0.0.1:${port}/x`));
    expect(failure).toMatchObject({ reason: 'unreachable', subject: `127.0.0.1:${port}`, message: 'ECONNREFUSED' });
    await expectOldState();
  });

  it('that accepts and says nothing has stalled', async () => {
    const server = createTcpServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const silent = { ...impatient, retries: 1, stallMs: 30 };
    const file = { ...remoteFile(hub, weights, folder), url: `http://127.0.0.1:${port}/x` };
    expect(await failureOf(downloadFile(file, options({ retry: silent })))).toMatchObject({ reason: 'stalled' });
    server.close();
    await expectOldState();
  });

  it('that stalls in the middle is asked again', async () => {
    hub.faults = { stallAfterBytes: 100_000, stalls: 1 };
    await download(hub, weights, folder, { retry: { ...impatient, stallMs: 100 } });
    expect((await readFile(join(folder, weights))).equals(weightsContent)).toBe(true);
    expect(hub.requests.at(-1)).toMatchObject({ status: 206 });
  });

  it('that always stalls is given up, and what came is kept', async () => {
    hub.faults = { stallAfterBytes: 0 };
    await writeFile(join(folder, `${weights}.partial`), weightsContent.subarray(0, 9));
    const failure = await failureOf(download(hub, weights, folder, { retry: { ...impatient, stallMs: 40 } }));
    expect(failure).toMatchObject({ reason: 'stalled', subject: new URL(hub.storageUrl).host });
    await expectOldState(`${weights}.partial`);
  });

  it('whose certificate nobody vouches for is refused at once', async (context) => {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    try {
      const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', '/CN=127.0.0.1'];
      execFileSync('openssl', ['req', '-x509', ...curve, '-keyout', key, '-out', cert], { stdio: 'ignore' });
    } catch {
      return context.skip('openssl is not installed');
    }
    const server = createServer({ key: await readFile(key), cert: await readFile(cert) });
    await Promise.all([rm(key), rm(cert)]);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const failure = await failureOf(to(`https://127.0.0.1:${port}/x`));
    server.close();
    expect(failure).toMatchObject({ reason: 'tls', subject: `127.0.0.1:${port}` });
    expect(failure.message).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
    await expectOldState();
  });
});

describe('the disk', () => {
  it('that is too small is told before the first request, with what is needed and what is free', async () => {
    const file = { ...remoteFile(hub, weights, folder), bytes: 2 ** 52 };
    const failure = await failureOf(downloadFile(file, options()));
    expect(failure).toMatchObject({ reason: 'noSpace', subject: folder, details: { neededBytes: 2 ** 52 } });
    expect(failure.details.freeBytes).toBeGreaterThan(0);
    expect(hub.log).toEqual([]);
    await expectOldState();
  });

  it('that has a file where the folder belongs is told', async () => {
    const failure = await failureOf(download(hub, weights, join(folder, weights, 'sub')));
    expect(failure).toMatchObject({ reason: 'notWritable', subject: join(folder, weights, 'sub') });
    expect(hub.log).toEqual([]);
    await expectOldState();
  });

  it('that has a folder where the file belongs is told, and all bytes are kept', async () => {
    await mkdir(join(folder, shared.config, 'sub'), { recursive: true });
    const failure = await failureOf(download(hub, shared.config, folder));
    expect(failure).toMatchObject({ reason: 'notWritable', subject: join(folder, shared.config) });
    expect((await stat(join(folder, `${shared.config}.partial`))).size).toBe(shared.configContent.length);
  });
});

it('a download that is forbidden by HF_HUB_OFFLINE makes no request', async () => {
  expect(await failureOf(download(hub, weights, folder, { offline: true }))).toMatchObject({ reason: 'offline' });
  expect(hub.log).toEqual([]);
  await expectOldState();
});
