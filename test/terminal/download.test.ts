import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeHub } from '../support/fakeHub';
import { listProcessTree } from '../support/processTree';
import { commit, modelsJson, neededBytes, runModels, sha256Of, smallFiles } from './readers';
import { failJson, finish, runOnTerminal, startCli } from './runCli';
import { makeTempFolder } from './tempFolder';

const folder = await makeTempFolder();
const files = smallFiles();
const hub = await FakeHub.start({ files, refs: ['main', 'v1.0'] });
const gated = await FakeHub.start({ files, token: 'hf_secretToken' });
afterAll(() => Promise.all([hub.close(), gated.close()]));

const pinned = `owner/reader@${commit}`;
const weights = 'model.safetensors';
let homes = 0;
let env: NodeJS.ProcessEnv = {};
let place = '';

/** A user without models. */
beforeEach(() => {
  hub.reset();
  const home = join(folder, `home${homes++}`);
  env = { HF_ENDPOINT: hub.url, DOCUMENT_QA_HOME: home };
  place = join(home, 'models', 'owner--reader', commit);
});

const isInstalled = (): boolean => existsSync(join(place, 'manifest.json'));
const weightRequests = (): string[] => hub.log.filter((line) => line.startsWith('storage'));

describe('a download', () => {
  it('says before the first byte what comes, how large, under which licence, from where and to where', async () => {
    const { status, stdout, stderr } = await runModels(`download ${pinned} --no-exam`, env);
    expect(stderr.split('\n')).toEqual([
      'document-qa: fetching owner/reader, 300 kB, licence: see its page on the Hub',
      `document-qa: from ${hub.url}/owner/reader/tree/${commit} to ${place}`,
      '',
    ]);
    expect(stdout).toBe(
      `owner/reader is installed in ${place}\n` +
        'owner/reader: its confidences are estimates until it has taken its entrance exam; ' +
        'run: document-qa models verify owner/reader\n',
    );
    expect(status).toBe(0);
  });

  it('leaves exactly the files that are needed, each the one of the commit, and no lock', async () => {
    await runModels(`download ${pinned} --no-exam`, env);
    const names = ['config.json', 'tokenizer.json', weights];
    const left = (await readdir(place)).filter((name) => name !== 'prepared');
    expect(left.sort()).toEqual([...names, 'manifest.json'].sort());
    for (const name of names) expect(await readFile(join(place, name))).toEqual(files[name]);
    expect(await readdir(join(place, '..'))).toEqual([commit]);
  });

  it('of what is there already makes no request', async () => {
    await runModels(`download ${pinned} --no-exam`, env);
    hub.reset();
    const { status, stderr } = await runModels(`download ${pinned} --no-exam`, env);
    expect({ status, stderr, log: hub.log }).toEqual({ status: 0, stderr: '', log: [] });
  });

  it('asks once for the commit behind a branch, shows it, and keeps that', async () => {
    const { stderr } = await runModels('download owner/reader --no-exam', env);
    expect(stderr).toMatch(`document-qa: owner/reader@main is the commit ${commit}\n`);
    expect(hub.log.filter((line) => line.includes('/revision/'))).toEqual([
      'hub GET /api/models/owner/reader/revision/main -> 200',
    ]);
    expect(hub.log.filter((line) => line.includes('/resolve/')).every((line) => line.includes(commit))).toBe(true);
    expect(JSON.parse(await readFile(join(place, 'manifest.json'), 'utf8'))).toMatchObject({ revision: commit });
  });

  it('takes a tag', async () => {
    const { status, stderr } = await runModels('download owner/reader@v1.0 --no-exam', env);
    expect(stderr).toMatch(`document-qa: owner/reader@v1.0 is the commit ${commit}\n`);
    expect(status).toBe(0);
  });

  it('prints the model as JSON, and nothing else', async () => {
    const report = await modelsJson(`download ${pinned} --no-exam`, env);
    expect(report).toEqual({
      ...{ name: 'owner/reader', title: 'owner/reader', state: 'installed', repository: 'owner/reader' },
      ...{ revision: commit, source: `https://huggingface.co/owner/reader/tree/${commit}` },
      ...{ licence: 'see its page on the Hub', languages: [], family: 'roberta', published: null, refuses: null },
      ...{ maxLength: 384, folder: place, bytes: neededBytes(files), exam: null, diskBytes: report.diskBytes },
      files: ['config.json', 'tokenizer.json', weights].map((path) => ({
        path,
        bytes: files[path]?.length,
        sha256: sha256Of(files[path] ?? Buffer.alloc(0)),
      })),
    });
    expect(report.diskBytes).toBeGreaterThan(report.bytes);
  });

  it('shows a bar on a terminal, which is gone at the end', async () => {
    hub.faults = { msPerChunk: 60 };
    const { status, terminal } = await runOnTerminal(['models', 'download', pinned, '--no-exam'], { env });
    const clearLine = '\r\u001b[K';
    const bars = terminal.split(clearLine).filter((line) => line.startsWith('['));
    expect(bars.length).toBeGreaterThan(1);
    for (const bar of bars)
      expect(bar).toMatch(/^\[#*-*\] +\d+ % {2}\d+ (bytes|kB) of 300 kB(, \d+ \w+\/s, \d+ \w+ left)?$/);
    expect(terminal.endsWith(clearLine)).toBe(true);
    expect(status).toBe(0);
  });
});

describe('a download that was ended', () => {
  /** Starts a download, and ends it when a part of the weights has come. */
  async function end(signal: NodeJS.Signals) {
    hub.faults = { stallAfterBytes: 100_000, stalls: 1 };
    const child = startCli(['models', 'download', pinned, '--no-exam'], { env });
    const ended = finish(child);
    await vi.waitFor(
      async () => expect((await readFile(join(place, `${weights}.partial`))).length).toBe(100_000),
      30_000,
    );
    child.kill(signal);
    const run = await ended;
    expect(await listProcessTree(child.pid ?? 0)).toEqual([]);
    expect(isInstalled()).toBe(false);
    hub.reset();
    return run;
  }

  it('by Ctrl-C keeps what it has and says so, leaves no lock, and goes on from there', async () => {
    const { status, stdout, stderr } = await end('SIGINT');
    expect({ status, stdout }).toEqual({ status: 130, stdout: '' });
    expect(stderr).toMatch(/document-qa: stopped; 100 kB are kept, and the same command goes on from there\n$/);
    expect(await readdir(join(place, '..'))).toEqual([commit]);
    expect((await runModels(`download ${pinned} --no-exam`, env)).status).toBe(0);
    expect(weightRequests()).toEqual([expect.stringContaining('[bytes=100000-] -> 206')]);
    expect(await readFile(join(place, weights))).toEqual(files[weights]);
  });

  it('by force leaves a lock that stops nobody, and goes on from there', async () => {
    const { signal } = await end('SIGKILL');
    expect(signal).toBe('SIGKILL');
    expect((await readdir(join(place, '..'))).sort()).toEqual([commit, `${commit}.lock`]);
    const { status, stderr } = await runModels(`download ${pinned} --no-exam`, env);
    expect(stderr).not.toContain('waiting');
    expect(status).toBe(0);
    expect(weightRequests()).toEqual([expect.stringContaining('[bytes=100000-] -> 206')]);
    expect(await readdir(join(place, '..'))).toEqual([commit]);
  });

  it('can be removed, which frees what had come', async () => {
    await end('SIGINT');
    const { freedBytes } = (await modelsJson('remove owner/reader', env)) as unknown as { freedBytes: number };
    expect(freedBytes).toBeGreaterThan(100_000);
    expect(existsSync(place)).toBe(false);
  });
});

it('two terminals fetch once; the second one says that it waits', async () => {
  hub.faults = { msPerChunk: 200 };
  const first = finish(startCli(['models', 'download', pinned, '--no-exam'], { env }));
  await vi.waitFor(() => expect(weightRequests()).toHaveLength(1), 30_000);
  const second = await runModels(`download ${pinned} --no-exam`, env);
  expect(second.stderr).toBe('document-qa: waiting for another process that is at work on this model\n');
  expect([(await first).status, second.status]).toEqual([0, 0]);
  expect(weightRequests()).toHaveLength(1);
  expect(hub.sentBytes).toBe(neededBytes(files));
});

describe('what cannot be fetched is named, with the way out, and leaves nothing', () => {
  it('with requests switched off', async () => {
    expect(await failJson(['models', 'download', pinned, '--json'], { env: { ...env, HF_HUB_OFFLINE: '1' } })).toEqual({
      reason: 'offline',
      message:
        'requests are switched off by HF_HUB_OFFLINE; unset it, or bring the files: document-qa models import FOLDER',
    });
    expect(hub.log).toEqual([]);
  });

  it('a name that there is not, with the nearest one', async () => {
    const { reason, message } = await failJson(['models', 'download', 'tinyrobeta-squad2', '--json'], { env });
    expect(reason).toBe('unknownModel');
    expect(message).toMatch(/^there is no model tinyrobeta-squad2; did you mean tinyroberta-squad2\? known are mini, /);
    expect(hub.log).toEqual([]);
  });

  it('the bundled reader', async () => {
    expect(await failJson(['models', 'download', 'mini', '--json'], { env })).toEqual({
      reason: 'bundled',
      message: 'mini comes with the program: it is always there, and is neither fetched nor removed',
    });
  });

  it('a repository that there is not', async () => {
    const { reason, message } = await failJson(['models', 'download', 'owner/another', '--json'], { env });
    expect(reason).toBe('repositoryNotFound');
    expect(message).toContain('owner/another');
  });

  it('a revision that there is not', async () => {
    const { reason, message } = await failJson(['models', 'download', 'owner/reader@no-such', '--json'], { env });
    expect(reason).toBe('revisionNotFound');
    expect(message).toContain('owner/reader@no-such');
  });

  it('a file that is another one on the way', async () => {
    hub.faults = { wrongByte: true };
    const { reason } = await failJson(['models', 'download', pinned, '--json'], { env });
    expect(reason).toBe('wrongHash');
    expect(isInstalled()).toBe(false);
  });

  it('into a folder that is none', async () => {
    const home = join(folder, 'a-file');
    await writeFile(home, '');
    const options = { env: { ...env, DOCUMENT_QA_HOME: home } };
    const { reason, message } = await failJson(['models', 'download', pinned, '--json'], options);
    expect(reason).toBe('notWritable');
    expect(message).toMatch(new RegExp(`^${home}.*set DOCUMENT_QA_HOME to another folder$`));
  });

  it('an exam whose outcome cannot be kept, before it begins', async () => {
    const home = join(folder, 'another-file');
    await writeFile(home, '');
    const options = { env: { ...env, DOCUMENT_QA_HOME: home } };
    const { reason, message } = await failJson(['models', 'verify', 'mini', '--json'], options);
    expect(reason).toBe('notWritable');
    expect(message).toMatch(new RegExp(`^${home}.*set DOCUMENT_QA_HOME to another folder$`));
  });

  it('into a folder that would be another one in each place', async () => {
    const options = { env: { ...env, DOCUMENT_QA_HOME: 'models' } };
    expect(await failJson(['models', '--json'], options)).toEqual({
      reason: 'badHome',
      message: 'DOCUMENT_QA_HOME: models is not an absolute path',
    });
  });

  it('from an address that is not safe', async () => {
    const options = { env: { ...env, HF_ENDPOINT: 'http://hub.example' } };
    const { reason, message } = await failJson(['models', 'download', pinned, '--json'], options);
    expect(reason).toBe('badEndpoint');
    expect(message).toMatch(/^HF_ENDPOINT: http:\/\/hub\.example must begin with https:/);
  });
});

describe('of what makes no reader, nothing large is fetched', () => {
  const { [weights]: heavy = Buffer.alloc(0), 'tokenizer.json': tokenizer = Buffer.alloc(0), ...rest } = files;
  it.each<[string, Readonly<Record<string, Buffer>>, readonly string[]]>([
    [
      'a pickle alone',
      { ...rest, 'tokenizer.json': tokenizer, 'pytorch_model.bin': Buffer.from('pickle') },
      ['a Python pickle', 'model.safetensors is needed'],
    ],
    ['no tokenizer', { ...rest, [weights]: heavy }, ['has no tokenizer that can be read']],
  ])('%s', async (_, kept, parts) => {
    const other = await FakeHub.start({ files: kept });
    const options = { env: { ...env, HF_ENDPOINT: other.url } };
    const { reason, message } = await failJson(['models', 'download', pinned, '--json'], options).finally(() =>
      other.close(),
    );
    expect(reason).toBe('unsupported');
    for (const part of parts) expect(message).toContain(part);
    expect(other.sentBytes).toBe(0);
  });

  it('another architecture', async () => {
    const other = await FakeHub.start({ files: { ...files, 'config.json': Buffer.from('{ "model_type": "gpt2" }') } });
    const options = { env: { ...env, HF_ENDPOINT: other.url } };
    const { reason, message } = await failJson(['models', 'download', pinned, '--json'], options).finally(() =>
      other.close(),
    );
    expect(reason).toBe('unsupported');
    expect(message).toMatch(/^owner\/reader cannot be used: its architecture is gpt2; supported are albert, bert, /);
    expect(other.sentBytes).toBeLessThan(100);
    expect(isInstalled()).toBe(false);
  });
});

describe('a gated repository', () => {
  it('wants a token', async () => {
    const options = { env: { ...env, HF_ENDPOINT: gated.url } };
    const { reason, message } = await failJson(['models', 'download', pinned, '--json'], options);
    expect(reason).toBe('forbidden');
    expect(message).toContain('HF_TOKEN');
  });

  it('is fetched with HF_TOKEN, which only the Hub gets, and which is never printed', async () => {
    gated.reset();
    const tokenEnv = { ...env, HF_ENDPOINT: gated.url, HF_TOKEN: 'hf_secretToken' };
    const { status, stdout, stderr } = await runModels(`download ${pinned} --no-exam`, tokenEnv);
    expect(status).toBe(0);
    expect(stdout + stderr).not.toContain('hf_secretToken');
    const authorised = new Set(
      gated.requests.filter(({ authorization }) => authorization !== null).map(({ origin }) => origin),
    );
    expect([...authorised]).toEqual(['hub']);
    const info = await runModels('info owner/reader --json', tokenEnv);
    expect(info.stdout).not.toContain('hf_secretToken');
  });
});
