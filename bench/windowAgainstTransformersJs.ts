// One window: our engine, and what else a program in JavaScript would take, transformers.js's question-answering pipeline
// and the session below it. The full reader's exact shape with random weights, as many threads each.
// ROUNDS=how often each is asked (15).
// THREADS=of each program (2); with one, ratios are of the processor's time.
import type { InstalledModel } from '../src/hub/store';
import { median } from '../test/support/median';
import { describeMachine } from './support/benchMachine';
import { exactWindow, fullReaderEncoder } from './support/exactTexts';
import { exportedModel } from './support/exportedModel';
import { figure } from './support/figures';
import { besideOurReaders, type Graph, type OurReaders, serveOurReaders } from './support/ourReaders';
import { inRounds, type Sample, type Samples, spread, threads, timesFaster } from './support/rounds';
import { logitDifference, requireSameModel } from './support/sameModel';
import { printTable } from './support/tables';
import {
  type Dtype,
  serveTransformersJs,
  startTransformersJs,
  type TransformersJs,
  transformersJs,
} from './support/transformersJs';
import { withFullSizeModel } from './support/withFullSizeModel';

const rounds = Number(process.env.ROUNDS ?? 15);
const graphs: readonly Graph[] = ['int8', 'int8Mixed', 'fp32'];
const dtypes: readonly Dtype[] = ['fp32', 'q8'];
const parts = ['whole', 'model'] as const;

type Part = (typeof parts)[number];
type Name = `ours ${Graph} ${Part}` | `theirs ${Dtype} ${Part}`;
interface Measured {
  readonly tokens: number;
  readonly samples: Samples<Name>;
  /** Of each graph, the largest difference of a logit from ours in float32. */
  readonly errors: Readonly<Record<string, number>>;
}

const [role, ...args] = process.argv.slice(2);
if (role === 'ours') await serveOurReaders(args[0] ?? '', args[1] ?? '');
else if (role === 'theirs') await serveTransformersJs(args[0] ?? '');
else await withFullSizeModel(measure);

async function measure(model: InstalledModel): Promise<void> {
  report(await besideOurReaders(model, startTransformersJs(exportedModel(model)), measureWindow));
}

async function measureWindow(ours: OurReaders, theirs: TransformersJs, tokens: number): Promise<Measured> {
  const window = exactWindow(fullReaderEncoder(), tokens);
  const exact = await ours.logits('fp32', window);
  if (exact.ids.length !== tokens) throw new Error(`the window has ${exact.ids.length} tokens`);
  requireSameModel(transformersJs, exact, await theirs.logits('fp32', window));
  const errors: Record<string, number> = {};
  for (const graph of graphs) errors[`ours ${graph}`] = logitDifference(exact, await ours.logits(graph, window));
  for (const dtype of dtypes) errors[`theirs ${dtype}`] = logitDifference(exact, await theirs.logits(dtype, window));

  const work = Object.fromEntries(
    parts.flatMap((part): (readonly [Name, () => Promise<Sample>])[] => [
      ...graphs.map((graph) => [`ours ${graph} ${part}`, () => ours.read(graph, part, window)] as const),
      ...dtypes.map((dtype) => [`theirs ${dtype} ${part}`, () => theirs.read(dtype, part, window)] as const),
    ]),
  ) as Record<Name, () => Promise<Sample>>;
  await inRounds(2, work);
  return { tokens, errors, samples: await inRounds(rounds, work) };
}

function report(all: readonly Measured[]): void {
  console.log(`${describeMachine()}; ${transformersJs}; ${threads} threads; ${rounds} rounds, median (least, most)`);
  const rows: readonly (readonly [title: string, reader: `ours ${Graph}` | `theirs ${Dtype}`])[] = [
    ['**ours, int8**', 'ours int8'],
    ['ours, int8Mixed', 'ours int8Mixed'],
    ['**ours, fp32**', 'ours fp32'],
    ['its q8', 'theirs q8'],
    ['its fp32', 'theirs fp32'],
  ];
  for (const { tokens, samples, errors } of all) {
    const ms = (name: Name): string => spread(samples[name].map((sample) => sample.ms));
    const cpuMs = (name: Name): string => median(samples[name].map((sample) => sample.cpuMs)).toFixed(0);
    printTable(
      [
        ...[`${tokens} tokens, ms`, 'everything', 'of a processor', 'the model alone', 'of a processor'],
        ...['of everything, ours int8 is faster by', 'ours fp32 by', 'a logit is off by at most'],
      ],
      rows.map(([title, reader]) => [
        ...[title, ms(`${reader} whole`), cpuMs(`${reader} whole`), ms(`${reader} model`), cpuMs(`${reader} model`)],
        timesFaster(samples['ours int8 whole'], samples[`${reader} whole`]).toFixed(2),
        timesFaster(samples['ours fp32 whole'], samples[`${reader} whole`]).toFixed(2),
        (errors[reader] ?? NaN).toPrecision(1),
      ]),
    );
  }
  const faster = (ours: Name, theirs: Name): number[] =>
    all.map(({ samples }) => timesFaster(samples[ours], samples[theirs]));
  printTable(
    ['the models alone, not asked for', ...all.map(({ tokens }) => `times as fast, ${tokens} tokens`)],
    [
      ['int8 against its q8', ...faster('ours int8 model', 'theirs q8 model').map((times) => times.toFixed(2))],
      ['fp32 against its fp32', ...faster('ours fp32 model', 'theirs fp32 model').map((times) => times.toFixed(2))],
    ],
  );
  for (const [ours, theirs, atLeast] of [
    ['int8', 'fp32', 4.5],
    ['int8', 'q8', 3],
    ['fp32', 'fp32', 1.9],
  ] as const) {
    for (const [i, times] of faster(`ours ${ours} whole`, `theirs ${theirs} whole`).entries()) {
      const name = `a window of ${all[i]?.tokens ?? NaN} tokens, ${ours} against the ${theirs} pipeline of transformers.js`;
      figure(name, times, 'times as fast', { atLeast });
    }
  }
}
