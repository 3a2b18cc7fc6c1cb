import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { ConnectProxy } from '../support/connectProxy';
import { FakeHub } from '../support/fakeHub';
import { startTlsFront } from '../support/tlsFront';
import { commit, runModels, smallFiles } from './readers';
import { failJson } from './runCli';
import { makeTempFolder } from './tempFolder';

const folder = await makeTempFolder();
const hub = await FakeHub.start({ files: smallFiles() });
const front = await startTlsFront(hub, folder);
const proxy = await ConnectProxy.start(front.port);
afterAll(() => Promise.all([proxy.close(), front.close(), hub.close()]));

const download = `download owner/reader@${commit} --no-exam`;
const proxyUrl = `http://${proxy.host}`;
let homes = 0;
let env: NodeJS.ProcessEnv = {};

/** A user to whom only the proxy knows the way: no name server has hub.test. */
beforeEach(() => {
  hub.reset();
  proxy.reset();
  env = {
    DOCUMENT_QA_HOME: join(folder, `home${homes++}`),
    HF_ENDPOINT: 'https://hub.test',
    NODE_EXTRA_CA_CERTS: front.caFile,
  };
});

const failure = (more: NodeJS.ProcessEnv) =>
  failJson(['models', 'download', `owner/reader@${commit}`, '--json'], { env: { ...env, ...more } });

describe.each(['HTTPS_PROXY', 'https_proxy'])('%s', (name) => {
  it('is the way to the Hub and to its storage, and NODE_EXTRA_CA_CERTS is trusted', async () => {
    const { status, stderr } = await runModels(download, { ...env, [name]: proxyUrl });
    expect(stderr).toMatch(/^document-qa: fetching owner\/reader, 300 kB, .*\ndocument-qa: from .*\n$/);
    expect(status).toBe(0);
    expect([...new Set(proxy.targets)]).toEqual(['hub.test:443', 'storage.test:443']);
  });
});

it('HTTP_PROXY is the way where there is no HTTPS_PROXY', async () => {
  expect((await runModels(download, { ...env, HTTP_PROXY: proxyUrl })).status).toBe(0);
  expect(proxy.targets).toContain('hub.test:443');
});

it('user and password of the proxy go to the proxy, and are never printed', async () => {
  const { status, stdout, stderr } = await runModels(download, {
    ...env,
    HTTPS_PROXY: `http://me:secretWord@${proxy.host}`,
  });
  expect(status).toBe(0);
  expect(new Set(proxy.authorizations)).toEqual(new Set([`Basic ${Buffer.from('me:secretWord').toString('base64')}`]));
  expect(stdout + stderr).not.toContain('secretWord');
});

it('the token goes through the tunnel to the Hub, and the proxy never sees it', async () => {
  await runModels(download, { ...env, HTTPS_PROXY: proxyUrl, HF_TOKEN: 'hf_secretToken' });
  expect(hub.requests.find(({ origin }) => origin === 'hub')?.authorization).toBe('Bearer hf_secretToken');
  expect(hub.requests.filter(({ origin }) => origin === 'storage').map(({ authorization }) => authorization)).toEqual([
    null,
  ]);
  expect(proxy.authorizations.filter((value) => value !== null)).toEqual([]);
});

describe('past the proxy', () => {
  const direct = (): NodeJS.ProcessEnv => ({ ...env, HF_ENDPOINT: `https://localhost:${front.port}` });

  it('leads NO_PROXY', async () => {
    const { status } = await runModels(download, { ...direct(), HTTPS_PROXY: proxyUrl, NO_PROXY: 'localhost' });
    expect({ status, targets: proxy.targets }).toEqual({ status: 0, targets: [] });
  });

  it('leads every way when no proxy is set', async () => {
    const { status } = await runModels(download, direct());
    expect({ status, targets: proxy.targets }).toEqual({ status: 0, targets: [] });
  });
});

describe('what is in the way is named, with the way out', () => {
  it('a certificate that nobody here trusts', async () => {
    const { reason, message } = await failure({ HTTPS_PROXY: proxyUrl, NODE_EXTRA_CA_CERTS: '' });
    expect(reason).toBe('tls');
    expect(message).toMatch(/^the certificate of hub\.test is not trusted here .*NODE_EXTRA_CA_CERTS/);
    expect(hub.log).toEqual([]);
  });

  it('a proxy that wants a password', async () => {
    proxy.refusal = '407 Proxy Authentication Required';
    const { reason, message } = await failure({ HTTPS_PROXY: proxyUrl });
    expect(reason).toBe('proxyRefused');
    expect(message).toBe(
      'the proxy wants a user and a password (407); set HTTPS_PROXY to http://USER:PASSWORD@HOST:PORT',
    );
  });

  it('a proxy that does not get there', async () => {
    proxy.refusal = '502 Bad Gateway';
    const { reason, message } = await failure({ HTTPS_PROXY: proxyUrl });
    expect(reason).toBe('proxyRefused');
    expect(message).toBe(
      'the proxy does not lead to hub.test (status 502); check HTTPS_PROXY, or name the host in NO_PROXY',
    );
    expect(proxy.targets).toEqual(['hub.test:443']);
  });

  it.each(['proxy.example:8080', 'socks5://me:secretWord@127.0.0.1:1080', 'secretWord'])(
    'an address that is none: %s',
    async (address) => {
      expect(await failure({ HTTPS_PROXY: address })).toEqual({
        reason: 'badProxy',
        message: 'HTTPS_PROXY is no address of a proxy; it is written http://HOST:PORT',
      });
    },
  );

  it('a host that nobody knows', async () => {
    const { reason, message } = await failure({});
    expect(reason).toBe('hostNotFound');
    expect(message).toMatch(/^the host hub\.test is not found \(E\w+\); check the connection, and HTTPS_PROXY/);
  });
});
