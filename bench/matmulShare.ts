// How near does a window come to what onnxruntime itself can do with these matrices, and where does the rest of the time
// go? Decides whether the graph has anything left to gain.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { ladder } from '../src/convert/ladder';
import { convertModel } from '../src/convert/model';
import { elementType, type GraphNode, type Initializer, type OnnxGraph, writeOnnx } from '../src/convert/onnxFile';
import { fp32, type Precision } from '../src/convert/precision';
import { seededRandom } from '../src/evaluate/seededRandom';
import { readConfig } from '../src/runtime/conversion';
import { loadOnnxruntime } from '../src/runtime/onnxruntime';
import { withTensorFile } from '../src/runtime/tensorFile';
import { writeFullSizeModel } from '../test/support/fullSizeModel';
import { median } from '../test/support/median';
import { figure } from './support/figures';

const threads = Number(process.env.THREADS ?? 2);
const rounds = Number(process.env.ROUNDS ?? 20);
const layers = 6;
const width = 768;
const inner = 3072;
const headWidth = 64;
/** Runs of a product in one graph. */
const repeats = 24;
const heads = width / headWidth;

const onnx = await loadOnnxruntime();
const random = seededRandom(1);

/** Something that is run again and again, and how often a window has it. */
interface Timed {
  readonly name: string;
  readonly count: number;
  readonly session: InferenceSession;
  readonly feeds: Readonly<Record<string, Tensor>>;
  readonly ms: number[];
}

const folder = await mkdtemp(join(tmpdir(), 'matmul-share-'));
try {
  await writeFullSizeModel(folder);
  for (const tokens of [384, 512]) {
    await report('fp32', tokens, fp32);
    await report('int8', tokens, { ...ladder[0], weightBits: 8 });
  }
} finally {
  await rm(folder, { recursive: true });
}

async function report(name: 'fp32' | 'int8', tokens: number, precision: Precision): Promise<void> {
  const isInteger = name === 'int8';
  const ids = Int32Array.from({ length: tokens }, (_, i) => 4 + ((i * 7919) % 50_000));
  const window: Timed = {
    name: 'window',
    count: 1,
    session: await open(await graphOf(precision), isInteger),
    feeds: { input_ids: new onnx.Tensor('int32', ids, [1, tokens]) },
    ms: [],
  };
  const linear = isInteger ? integerProduct : floatProduct;
  const products = [
    await timed('square', 4 * layers, linear(tokens, width, width), isInteger),
    await timed('inner', layers, linear(tokens, width, inner), isInteger),
    await timed('outer', layers, linear(tokens, inner, width), isInteger),
    await timed('scores', layers, headProduct(tokens, headWidth, tokens), false),
    await timed('mixture', layers, headProduct(tokens, tokens, headWidth), false),
  ];
  await measure([window, ...products]);
  const windowMs = median(window.ms);
  // What onnxruntime can do: the best of all rounds.
  const alone = products.map(({ name: product, ms, count }) => ({
    product,
    count,
    ms: (count / repeats) * median(ms),
  }));
  const idealMs = alone.reduce((sum, { ms }) => sum + ms, 0);
  const operations = 2 * tokens * (4 * width * width + 2 * width * inner + 2 * tokens * width) * layers;
  const rate = (ms: number): string => (operations / ms / 1e6).toFixed(0);
  console.log(
    `\n${name}, ${tokens} tokens: ${windowMs.toFixed(1)} ms, ${rate(windowMs)} GOP/s; its products alone ${idealMs.toFixed(1)} ms, ` +
      `${rate(idealMs)} GOP/s; share ${(idealMs / windowMs).toFixed(2)}`,
  );
  figure(`share of onnxruntime's own products, ${name}, ${tokens} tokens`, (100 * idealMs) / windowMs, '%', {
    atLeast: isInteger ? 65 : 85,
  });
  for (const { product, count, ms } of alone) console.log(`| ${count} x ${product} | ${ms.toFixed(2)} ms |`);
  await profile(precision, window.feeds, windowMs);
  for (const { session } of [window, ...products]) await session.release();
}

/** Runs all of them in turn, each round beginning with another. */
async function measure(all: readonly Timed[]): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < all.length; turn++) {
      const one = all[(round + turn) % all.length];
      if (one === undefined) continue;
      // Threads of the run before may still spin.
      await delay(30);
      const startMs = clockMs();
      await one.session.run(one.feeds);
      if (round > 1) one.ms.push(clockMs() - startMs);
    }
  }
}

