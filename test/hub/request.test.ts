import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { downloadFile } from '../../src/hub/download';
import { FakeHub } from '../support/fakeHub';
import { config, configContent, download, failureOf, options, remoteFile, weights, weightsContent } from './downloads';

let hub: FakeHub;
let other: FakeHub;
let folder: string;
const files = { [config]: configContent, [weights]: weightsContent };
beforeAll(async () => {
  [hub, other] = await Promise.all([FakeHub.start({ files }), FakeHub.start({ files })]);
});
afterAll(() => Promise.all([hub.close(), other.close()]));
beforeEach(async () => {
  hub.reset();
  other.reset();
  folder = await mkdtemp(join(tmpdir(), 'download-'));
});
afterEach(() => rm(folder, { recursive: true }));

const tokens = ({ requests }: FakeHub): (string | null)[] => requests.map(({ authorization }) => authorization);

describe('a token', () => {
  it('goes to the Hub with every request, and to the storage with none', async () => {
    hub.faults = { cutAfterBytes: 100_000, cuts: 1 };
    await download(hub, weights, folder, { token: 'hf_x' });
    expect(tokens(hub)).toEqual(['Bearer hf_x', null, 'Bearer hf_x', null]);
  });

  it('goes along on a redirect within the Hub', async () => {
    await download(hub, config, folder, { token: 'hf_x' });
    expect(tokens(hub)).toEqual(['Bearer hf_x', 'Bearer hf_x']);
  });

  it('does not go to the same host on another port, nor back to the Hub from there', async () => {
    hub.faults = { redirectTo: `${other.url}/owner/reader/resolve/main/config.json` };
    other.faults = { redirectTo: `${hub.url}/api/resolve-cache/models/owner/reader/${hub.commit}/config.json` };
    await download(hub, config, folder, { token: 'hf_x' });
    expect(tokens(other)).toEqual([null]);
    expect(tokens(hub)).toEqual(['Bearer hf_x', null]);
  });

  it('does not go to the same port of another name of this machine', async () => {
    hub.faults = { redirectTo: `${hub.storageUrl.replace('127.0.0.1', 'localhost')}/config.json` };
    await download(hub, config, folder, { token: 'hf_x' });
    expect(tokens(hub)).toEqual(['Bearer hf_x', null]);
  });

  it.each(['hf_sécret', 'hf_secret\n', 'hf secret', ''])('%o cannot be one, and is not repeated', async (token) => {
    const failure = await failureOf(download(hub, config, folder, { token }));
    expect(failure.reason).toBe('unauthorised');
    expect(`${failure.message} ${failure.subject} ${String(failure.cause)}`).not.toContain('cret');
    expect(hub.requests).toEqual([]);
  });

  it('that there is none is sent as none', async () => {
    await download(hub, config, folder);
    expect(tokens(hub)).toEqual([null, null]);
  });
});

describe('a redirect', () => {
  it('that leads in a circle ends', async () => {
    hub.faults = { redirectTo: `/owner/reader/resolve/${hub.commit}/${config}` };
    expect(await failureOf(download(hub, config, folder))).toMatchObject({ reason: 'redirectLoop' });
    expect(hub.requests).toHaveLength(11);
  });

  it.each(['http://portal.example/login', 'ftp://127.0.0.1/x', 'file:///etc/passwd', 'data:text/plain,x'])(
    'to %s is not followed',
    async (redirectTo) => {
      hub.faults = { redirectTo };
      expect(await failureOf(download(hub, config, folder))).toMatchObject({ reason: 'unsafeRedirect' });
      expect(hub.requests).toHaveLength(1);
    },
  );

  it('from https to http is not followed, not even to this machine', async () => {
    // A fetch that reaches the fake Hub by the name of one with a certificate.
    const asHttps: typeof fetch = (input, init) =>
      fetch((input as URL).href.replace('https://hub.example', hub.url), init);
    const file = { ...remoteFile(hub, weights, folder) };
    const url = file.url.replace(hub.url, 'https://hub.example');
    const failure = await failureOf(downloadFile({ ...file, url }, options({ fetch: asHttps })));
    expect(failure).toMatchObject({ reason: 'unsafeRedirect', subject: 'hub.example' });
    expect(hub.requests).toHaveLength(1);
  });

  it.each([301, 302, 303, 307, 308])('with status %i is followed', async (status) => {
    hub.faults = {
      hub: { status, headers: { location: `/api/resolve-cache/models/owner/reader/x/${config}` }, times: 1 },
    };
    await download(hub, config, folder);
    expect(hub.requests).toHaveLength(2);
  });

  it('without a target is no answer', async () => {
    hub.faults = { hub: { status: 302, headers: { location: 'http://[' } } };
    expect(await failureOf(download(hub, config, folder))).toMatchObject({ reason: 'badAnswer' });
  });
});
