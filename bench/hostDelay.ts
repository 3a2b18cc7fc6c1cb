// Does a long reading hold up the extension host, where all extensions run? Its event loop's delay while ours reads,
// beside a control: an unrelated process that reads the same document with the same model, threads and priority.
// Asked: p99 at most 5 ms above the control. PAIRS=count runs as many pairs of each kind instead of twelve.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { constants, cpus, loadavg, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type * as vscode from 'vscode';
import { answerQuestion } from '../src/qa/answer';
import { makeDocument } from '../src/qa/document';
import { openReader } from '../src/runtime/reader';
import { median } from '../test/support/median';
import { readerChoice } from '../test/support/readerChoice';
import type { Workbench } from '../test/support/workbench';
import { inPackedExtension } from './support/packedExtension';

const question = 'What does Commander call when it detects errors?';
let rounds = 0;
const readme = readFileSync('node_modules/commander/Readme.md', 'utf8');
/** No two parts alike: a window that was read is remembered. */
const text = Array.from({ length: 8 }, (_, part) => readme.replaceAll('\n\n', `\n\n${part + 1}. `)).join('\n\n');
const pairs = Number(process.env.PAIRS ?? 12);
/** Short rounds in turn meet the same other programs. */
const roundMs = 6000;
const limitMs = 5;
/** Somebody who types fast. */
const editMs = 100;
/** What was done before, such as drawing answers, is over by then. */
const settleMs = 1000;
/** A round waits for other programs to be quiet, but not forever. */
const quietShare = 0.5;
const patienceMs = 5000;

/** The extension host in a round. */
interface HostRound {
  /** Of the event loop, ms: from one turn of a timer to the next, which is 10 ms where nothing is in the way. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** Processor time of its JavaScript thread between two turns of such a timer, ms: the delay without other programs. */
  readonly workP99: number;
  /** The same, of the whole round. */
  readonly workMs: number;
}

/** What a round keeps inside the extension host. */
interface Watch {
  readonly end: () => HostRound;
  hasEnded: boolean;
}

interface Round extends HostRound {
  readonly ms: number;
  /** How busy the machine's processors were just before, by other programs. */
  readonly busyShare: number;
}

type Kind = 'reading' | 'control';

await (process.argv[2] === 'control' ? readForever() : measure());

async function measure(): Promise<void> {
  await inPackedExtension({ 'long.md': text }, async (workbench) => {
    await workbench.openFile('long.md');
    console.log(`first question, the engine's start included: ${shown(await round('reading', workbench, false))}`);
    for (const isEdited of [false, true]) {
      console.log(isEdited ? `an edit every ${editMs} ms:` : 'nobody types:');
      const rounds: Record<Kind, Round[]> = { reading: [], control: [] };
      for (let pair = 0; pair < pairs; pair++) {
        const order = ['reading', 'control'] as const;
        for (const kind of pair % 2 === 0 ? order : order.toReversed()) {
          const one = await round(kind, workbench, isEdited);
          rounds[kind].push(one);
          console.log(`  ${kind}: ${shown(one)}`);
        }
      }
      report(rounds);
    }
    console.log(`load average ${loadavg()[0]?.toFixed(1) ?? '?'}`);
  });
}

function report({ reading, control }: Record<Kind, readonly Round[]>): void {
  for (const [kind, rounds] of Object.entries({ reading, control })) {
    const middle = (valueOf: (round: Round) => number): string => ms(median(rounds.map(valueOf)));
    console.log(
      `  ${kind}, medians: p50 ${middle(({ p50 }) => p50)}, p99 ${middle(({ p99 }) => p99)}, ` +
        `most ${middle(({ max }) => max)}; work p99 ${middle(({ workP99 }) => workP99)}, ${middle(workPerSecond)} a second`,
    );
  }
  const above = (valueOf: (round: Round) => number): number[] =>
    reading.map((round, pair) => valueOf(round) - (control[pair] === undefined ? NaN : valueOf(control[pair])));
  const differences = above(({ p99 }) => p99);
  const difference = median(differences);
  const isWithin = difference <= limitMs;
  console.log(
    `  p99 above the control: ${ms(difference)} (${differences.map(ms).join(', ')}), ` +
      (isWithin ? `at most ${limitMs} ms` : `MORE than ${limitMs} ms`),
  );
  const work = above(({ workP99 }) => workP99);
  console.log(`  p99 of work above the control: ${ms(median(work))} (${work.map(ms).join(', ')})`);
  if (!isWithin) process.exitCode = 1;
}

/** Watches the extension host while ours reads the document, or another process reads it. */
async function round(kind: Kind, workbench: Workbench, isEdited: boolean): Promise<Round> {
  const busyShare = await untilQuiet();
  const controlPid = kind === 'control' ? await startControl(workbench) : undefined;
  try {
    const startMs = performance.now();
    // Another question each time: what was read for the same one is remembered.
    await workbench.host(begin, kind === 'reading' ? `${question} Round ${++rounds}.` : null);
    for (let typed = 0; performance.now() - startMs < roundMs; typed++) {
      await delay(editMs);
      // The call costs the host as much whether something is typed or not.
      await workbench.host(step, isEdited ? typed : null);
    }
    const watched = await workbench.host(end);
    return { ...watched, ms: performance.now() - startMs, busyShare };
  } finally {
    if (controlPid !== undefined) process.kill(controlPid);
    await workbench.host((api) => api.commands.executeCommand('documentQa.stop'));
  }
}

