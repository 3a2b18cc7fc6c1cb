// The full reader's exact shape, with random weights: how long from a finished download to the first window read, what
// do the weights in integers cost to make, and how fast does it read? Decides what is kept between two starts.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { ladder } from '../src/convert/ladder';
import { readConfig } from '../src/runtime/conversion';
import { engineFacts } from '../src/runtime/engineFacts';
import type { Reader } from '../src/runtime/model';
import { preparedGraph } from '../src/runtime/preparedGraph';
import { openReader } from '../src/runtime/reader';
import { answer, runRole } from '../test/support/freshProcess';
import { installFullSizeModel } from '../test/support/fullSizeModel';
import { median } from '../test/support/median';
import { grownBytes } from '../test/support/peakMemory';
import { readerChoice } from '../test/support/readerChoice';
import { spread } from './support/rounds';

const rounds = 7;
const windowTokens = 384;
const runsOfRound = 12;

type Precision = 'fp32' | 'int8';
interface Start {
  /** From the start of the process to the end of its first window. */
  readonly wholeMs: number;
  /** Of the processor, as long; says more than times do while other programs run. */
  readonly cpuMs: number;
  readonly loadMs: number;
  readonly readMs: number;
}
interface Conversion {
  readonly ms: number;
  readonly cpuMs: number;
  readonly grownBytes: number;
}
type Speed = Readonly<Record<Precision, number>>;

const [role = '', folder = '', prepared = '', precision = ''] = process.argv.slice(2);
const roles: Readonly<Record<string, () => Promise<void>>> = { start, convert, read };
await (roles[role] ?? measure)();

async function measure(): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'full-reader-'));
  try {
    const model = await installFullSizeModel(home);
    const { folder: path, prepared: kept } = model;
    for (const [name, asked, isFirst] of [
      ['fp32, first start', 'fp32', true],
      ['fp32, later', 'fp32', false],
      ['int8, first start: converted too', 'int8', true],
      ['int8, later', 'int8', false],
    ] as const) {
      await reportStart(name, path, kept, asked, isFirst);
    }
    await reportConversion(path, kept);
    await reportSpeed(path, kept);
  } finally {
    await rm(home, { recursive: true });
  }
}

async function reportStart(
  name: string,
  path: string,
  kept: string,
  asked: Precision,
  isFirst: boolean,
): Promise<void> {
  const all: Start[] = [];
  for (let round = 0; round <= rounds; round++) {
    // What an installation verified it remembers there: only what is made of the model is missing at first.
    if (isFirst) await rm(join(kept, 'graphs'), { recursive: true, force: true });
    const started = await runRole<Start>('start', [path, kept, asked]);
    // The first round warms the disk's cache, or leaves what later starts find.
    if (round > 0) all.push(started);
  }
  console.log(
    `${name}: ${spread(all.map(({ wholeMs }) => wholeMs))} ms from the start of a process to the end of its first window, ` +
      `processor ${spread(all.map(({ cpuMs }) => cpuMs))} ms; of it opening ${spread(all.map(({ loadMs }) => loadMs))} ms, reading ${spread(all.map(({ readMs }) => readMs))} ms`,
  );
}

async function reportConversion(path: string, kept: string): Promise<void> {
  const all: Conversion[] = [];
  for (let round = 0; round <= rounds; round++) {
    await rm(kept, { recursive: true, force: true });
    const conversion = await runRole<Conversion>('convert', [path, kept]);
    if (round > 0) all.push(conversion);
  }
  const grown = all.map((conversion) => conversion.grownBytes / 1e6);
  console.log(
    `conversion to int8: ${spread(all.map(({ ms }) => ms))} ms, processor ${spread(all.map(({ cpuMs }) => cpuMs))} ms, memory grows by ` +
      `${median(grown).toFixed(0)} MB (at most ${Math.max(...grown).toFixed(0)})`,
  );
}

async function reportSpeed(path: string, kept: string): Promise<void> {
  const all: Speed[] = [];
  for (let round = 0; round < rounds; round++) all.push(await runRole<Speed>('read', [path, kept]));
  for (const asked of ['fp32', 'int8'] as const) {
    console.log(`a window of ${windowTokens} tokens, ${asked}: ${spread(all.map((speed) => speed[asked]))} ms`);
  }
  console.log(`int8 is faster by ${median(all.map(({ fp32, int8 }) => fp32 / int8)).toFixed(2)}`);
}

/** Role: opens the reader and reads one window. */
async function start(): Promise<void> {
  const asked: Precision = precision === 'int8' ? 'int8' : 'fp32';
  const reader = await openReader(readerChoice(folder, { prepared, precision: asked, threads: 2 }));
  const readMs = await readOnce(reader);
  // The clock began with the process.
  answer({ wholeMs: performance.now(), cpuMs: cpuMs(), loadMs: reader.loadMs, readMs } satisfies Start);
  await reader.close();
}

/** Role: makes the graph in integers. */
async function convert(): Promise<void> {
  const config = await readConfig(join(folder, 'config.json'));
  const weights = { config, weightsFile: join(folder, 'model.safetensors'), weights: '' };
  const facts = await engineFacts();
  const beforeMs = cpuMs();
  const startMs = performance.now();
  const grown = await grownBytes(() => preparedGraph(weights, prepared, ladder[0], facts));
  const ms = performance.now() - startMs;
  answer({ ms, cpuMs: cpuMs() - beforeMs, grownBytes: grown } satisfies Conversion);
}

/** Role: reads windows by both graphs in turn. */
async function read(): Promise<void> {
  const open = (asked: Precision): Promise<Reader> =>
    openReader(readerChoice(folder, { prepared, precision: asked, threads: 2 }));
  const readers = { fp32: await open('fp32'), int8: await open('int8') };
  const all: Record<Precision, number[]> = { fp32: [], int8: [] };
  for (let run = 0; run <= runsOfRound; run++) {
    for (const asked of ['fp32', 'int8'] as const) {
      // Threads of the run before may still spin.
      await delay(40);
      const ms = await readOnce(readers[asked]);
      if (run > 0) all[asked].push(ms);
    }
  }
  answer({ fp32: median(all.fp32), int8: median(all.int8) } satisfies Speed);
  for (const reader of Object.values(readers)) await reader.close();
}

async function readOnce(reader: Reader): Promise<number> {
  const ids = Int32Array.from({ length: windowTokens }, (_, i) => 4 + ((i * 7919) % 50_000));
  const startMs = performance.now();
  await reader.read({ ids, typeIds: new Int32Array(windowTokens), contextOffset: 0 });
  return performance.now() - startMs;
}

/** Processor time of this process and its threads. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
