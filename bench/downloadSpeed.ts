// How fast is a download, beside a bare fetch to a file? And how much memory does it take? Decides how bytes are hashed.
import { createHash, randomFillSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { downloadFile } from '../src/hub/download';
import { fileUrl } from '../src/hub/hubClient';
import { FakeHub } from '../test/support/fakeHub';
import { answer, answerOf, runRole, startRole } from '../test/support/freshProcess';
import { median } from '../test/support/median';
import { grownBytes } from '../test/support/peakMemory';

/** tinyroberta-squad2's weights. */
const bytes = 326_133_904;
const rounds = 9;
const path = 'model.safetensors';

interface Served {
  readonly url: string;
  readonly sha256: string;
}
interface Measured {
  readonly ms: number;
  /** Of the processor; says more than `ms` while other programs run. */
  readonly cpuMs: number;
  readonly grownBytes: number;
}

const [role = '', url = '', sha256 = ''] = process.argv.slice(2);
const roles: Readonly<Record<string, () => Promise<void>>> = { serve, ours: measured(ours), bare: measured(bare) };
await (roles[role] ?? compare)();

async function compare(): Promise<void> {
  const server = startRole('serve');
  const served = await answerOf<Served>(server);
  const all: Record<'ours' | 'bare', Measured[]> = { ours: [], bare: [] };
  for (let round = 0; round <= rounds; round++) {
    for (const way of round % 2 === 0 ? (['ours', 'bare'] as const) : (['bare', 'ours'] as const)) {
      const result = await runRole<Measured>(way, [served.url, served.sha256]);
      // The first round warms the server's file.
      if (round > 0) all[way].push(result);
    }
  }
  server.kill();
  for (const way of ['ours', 'bare'] as const) {
    const ms = all[way].map((result) => result.ms);
    const grown = Math.max(...all[way].map(({ grownBytes }) => grownBytes));
    const cpu = median(all[way].map(({ cpuMs }) => cpuMs));
    const rate = bytes / 1000 / median(ms);
    console.log(
      `${way}: ${median(ms).toFixed(0)} ms (${Math.min(...ms).toFixed(0)} to ${Math.max(...ms).toFixed(0)}), ` +
        `${rate.toFixed(0)} MB/s, processor ${cpu.toFixed(0)} ms, memory grows by ${(grown / 1e6).toFixed(0)} MB at most`,
    );
  }
  const ratio = median(all.bare.map(({ ms }) => ms)) / median(all.ours.map(({ ms }) => ms));
  console.log(`speed of ours beside the bare one, medians of ${rounds} rounds: ${ratio.toFixed(2)}`);
}

async function serve(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'served-'));
  process.on('exit', () => rmSync(folder, { recursive: true }));
  process.on('SIGTERM', () => process.exit());
  const file = join(folder, path);
  const handle = await open(file, 'w');
  const block = randomFillSync(Buffer.alloc(1 << 20));
  for (let at = 0; at < bytes; at += block.length) await handle.write(block, 0, Math.min(block.length, bytes - at));
  await handle.close();
  const hub = await FakeHub.start({ files: { [path]: { path: file } } });
  const address = fileUrl(new URL(hub.url), hub.repo, hub.commit, path).href;
  answer({ url: address, sha256: hub.file(path).sha256 } satisfies Served);
}

/** A role that downloads once, in a folder of its own, and tells how long that took and what it cost. */
function measured(download: (file: string) => Promise<void>): () => Promise<void> {
  return async () => {
    const folder = await mkdtemp(join(tmpdir(), 'downloaded-'));
    const cpu = process.cpuUsage();
    const startMs = performance.now();
    const grown = await grownBytes(() => download(join(folder, path)));
    const ms = performance.now() - startMs;
    const { user, system } = process.cpuUsage(cpu);
    await rm(folder, { recursive: true });
    answer({ ms, cpuMs: (user + system) / 1000, grownBytes: grown } satisfies Measured);
  };
}

async function ours(file: string): Promise<void> {
  const { signal } = new AbortController();
  const access = { fetch, token: null, offline: false, signal, onProgress: () => undefined };
  await downloadFile({ url, path: file, bytes, digest: { algorithm: 'sha256', hex: sha256 } }, access);
}

async function bare(file: string): Promise<void> {
  const response = await fetch(url);
  if (response.body === null) throw new Error('no body');
  const hash = createHash('sha256');
  const handle = await open(file, 'w');
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    hash.update(chunk);
    await handle.write(chunk);
  }
  await handle.sync();
  await handle.close();
  if (hash.digest('hex') !== sha256) throw new Error('another sha256');
}
