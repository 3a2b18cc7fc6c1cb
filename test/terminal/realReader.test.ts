import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { ModelReport } from '../../src/cli/models/report';
import { FakeHub } from '../support/fakeHub';
import { listProcessTree } from '../support/processTree';
import { commit, modelsJson, realFiles, runModels } from './readers';
import { askJson, failJson, finish, root, runCli, startCli } from './runCli';
import { makeTempFolder } from './tempFolder';

const folder = await makeTempFolder();
const hub = await FakeHub.start({ files: realFiles() });
afterAll(() => hub.close());

const pinned = `owner/reader@${commit}`;
const question = 'Who wrote Tidewater?';
const ask = ['readme.md', question, '--model', 'owner/reader'];
const envOf = (home: string, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  ...{ HF_ENDPOINT: hub.url, DOCUMENT_QA_HOME: join(folder, home) },
  ...more,
});

describe('a model that was downloaded', () => {
  const env = envOf('home');
  const place = join(folder, 'home', 'models', 'owner--reader', commit);

  it('takes its entrance exam, and says how it did and which graph answers', async () => {
    const { status, stdout, stderr } = await runModels(`download ${pinned}`, env);
    expect(stderr).toMatch(/^document-qa: fetching owner\/reader, 46 MB, .*\ndocument-qa: from .*\n$/);
    const [installed, score, verdict, ...rest] = stdout.split('\n');
    expect(installed).toBe(`owner/reader is installed in ${place}`);
    expect(score).toMatch(/^entrance exam: EM \d+\.\d \(.* to .*\), F1 \d+\.\d \(.* to .*\) on 200 questions$/);
    expect(verdict).toMatch(/^entrance exam: \S+ answers/);
    expect(rest).toEqual(['']);
    expect(status).toBe(0);
  });

  it('answers when it is named, as examined, and without a request', async () => {
    hub.reset();
    const { result, status } = await askJson(ask, { env });
    expect(result).toMatchObject({ model: { name: 'owner/reader', revision: commit }, notices: [] });
    expect(result.answers[0]?.text).toBe('Mara Lindqvist');
    expect({ status, log: hub.log }).toEqual({ status: 0, log: [] });
  });

  it('does not answer when it is not named: nobody knows how good it is', async () => {
    const { result } = await askJson(['readme.md', question], { env });
    expect(result.model.name).toBe('mini');
  });

  it('is listed and described with the outcome of its exam', async () => {
    const list = (await modelsJson('list', env)) as unknown as ModelReport[];
    expect(list.map(({ name, state }) => [name, state])).toEqual([
      ['mini', 'bundled'],
      ['tinyroberta-squad2', 'known'],
      ['distilbert-base-cased-distilled-squad', 'known'],
      ['roberta-base-squad2', 'known'],
      ['roberta-large-squad2', 'known'],
      ['owner/reader', 'installed'],
    ]);
    const info = await modelsJson('info owner/reader', env);
    expect(info).toEqual(list.at(-1));
    expect(info.exam).toMatchObject({ model: { name: 'owner/reader', revision: commit }, questions: 200 });
    const { stdout } = await runModels('info owner/reader', env);
    for (const part of [place, commit, 'taken 20', ...(info.files ?? []).map(({ sha256 }) => sha256)]) {
      expect(stdout).toContain(part);
    }
  });

  it('is verified without another exam and without a request', async () => {
    hub.reset();
    const [before] = [await modelsJson('info owner/reader', env)];
    const verified = (await modelsJson(`verify ${pinned}`, env)) as unknown as ModelReport[];
    expect(verified).toEqual([before]);
    expect(hub.log).toEqual([]);
  });

  it('is told damaged, by file, and the same download repairs that file alone', async () => {
    const weights = join(place, 'model.safetensors');
    const handle = await open(weights, 'r+');
    await handle.write(Buffer.from([1, 2, 3, 4]), 0, 4, 1_000_000);
    await handle.close();
    await rm(join(place, 'config.json'));
    const { reason, message } = await failJson(['models', 'verify', 'owner/reader', '--json'], { env });
    expect(reason).toBe('fileDamaged');
    expect(message).toBe(
      `owner/reader: ${join(place, 'config.json')} is missing, ${weights} is damaged; ` +
        `run: document-qa models download ${pinned}`,
    );
    const asked = await failJson(['ask', ...ask, '--json'], { env });
    expect(asked.message).toMatch(new RegExp(`; fetch it again: document-qa models download ${pinned}$`));
    hub.reset();
    expect((await runModels(`download ${pinned} --no-exam`, env)).status).toBe(0);
    expect(hub.log.filter((line) => line.includes('tokenizer.json'))).toEqual([]);
    expect((await runModels(`verify ${pinned}`, env)).status).toBe(0);
  });

  it('is gone when it is removed, with all that was made of it', async () => {
    const { freedBytes, ...rest } = (await modelsJson('remove owner/reader', env)) as unknown as { freedBytes: number };
    expect(freedBytes).toBeGreaterThan(45_671_750);
    expect(rest).toEqual({ name: 'owner/reader', revisions: [commit] });
    expect(existsSync(place)).toBe(false);
    expect(await failJson(['ask', ...ask, '--json'], { env })).toEqual({
      reason: 'notInstalled',
      message: 'owner/reader is not installed; run: document-qa models download owner/reader',
    });
    const again = await failJson(['models', 'remove', 'owner/reader', '--json'], { env });
    expect(again.reason).toBe('notInstalled');
  });
});