/** Of the processor where one thread runs, which other programs do not disturb. */
function clockMs(): number {
  if (threads > 1) return performance.now();
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Where the time of a window goes, by operator. */
async function profile(precision: Precision, feeds: Timed['feeds'], windowMs: number): Promise<void> {
  const prefix = join(folder, 'profile');
  const session = await open(await graphOf(precision), precision.int8.size > 0, prefix);
  const runs = 12;
  for (let run = 0; run < runs; run++) await session.run(feeds);
  session.endProfiling();
  await session.release();
  const events = await readProfile(prefix);
  const byOperator = new Map<string, number>();
  for (const { operator, ms } of events) byOperator.set(operator, (byOperator.get(operator) ?? 0) + ms / runs);
  const total = [...byOperator.values()].reduce((sum, ms) => sum + ms, 0);
  const shares = [...byOperator].sort(([, a], [, b]) => b - a).filter(([, ms]) => ms / total > 0.005);
  console.log(`by operator, of ${total.toFixed(1)} ms in a profile (${windowMs.toFixed(1)} without):`);
  for (const [operator, ms] of shares) console.log(`| ${operator} | ${((100 * ms) / total).toFixed(1)} % |`);
}

interface Kernel {
  readonly operator: string;
  readonly ms: number;
}

/** The kernels in the newest profile that onnxruntime wrote; it adds the time to the name. */
async function readProfile(prefix: string): Promise<Kernel[]> {
  const names = (await readdir(folder)).filter((name) => join(folder, name).startsWith(`${prefix}_`)).sort();
  const path = join(folder, names.at(-1) ?? '');
  interface Event {
    readonly cat: string;
    readonly name: string;
    readonly dur: number;
    readonly args: { readonly op_name?: string };
  }
  const events = JSON.parse(await readFile(path, 'utf8')) as Event[];
  await rm(path);
  return events
    .filter(({ cat, name }) => cat === 'Node' && name.endsWith('_kernel_time'))
    .map(({ args, dur }) => ({ operator: args.op_name ?? '?', ms: dur / 1000 }));
}

async function graphOf(precision: Precision): Promise<Uint8Array> {
  const config = await readConfig(join(folder, 'config.json'));
  return withTensorFile(join(folder, 'model.safetensors'), (file) => convertModel(config, file, precision));
}

/** A session as src/runtime/session.ts opens it, but for what is measured. */
function open(graph: Uint8Array, isPacked: boolean, profileFilePrefix?: string): Promise<InferenceSession> {
  return onnx.InferenceSession.create(graph, {
    graphOptimizationLevel: 'disabled',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    ...(profileFilePrefix !== undefined && { enableProfiling: true, profileFilePrefix }),
    extra: {
      session: {
        model_external_initializers_file_folder_path: folder,
        disable_prepacking: isPacked ? '0' : '1',
        intra_op: { spin_duration_us: '100' },
      },
    },
  });
}

interface Product {
  readonly graph: OnnxGraph;
  readonly feeds: Timed['feeds'];
}

async function timed(name: string, count: number, { graph, feeds }: Product, isInteger: boolean): Promise<Timed> {
  // Alone, a product of singles is at its best with its matrix packed beforehand, too.
  const session = await open(writeOnnx(graph), true);
  return { name: `${name} (${isInteger ? 'int8' : 'fp32'})`, count, session, feeds, ms: [] };
}

/** Tokens by a matrix of singles. */
function floatProduct(tokens: number, inputs: number, outputs: number): Product {
  return {
    graph: repeated({
      type: 'MatMul',
      domain: '',
      inputs: [{ name: 'x', type: elementType.float, shape: [tokens, inputs] }],
      initializers: [floatTensor('weights', [inputs, outputs])],
      outputShape: [tokens, outputs],
    }),
    feeds: { x: new onnx.Tensor('float32', floats(tokens * inputs), [tokens, inputs]) },
  };
}

/** Tokens in bytes by a matrix of bytes, to singles. */
function integerProduct(tokens: number, inputs: number, outputs: number): Product {
  const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, () => Math.floor(256 * random()));
  return {
    graph: repeated({
      type: 'MatMulIntegerToFloat',
      domain: 'com.microsoft',
      inputs: [{ name: 'x', type: elementType.uint8, shape: [tokens, inputs] }],
      initializers: [
        { name: 'weights', type: elementType.int8, shape: [inputs, outputs], data: bytes(inputs * outputs) },
        { ...floatTensor('scale', [1]), shape: [] },
        floatTensor('scales', [outputs]),
        { name: 'zero', type: elementType.uint8, shape: [], data: Uint8Array.of(128) },
      ],
      outputShape: [tokens, outputs],
    }),
    feeds: { x: new onnx.Tensor('uint8', bytes(tokens * inputs), [tokens, inputs]) },
  };
}

/** What the heads of attention multiply: each its own pair of matrices, neither of them known beforehand. */
function headProduct(rows: number, shared: number, columns: number): Product {
  const x = [heads, rows, shared];
  const y = [heads, shared, columns];
  const tensor = (shape: readonly number[]): Tensor => new onnx.Tensor('float32', floats(sizeOf(shape)), shape);
  return {
    graph: repeated({
      type: 'MatMul',
      domain: '',
      inputs: [
        { name: 'x', type: elementType.float, shape: x },
        { name: 'y', type: elementType.float, shape: y },
      ],
      initializers: [],
      outputShape: [heads, rows, columns],
    }),
    feeds: { x: tensor(x), y: tensor(y) },
  };
}

interface OneProduct extends Pick<GraphNode, 'type' | 'domain'>, Pick<OnnxGraph, 'inputs' | 'initializers'> {
  readonly outputShape: readonly number[];
}

/** A product, several times: the memory for its outcome is then there, as it is within a window. */
function repeated({ type, domain, inputs, initializers, outputShape }: OneProduct): OnnxGraph {
  const taken = [...inputs, ...initializers].map(({ name }) => name);
  const nodes = Array.from({ length: repeats }, (_, i) => ({
    type,
    domain,
    inputs: taken,
    outputs: [`product${i}`],
    attributes: {},
  }));
  const output = { name: `product${repeats - 1}`, type: elementType.float, shape: outputShape };
  return { nodes, initializers, inputs, outputs: [output] };
}

function floats(length: number): Float32Array {
  return Float32Array.from({ length }, () => random() - 0.5);
}

function floatTensor(name: string, shape: readonly number[]): Initializer {
  const values = floats(sizeOf(shape));
  return { name, type: elementType.float, shape, data: new Uint8Array(values.buffer) };
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size);
}
