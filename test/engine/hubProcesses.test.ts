import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { download, remoteFile, weights, weightsContent } from '../hub/downloads';
import { FakeHub } from '../support/fakeHub';

let hub: FakeHub;
let folder: string;
let program: string;
let programFolder: string;
beforeAll(async () => {
  programFolder = await mkdtemp(join(tmpdir(), 'downloading-'));
  program = join(programFolder, 'downloading.mjs');
  await build({
    ...{ entryPoints: [fileURLToPath(new URL('./downloadingChild.ts', import.meta.url))], outfile: program },
    ...{ bundle: true, platform: 'node', format: 'esm', logLevel: 'error' },
    // What is bundled and no module itself asks for Node's own parts by `require`.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  hub = await FakeHub.start({ files: { [weights]: weightsContent } });
});
afterAll(() => Promise.all([hub.close(), rm(programFolder, { recursive: true })]));
beforeEach(async () => {
  hub.reset();
  folder = await mkdtemp(join(tmpdir(), 'download-'));
});
afterEach(() => rm(folder, { recursive: true }));

function startDownload(): ChildProcess & { readonly stdout: NonNullable<ChildProcess['stdout']> } {
  const file = JSON.stringify(remoteFile(hub, weights, folder));
  return spawn(process.execPath, [program, file], { stdio: ['ignore', 'pipe', 'inherit'] });
}

const storageRequests = (): (string | null)[] =>
  hub.requests.filter(({ origin }) => origin === 'storage').map(({ range }) => range);
const expectWhole = async (): Promise<void> => {
  expect((await readFile(join(folder, weights))).equals(weightsContent)).toBe(true);
  expect(await readdir(folder)).toEqual([weights]);
};

describe('several processes', () => {
  it('download a file once, and all have it', async () => {
    hub.faults = { msPerChunk: 20 };
    const outputs = await Promise.all(Array.from({ length: 3 }, () => text(startDownload().stdout)));
    const { sha256 } = hub.file(weights);
    for (const output of outputs) expect(output.trim().split('\n').at(-1)).toBe(`sha256 ${sha256}`);
    expect(storageRequests()).toEqual([null]);
    await expectWhole();
  });
});

describe('a process that is killed', () => {
  it.each([0, 1, 65_537, 200_000, weightsContent.length - 1])(
    'after %i bytes leaves them to the next, which takes its lock at once and asks for the rest',
    async (bytes) => {
      await writeFile(join(folder, weights), 'old');
      hub.faults = { stallAfterBytes: bytes };
      const child = startDownload();
      for await (const line of createInterface({ input: child.stdout })) {
        if (line === `has ${bytes}`) break;
      }
      if (bytes === 0) await expect.poll(() => hub.requests.length).toBe(2);
      child.kill('SIGKILL');
      await once(child, 'exit');
      expect(await readdir(folder)).toContain(`${weights}.lock`);
      expect((await stat(join(folder, `${weights}.partial`))).size).toBe(bytes);
      expect(await readFile(join(folder, weights), 'utf8')).toBe('old');

      hub.reset();
      const output = await text(startDownload().stdout);
      expect(output).not.toContain('waits');
      expect(output).toContain(`sha256 ${hub.file(weights).sha256}`);
      expect(storageRequests()).toEqual([bytes === 0 ? null : `bytes=${bytes}-`]);
      expect(hub.sentBytes).toBe(weightsContent.length - bytes);
      await expectWhole();
    },
  );

  it('leaves a partial file that this process goes on with, too', async () => {
    hub.faults = { stallAfterBytes: 100_000 };
    const child = startDownload();
    for await (const line of createInterface({ input: child.stdout })) {
      if (line === 'has 100000') break;
    }
    child.kill('SIGKILL');
    await once(child, 'exit');
    hub.reset();
    await download(hub, weights, folder);
    expect(storageRequests()).toEqual(['bytes=100000-']);
  });
});