/**
 * Starts the control, and returns its process id once it reads. Linux shares the processors out by session before it
 * looks at priorities: in ours the control would leave the host's share alone, and nothing would be compared.
 */
async function startControl(workbench: Workbench): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'dqa-control-'));
  try {
    const readyFile = join(folder, 'ready');
    const command = [process.execPath, process.argv[1] ?? '', 'control', readyFile, String(process.pid)];
    const pid = await workbench.host(
      (_api, { command: [program = '', ...args], cwd }: { command: string[]; cwd: string }) => {
        const { spawn } = process.getBuiltinModule('node:child_process');
        const child = spawn(program, args, { cwd, stdio: 'ignore' });
        child.unref();
        return child.pid;
      },
      { command, cwd: process.cwd() },
    );
    if (pid === undefined) throw new Error('the control did not start');
    while (!existsSync(readyFile)) await delay(50);
    return pid;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** In the extension host: begins to watch and, given a question, to read. */
function begin(api: typeof vscode, ask: string | null): void {
  const histogram = process.getBuiltinModule('node:perf_hooks').monitorEventLoopDelay();
  const workNow = (): number => {
    // of the host's Node 24; this project's types are of an older one
    const { threadCpuUsage } = process as unknown as { threadCpuUsage: typeof process.cpuUsage };
    const { user, system } = threadCpuUsage();
    return (user + system) / 1000;
  };
  const seen = [workNow()];
  // eslint-disable-next-line no-restricted-syntax -- the host must tick to show how late a tick comes
  const timer = setInterval(() => seen.push(workNow()), 10);
  const end = (): HostRound => {
    clearInterval(timer);
    histogram.disable();
    const work = seen.slice(1).map((now, i) => now - (seen[i] ?? NaN));
    const [p50 = NaN, p99 = NaN] = [50, 99].map((percentile) => histogram.percentile(percentile) / 1e6);
    const workP99 = work.toSorted((one, other) => one - other)[Math.floor(0.99 * work.length)] ?? NaN;
    return { p50, p99, max: histogram.max / 1e6, workP99, workMs: work.reduce((sum, one) => sum + one, 0) };
  };
  const watch: Watch = { end, hasEnded: false };
  Object.assign(globalThis, { watch });
  histogram.enable();
  if (ask === null) return;
  const over = (): void => void (watch.hasEnded = true);
  api.commands.executeCommand('documentQa.ask', ask).then(over, over);
}

/** In the extension host: types a letter or takes it back, if a count is given. Throws when the reading is over. */
async function step(api: typeof vscode, typed: number | null): Promise<void> {
  const { watch } = globalThis as unknown as { watch: Watch };
  if (watch.hasEnded) throw new Error('the reading ended before its round');
  if (typed === null) return;
  const start = new api.Position(0, 0);
  await api.window.activeTextEditor?.edit((edit) => {
    if (typed % 2 === 0) edit.insert(start, 'x');
    else edit.delete(new api.Range(start, start.translate(0, 1)));
  });
}

/** In the extension host: what was seen. */
function end(): HostRound {
  const { watch } = globalThis as unknown as { watch: Watch };
  return watch.end();
}

/** Role: reads as the engine does, until it or the bench is ended. */
async function readForever(): Promise<void> {
  const [readyFile = '', bench = ''] = process.argv.slice(3);
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  const reader = await openReader(readerChoice('models/mini'));
  writeFileSync(readyFile, '');
  const stopped = (): boolean => !existsSync(`/proc/${bench}`);
  const observer = { now: () => performance.now(), stopped, onProvisional: () => undefined };
  const document = makeDocument(text, 'long.md');
  while (!stopped()) await answerQuestion(document, question, reader, {}, observer);
  await reader.close();
}

/** Waits until other programs leave the processors alone, or patience ends; how busy they were at last. */
async function untilQuiet(): Promise<number> {
  const startMs = performance.now();
  for (;;) {
    const before = processorTimes();
    await delay(settleMs);
    const { busy, all } = processorTimes();
    const share = (busy - before.busy) / (all - before.all);
    if (share < quietShare || performance.now() - startMs > patienceMs) return share;
  }
}

/** Of all processors together since the machine's start, ms. */
function processorTimes(): { readonly busy: number; readonly all: number } {
  const times = cpus().flatMap(({ times }) => Object.entries(times));
  const sum = (chosen: typeof times): number => chosen.reduce((total, [, spent]) => total + spent, 0);
  return { busy: sum(times.filter(([kind]) => kind !== 'idle')), all: sum(times) };
}

/** Work of the extension host in a second, ms. */
function workPerSecond({ workMs, ms: elapsedMs }: Round): number {
  return (1000 * workMs) / elapsedMs;
}

function shown(round: Round): string {
  const { busyShare, p50, p99, max, workP99 } = round;
  return (
    `p50 ${ms(p50)}, p99 ${ms(p99)}, most ${ms(max)}; work p99 ${ms(workP99)}, ${ms(workPerSecond(round))} a second ` +
    `(machine before: ${percent(busyShare)} busy)`
  );
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
