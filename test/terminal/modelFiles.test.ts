import { createHash } from 'node:crypto';
import { copyFile, mkdir, open, readFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type ModelManifest, parseManifest } from '../../src/hub/manifest';
import { cliFile, failJson, root, runCli } from './runCli';
import { makeTempFolder } from './tempFolder';

const install = await makeTempFolder();
const cli = join(install, 'dist', 'cli.js');
const bundled = join(root, 'models', 'mini');
const model = join(install, 'models', 'mini');

/** What the tests of this file have changed, and are to find whole again. */
const changed = new Set(['manifest.json', 'config.json', 'tokenizer.json', 'model.safetensors']);

await mkdir(join(install, 'dist'));
await copyFile(cliFile, cli);
await symlink(join(root, 'node_modules'), join(install, 'node_modules'), 'dir');
await mkdir(model, { recursive: true });

beforeEach(async () => {
  for (const name of changed) await copyFile(join(bundled, name), join(model, name));
  changed.clear();
});

/** The path of a model file that the test is about to change. */
function toChange(name: string): string {
  changed.add(name);
  return join(model, name);
}

async function flipByte(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    const { size } = await handle.stat();
    const byte = Buffer.alloc(1);
    await handle.read(byte, 0, 1, size >> 1);
    await handle.write(
      byte.map((value) => value ^ 1),
      0,
      1,
      size >> 1,
    );
  } finally {
    await handle.close();
  }
}

/** Replaces a model file and enters it in the manifest, as the maker of another model would. */
async function replace(name: string, content: string): Promise<void> {
  await writeFile(toChange(name), content);
  const manifest: ModelManifest = parseManifest(await readFile(join(bundled, 'manifest.json'), 'utf8'));
  const sha256 = createHash('sha256').update(content).digest('hex');
  const files = manifest.files.map((file) =>
    file.path === name ? { path: name, bytes: Buffer.byteLength(content), sha256 } : file,
  );
  await writeFile(toChange('manifest.json'), JSON.stringify({ ...manifest, files }));
}

const ask = ['ask', 'readme.md', 'Who wrote Tidewater?'];
const failure = () => failJson([...ask, '--json'], { cli });

it('a copy of the program with its model beside it answers', async () => {
  const { status, stdout } = await runCli(ask, { cli });
  expect(stdout).toMatch(/^readme\.md:4:12: Mara Lindqvist /);
  expect(status).toBe(0);
});

it('without a model folder, the file that is missing is named', async () => {
  await rename(model, `${model}.away`);
  try {
    await expect(runCli(ask, { cli })).resolves.toMatchObject({
      status: 2,
      stdout: '',
      stderr: `document-qa: the model file ${join(model, 'manifest.json')} is missing; install the package again\n`,
    });
  } finally {
    await rename(`${model}.away`, model);
  }
});

describe.each(['config.json', 'tokenizer.json', 'model.safetensors'])('%s', (name) => {
  it('is named when it is missing', async () => {
    const file = toChange(name);
    await rm(file);
    expect(await failure()).toEqual({
      reason: 'fileMissing',
      message: `the model file ${file} is missing; install the package again`,
    });
  });

  it('is named when it was cut short', async () => {
    const file = toChange(name);
    const bytes = (await readFile(file)).length;
    await truncate(file, bytes - 1);
    expect(await failure()).toEqual({
      reason: 'fileDamaged',
      message: `the model file ${file} is damaged (${bytes - 1} bytes where ${bytes} are expected); install the package again`,
    });
  });

  it('is named when one bit of it is another', async () => {
    const file = toChange(name);
    await flipByte(file);
    expect(await failure()).toEqual({
      reason: 'fileDamaged',
      message: `the model file ${file} is damaged (its sha256 is not the expected one); install the package again`,
    });
  });
});

describe('the manifest', () => {
  it('is named when it is missing', async () => {
    const file = toChange('manifest.json');
    await rm(file);
    expect(await failure()).toEqual({
      reason: 'fileMissing',
      message: `the model file ${file} is missing; install the package again`,
    });
  });

  it.each([
    ['empty', ''],
    ['cut short', '{ "name": "mini"'],
    ['of another form', '{ "name": "mini" }'],
    ['in want of files', JSON.stringify({ files: [] })],
  ])('is named when it is %s', async (_, content) => {
    const file = toChange('manifest.json');
    await writeFile(file, content);
    expect(await failure()).toEqual({
      reason: 'fileDamaged',
      message: `the model file ${file} is damaged (the manifest cannot be read); install the package again`,
    });
  });
});

describe('a file that is the one its manifest means', () => {
  it('but describes another kind of model is named as unsupported', async () => {
    const config = await readFile(join(bundled, 'config.json'), 'utf8');
    await replace('config.json', config.replace('"model_type": "bert"', '"model_type": "gpt2"'));
    const { reason, message } = await failure();
    expect(reason).toBe('unsupported');
    expect(message).toContain(`${join(model, 'config.json')} cannot be used: `);
    expect(message).toContain('model_type is "gpt2"; the supported families are albert, bert, ');
  });

  it.each(['config.json', 'tokenizer.json'])('but is no JSON is named as damaged: %s', async (name) => {
    await replace(name, '{ "model_type"');
    const { reason, message } = await failure();
    expect(reason).toBe('fileDamaged');
    expect(message).toContain(`the model file ${join(model, name)} is damaged`);
  });
});
