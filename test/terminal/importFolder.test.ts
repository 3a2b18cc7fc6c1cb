import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ModelReport } from '../../src/cli/models/report';
import { commit, modelsJson, neededBytes, runModels, smallFiles } from './readers';
import { failJson, runCli } from './runCli';
import { makeTempFolder } from './tempFolder';

const folder = await makeTempFolder();
const files = smallFiles();
const pinned = `owner/reader@${commit}`;
let runs = 0;
let source = '';
let env: NodeJS.ProcessEnv = {};
let place = '';

/** A folder that somebody brought, and a user without models and without a network. */
beforeEach(async () => {
  const run = join(folder, String(runs++));
  source = join(run, 'brought');
  await mkdir(source, { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(join(source, name), content);
  env = { DOCUMENT_QA_HOME: join(run, 'home'), HF_HUB_OFFLINE: '1' };
  place = join(run, 'home', 'models', 'owner--reader', commit);
});

const refusal = (...args: readonly string[]) => failJson(['models', 'import', ...args, '--json'], { env });

describe('a folder that is a model', () => {
  it('is copied and described', async () => {
    const report = await modelsJson(`import ${source} ${pinned} --no-exam`, env);
    expect(report).toMatchObject({ name: 'owner/reader', state: 'installed', folder: place, family: 'roberta' });
    expect(report.bytes).toBe(neededBytes(files));
    const copied = (await readdir(place)).filter((name) => name !== 'prepared');
    expect(copied.sort()).toEqual(['config.json', 'manifest.json', 'model.safetensors', 'tokenizer.json']);
  });

  it('is meant from where the person stands', async () => {
    const args = ['models', 'import', 'brought', pinned, '--no-exam'];
    const { status, stdout } = await runCli(args, { env, cwd: dirname(source) });
    expect(stdout).toMatch(`owner/reader is installed in ${place}\n`);
    expect(status).toBe(0);
  });

  it('is known by its place in a Hugging Face cache, links and all', async () => {
    const repository = join(dirname(source), 'models--owner--reader');
    const snapshot = join(repository, 'snapshots', commit);
    await mkdir(snapshot, { recursive: true });
    await cp(source, join(repository, 'blobs'), { recursive: true });
    for (const name of Object.keys(files)) await symlink(join('..', '..', 'blobs', name), join(snapshot, name));
    const report = await modelsJson(`import ${snapshot} --no-exam`, env);
    expect(report).toMatchObject({ name: 'owner/reader', revision: commit, bytes: neededBytes(files) });
  });
});

describe('of a model in two revisions', () => {
  const other = `owner/reader@${'b'.repeat(40)}`;
  const namesHere = async (): Promise<string[]> => {
    const reports = (await modelsJson('verify --no-exam', env)) as unknown as ModelReport[];
    return reports.map(({ name, revision }) => (name === 'mini' ? name : `${name}@${revision}`));
  };

  beforeEach(async () => {
    for (const name of [pinned, other]) await modelsJson(`import ${source} ${name} --no-exam`, env);
  });

  it('all are verified, and one goes alone', async () => {
    expect(await namesHere()).toEqual(['mini', pinned, other]);
    expect((await runModels(`remove ${pinned}`, env)).stdout).toMatch(
      /^owner\/reader is removed; \d+ kB are free again\n$/,
    );
    expect(await namesHere()).toEqual(['mini', other]);
  });

  it('one must be named to answer, and all go by the name', async () => {
    const { reason } = await failJson(['ask', 'readme.md', 'Who?', '--model', 'owner/reader', '--json'], { env });
    expect(reason).toBe('badRevision');
    expect((await runModels('remove owner/reader', env)).status).toBe(0);
    expect(await namesHere()).toEqual(['mini']);
  });
});

describe('a folder that is none is named, with what is wrong, and nothing is imported', () => {
  it('because it is not there', async () => {
    const { reason, message } = await refusal(join(source, 'nowhere'), pinned);
    expect(reason).toBe('foreignFolder');
    expect(message).toBe(`${join(source, 'nowhere')} is not a folder that can be read`);
  });

  it.each(['config.json', 'model.safetensors'])('because it has no %s', async (name) => {
    await rm(join(source, name));
    const { reason, message } = await refusal(source, pinned);
    expect(reason).toBe('fileMissing');
    expect(message).toBe(`${source} has no ${name}; without it there is no reader`);
    expect(existsSync(place)).toBe(false);
  });

  it('because its weights are a pickle', async () => {
    await rm(join(source, 'model.safetensors'));
    await writeFile(join(source, 'pytorch_model.bin'), 'pickle');
    const { reason, message } = await refusal(source, pinned);
    expect(reason).toBe('unsupported');
    expect(message).toContain('pytorch_model.bin, a Python pickle, which can run any program when it is opened');
    expect(existsSync(place)).toBe(false);
  });

  it('because it is of another architecture', async () => {
    await writeFile(join(source, 'config.json'), '{ "model_type": "gpt2" }');
    const { reason, message } = await refusal(source, pinned);
    expect(reason).toBe('unsupported');
    expect(message).toContain('its architecture is gpt2');
    expect(existsSync(place)).toBe(false);
  });

  it('because nobody knows which it is', async () => {
    const { reason, message } = await refusal(source);
    expect(reason).toBe('foreignFolder');
    expect(message).toMatch(/say which it is: owner\/name@revision$/);
  });

  it('because it is not the known model that it should be', async () => {
    await writeFile(join(source, 'tokenizer_config.json'), '{}');
    const { reason, message } = await refusal(source, 'tinyroberta-squad2');
    expect(reason).toBe('fileDamaged');
    expect(message).toContain('is not the file of this model');
    const { stdout } = await runModels('info tinyroberta-squad2 --json', env);
    expect(JSON.parse(stdout)).toMatchObject({ state: 'known' });
  });

  it('because a branch says nothing without the Hub', async () => {
    const { reason, message } = await refusal(source, 'owner/reader@main');
    expect(reason).toBe('badRevision');
    expect(message).toBe('main: an import needs the commit itself: 40 hex digits');
  });

  it('because the bundled reader needs none', async () => {
    expect((await refusal(source, 'mini')).reason).toBe('bundled');
  });
});