describe('a model in the cache that other programs share', () => {
  const cache = join(folder, 'cache');
  const repository = join(cache, 'models--owner--reader');
  const env = envOf('cache-home', { HF_HUB_CACHE: cache });

  it('is used where it lies: nothing is fetched but the list of files, and it answers', async () => {
    // As huggingface_hub lays it out: snapshots are symbolic links to blobs.
    const snapshot = join(repository, 'snapshots', commit);
    await mkdir(snapshot, { recursive: true });
    await mkdir(join(repository, 'blobs'));
    for (const name of Object.keys(realFiles())) {
      const { isLarge, sha256, gitBlob } = hub.file(name);
      const blob = isLarge ? sha256 : gitBlob;
      await symlink(join(root, 'models', 'mini', name), join(repository, 'blobs', blob));
      await symlink(join('..', '..', 'blobs', blob), join(snapshot, name));
    }
    hub.reset();
    expect((await runModels(`download ${pinned} --no-exam`, env)).status).toBe(0);
    expect(hub.log).toEqual([`hub GET /api/models/owner/reader/tree/${commit} -> 200`]);
    const { result } = await askJson(ask, { env });
    expect(result.answers[0]?.text).toBe('Mara Lindqvist');
    expect(result.notices).toEqual([{ kind: 'unexamined' }]);
  });

  it('has little of its own to remove, and the cache stays', async () => {
    const { diskBytes } = await modelsJson('info owner/reader', env);
    expect(diskBytes).toBeLessThan(10_000);
    expect((await runModels('remove owner/reader', env)).status).toBe(0);
    expect(existsSync(join(repository, 'snapshots', commit, 'model.safetensors'))).toBe(true);
  });
});

describe('Ctrl-C in the exam', () => {
  const env = envOf('exam-home');

  it('ends it with 130 and leaves the model installed and unexamined', async () => {
    await runModels(`download ${pinned} --no-exam`, env);
    const child = startCli(['models', 'verify', 'owner/reader'], { env });
    const ended = finish(child);
    const pid = child.pid ?? 0;
    await vi.waitFor(
      async () => expect(await readFile(`/proc/${pid}/maps`, 'utf8')).toContain('onnxruntime_binding.node'),
      { timeout: 30_000, interval: 20 },
    );
    child.kill('SIGINT');
    await expect(ended).resolves.toEqual({
      ...{ status: 130, signal: null, stdout: '' },
      stderr:
        'document-qa: stopped; owner/reader is installed; its confidences are estimates until it has taken its ' +
        'entrance exam; run: document-qa models verify owner/reader\n',
    });
    expect(await listProcessTree(pid)).toEqual([]);
    const info = await modelsJson('info owner/reader', env);
    expect({ state: info.state, exam: info.exam }).toEqual({ state: 'installed', exam: null });
  });

  it('is why the answers are said to be estimates', async () => {
    const { status, stderr } = await runCli(['ask', ...ask], { env });
    expect(stderr).toContain('run: document-qa models verify owner/reader\n');
    expect(status).toBe(0);
  });
});
