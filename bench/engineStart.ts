// How long from the fork of an engine to the first logits of a window of 384 tokens, and what is it spent on? The full
// reader's exact shape with random weights, its files in the system's cache. Decides what a start may still do.
// ROUNDS=fresh starts of each kind (9).
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import module from 'node:module';
import { constants, setPriority, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { ladder } from '../src/convert/ladder';
import { configName, weightsName } from '../src/hub/manifest';
import type { InstalledModel } from '../src/hub/store';
import type { QaResult } from '../src/qa/result';
import { layOut, planWindows } from '../src/qa/windows';
import { convertFile, readConfig } from '../src/runtime/conversion';
import { makeEncoder } from '../src/runtime/encoder';
import { EngineClient } from '../src/runtime/engineClient';
import { engineFacts } from '../src/runtime/engineFacts';
import { openModelFolder } from '../src/runtime/modelFolder';
import { loadOnnxruntime } from '../src/runtime/onnxruntime';
import { preparedGraph } from '../src/runtime/preparedGraph';
import { openSession } from '../src/runtime/session';
import { answer, runRole } from '../test/support/freshProcess';
import { installFullSizeModel } from '../test/support/fullSizeModel';
import { median } from '../test/support/median';
import { readerChoice } from '../test/support/readerChoice';
import { describeMachine } from './support/benchMachine';
import { buildEngine, engineProgram, processorMs } from './support/engine';
import { figure } from './support/figures';
import { spread, startClock } from './support/rounds';
import { printTable } from './support/tables';

const rounds = Number(process.env.ROUNDS ?? 9);
const windowTokens = 384;
const threads = 2;
const promisedMs = 450;
const question = 'Where did Guido van Rossum create Python?';
const prose = 'test/fixtures/editor-set/files/python-license.txt';
const tokenizerName = 'tokenizer.json';

const precisions = ['int8', 'fp32'] as const;
type Precision = (typeof precisions)[number];

const fromForkToReply = 'from fork to reply';

/** A time by the clock, and by the processor, all threads, which says more while other programs run. */
interface Cost {
  readonly ms: number;
  readonly cpuMs?: number;
}
/** By their names, in their order. */
type Costs = Readonly<Record<string, Cost>>;

const [role = '', ...args] = process.argv.slice(2);
const roles: Readonly<Record<string, () => Promise<void> | void>> = { loadBundle, takeSteps };
await (roles[role] ?? measure)();

async function measure(): Promise<void> {
  buildEngine();
  const home = await mkdtemp(join(tmpdir(), 'engine-start-'));
  try {
    const model = await installFullSizeModel(home);
    const text = await textOfOneWindow(join(model.folder, tokenizerName));
    const wholes: Record<Precision, Costs[]> = { int8: [], fp32: [] };
    const steps: Record<Precision, Costs[]> = { int8: [], fp32: [] };
    for (let round = 0; round <= rounds; round++) {
      for (const precision of precisions) {
        const whole = await startEngine(model, precision, text);
        const loading = await runRole<Costs>('loadBundle', [String(Date.now())]);
        const taken = await runRole<Costs>('takeSteps', [model.folder, model.prepared, precision, text]);
        // The first makes the graph, and warms the system's cache.
        if (round === 0) continue;
        wholes[precision].push(whole);
        steps[precision].push({ ...loading, ...taken });
      }
    }
    console.log(`${describeMachine()}; ${rounds} starts each, ms, medians (least, most)`);
    for (const precision of precisions) {
      printCosts(`${precision}: the engine`, wholes[precision]);
      printCosts(`${precision}: its steps, each by itself`, steps[precision]);
    }
    const wholeMs = median(wholes.int8.map((whole) => whole[fromForkToReply]?.ms ?? NaN));
    figure('from fork to the first logits, int8', wholeMs, 'ms', { atMost: promisedMs });
  } finally {
    await rm(home, { recursive: true });
  }
}

function printCosts(title: string, all: readonly Costs[]): void {
  const lines = Object.keys(all[0] ?? {}).map((name) => {
    const costs = all.flatMap(({ [name]: cost }) => cost ?? []);
    const cpu = costs.flatMap(({ cpuMs }) => cpuMs ?? []);
    return [name, spread(costs.map(({ ms }) => ms)), cpu.length === 0 ? '' : spread(cpu)];
  });
  printTable([title, 'on the clock', 'of a processor'], lines);
}

/** One paragraph, of which no part is read a second time, that fills a window with the question to a token. */
async function textOfOneWindow(tokenizerFile: string): Promise<string> {
  const text = (await readFile(prose, 'utf8')).replace(/\s+/g, ' ');
  const { tokenizer, layout } = makeEncoder(parse(await readFile(tokenizerFile, 'utf8')), tokenizerFile);
  const { room } = planWindows(tokenizer.encode(question), layout, windowTokens);
  return text.slice(0, tokenizer.encode(text).ends[room - 1]);
}

/** Asks as the editor does, by an engine of its own; the parts are what its reply says. */
async function startEngine({ folder, prepared }: InstalledModel, precision: Precision, text: string): Promise<Costs> {
  const client = new EngineClient({ enginePath: engineProgram, idleMs: 60_000, stopMs: 60_000, log: () => undefined });
  const request = {
    ...{ scope: null, strictness: 'balanced' as const, top: 5, allWindows: false, question },
    reader: readerChoice(folder, { prepared, precision, threads, maxLength: windowTokens }),
    document: { name: null, text, format: 'text' as const },
  };
  try {
    const startMs = performance.now();
    const result = await client.ask(request, new AbortController().signal, () => undefined);
    const ms = performance.now() - startMs;
    check(result, precision);
    const { loadMs, totalMs } = result.timing;
    return {
      [fromForkToReply]: { ms, cpuMs: processorMs(client.pid ?? 0) },
      'of it opening the reader': { ms: loadMs },
      'of it answering': { ms: totalMs },
      'of it Node, the engine’s program and the messages': { ms: ms - loadMs - totalMs },
    };
  } finally {
    client.dispose();
  }
}

function check({ coverage, model }: QaResult, precision: Precision): void {
  if (coverage.windows === 1 && coverage.complete && model.precision === precision) return;
  throw new Error(`not one window in ${precision}: ${JSON.stringify({ coverage, model })}`);
}

/** Role: does what the engine does, a step at a time. */
async function takeSteps(): Promise<void> {
  const [folder = '', prepared = '', precision = '', text = ''] = args;
  // As the engine does, so that other programs are as much in the way.
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  const steps: Record<string, Cost> = {};
  const step = async <Result>(name: string, work: () => Result | Promise<Result>): Promise<Result> => {
    const taken = startClock();
    const result = await work();
    steps[name] = taken();
    return result;
  };

  const model = await step('manifest, and whether files changed', () => openModelFolder(folder, prepared));
  const need = (name: string): string => model.pathOf(name) ?? '';
  const config = await step('config.json', () => readConfig(need(configName)));
  const tokenizerFile = need(tokenizerName);
  const json = await step('tokenizer.json, read', () => readFile(tokenizerFile, 'utf8'));
  const parsed = await step('tokenizer.json, parsed', () => parse(json));
  const { tokenizer, layout } = await step('tokenizer, checked and built', () => makeEncoder(parsed, tokenizerFile));
  await step('onnxruntime, loaded', loadOnnxruntime);
  const weightsFile = need(weightsName);
  const graph = await (async () => {
    if (precision === 'fp32') {
      const weightsFolder = dirname(weightsFile);
      const make = () => convertFile(config, weightsFile, weightsFolder);
      return { bytes: await step('graph, made', make), folder: weightsFolder };
    }
    const facts = await step('its first session: how the processor multiplies bytes', engineFacts);
    const weights = model.manifest.files.find(({ path }) => path === weightsName)?.sha256 ?? '';
    return step('graph, read', () => preparedGraph({ config, weightsFile, weights }, prepared, ladder[0], facts));
  })();
  if (graph === undefined) throw new Error('there is no graph');
  const session = await step('session', () => openSession(graph.bytes, graph.folder, threads, precision === 'int8'));
  const input = await step('text to a window', () => {
    const plan = planWindows(tokenizer.encode(question), layout, windowTokens);
    const context = tokenizer.encode(text);
    return layOut({ index: 0, startToken: 0, endToken: context.ids.length }, plan.questionIds, context, layout);
  });
  if (input.ids.length !== windowTokens) throw new Error(`a window of ${input.ids.length} tokens`);
  await step('the window, first', () => session.run(input));
  await step('the same again, which is no part of a start', () => session.run(input));
  answer(steps satisfies Costs);
  await session.release();
}

/** Role: loads the engine's program, which goes on until the parent lets go of it. */
function loadBundle(): void {
  const [forkedMs = NaN] = args.map(Number);
  const { bootstrapComplete } = performance.nodeTiming;
  const taken = startClock();
  module.createRequire(import.meta.url)(engineProgram);
  const program = taken();
  const node = { ms: performance.timeOrigin + bootstrapComplete - forkedMs };
  answer({
    'Node itself, from fork to the first line': node,
    'the engine’s program, read and run': program,
  } satisfies Costs);
}

function parse(json: string): object {
  return JSON.parse(json) as object;
}
