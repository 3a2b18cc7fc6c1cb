// The way from a Hub to an answer at its real size: the full reader's names, shapes and 326 MB, with random weights.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseKnownModel } from '../../src/hub/manifest';
import { withTensorFile } from '../../src/runtime/tensorFile';
import type { FakeHub } from '../support/fakeHub';
import { fullSizeRepository, fullSizeRevision, startFullSizeHub, writeFullSizeModel } from '../support/fullSizeModel';
import { askJson, modelHome, root, runCli, textsFolder } from './runCli';
import { makeTempFolder } from './tempFolder';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const model = `${fullSizeRepository}@${fullSizeRevision}`;
const served = join(await makeTempFolder(), 'served');
const placed = join(modelHome, 'models', 'tester--tinyroberta-random', fullSizeRevision);

let hub: FakeHub;
beforeAll(async () => {
  await writeFullSizeModel(served);
  hub = await startFullSizeHub(served);
});
afterAll(() => hub.close());

const run = (...args: string[]) => runCli(args, { env: { HF_ENDPOINT: hub.url } });

/** Asks a text of several windows, and returns what must hold of the result, whatever random weights make of it. */
async function ask(precision: 'fp32' | 'int8') {
  const text = (await readFile(join(textsFolder, 'readme.md'), 'utf8')).repeat(2);
  const args = ['-', 'Who wrote Tidewater?', '--model', model, '--precision', precision, '--overlap', '32'];
  const { result, status } = await askJson(args, { input: text, env: { HF_ENDPOINT: hub.url } });
  expect(status).toBe(result.verdict === 'noAnswer' ? 1 : 0);
  const { answers, closest } = result;
  for (const answer of closest === null ? answers : [closest]) {
    expect(answer.text).toBe(text.slice(answer.start, answer.end));
  }
  return result;
}

describe('a model of the full reader’s shape', () => {
  it('has its 104 tensors and its exact size', async () => {
    const known = parseKnownModel(await readFile(join(root, 'models', 'tinyroberta-squad2', 'manifest.json'), 'utf8'));
    const weights = known.files?.find(({ path }) => path === 'model.safetensors');
    const file = join(served, 'model.safetensors');
    expect((await stat(file)).size).toBe(weights?.bytes);
    expect(withTensorFile(file, ({ tensors }) => tensors.size)).toBe(104);
  });

  it('is fetched once, each file of it, and verified', async () => {
    const { status, stdout } = await run('models', 'download', model, '--no-exam', '--json');
    expect(status).toBe(0);
    const { state, folder, files } = JSON.parse(stdout) as {
      state: string;
      folder: string;
      files: readonly { path: string; bytes: number; sha256: string }[];
    };
    expect({ state, folder }).toEqual({ state: 'installed', folder: placed });
    expect(files).toEqual(
      files.map(({ path }) => ({ path, bytes: hub.file(path).bytes, sha256: hub.file(path).sha256 })),
    );
    expect(files.map(({ path }) => path).sort()).toEqual((await readdir(served)).sort());
    expect(hub.log.filter((line) => line.startsWith('storage'))).toEqual([
      expect.stringMatching(/^storage GET \/model\.safetensors\S* -> 200$/),
    ]);
    expect(await run('models', 'verify', model, '--no-exam')).toMatchObject({ status: 0 });
  });

  it.each(['fp32', 'int8'] as const)('reads every window in %s, and again, without a request', async (precision) => {
    hub.reset();
    const first = await ask(precision);
    expect(first.model).toEqual({
      name: fullSizeRepository,
      revision: fullSizeRevision,
      precision,
      backend: 'native',
    });
    expect(first.coverage).toMatchObject({ complete: true, skipped: [] });
    expect(first.coverage.windows).toBeGreaterThan(1);
    expect(first.notices.map(({ kind }) => kind)).toContain('unexamined');
    const again = await ask(precision);
    expect({ ...again, timing: null }).toEqual({ ...first, timing: null });
    expect(hub.log).toEqual([]);
  });

  it('keeps its weights in integers for the next start', async () => {
    const graphs = join(placed, 'prepared', 'graphs');
    const names = await readdir(graphs);
    expect(names).toEqual([expect.stringMatching(/^int8\./)]);
    const { size } = await stat(join(graphs, names.join(), 'weights.bin'));
    // A byte for each of the 42.5 million weights of the layers.
    expect(size).toBeGreaterThanOrEqual(6 * (4 * 768 * 768 + 2 * 768 * 3072));
    // Whoever makes them again has a folder for it there meanwhile.
    const { mtimeMs } = await stat(graphs);
    await ask('int8');
    expect((await stat(graphs)).mtimeMs).toBe(mtimeMs);
  });

  it('is removed with all that was made of it', async () => {
    const { status, stdout } = await run('models', 'remove', model, '--json');
    expect(status).toBe(0);
    expect((JSON.parse(stdout) as { freedBytes: number }).freedBytes).toBeGreaterThan(326_133_904 + 42_467_328);
    await expect(stat(placed)).rejects.toThrow('ENOENT');
  });
});
