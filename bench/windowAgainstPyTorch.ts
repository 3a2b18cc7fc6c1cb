// One window: our engine, and PyTorch with transformers in the ways that it has to run a model on a processor. The full
// reader's exact shape with random weights, as many threads each. Ours from the texts to the best places; PyTorch's is the
// model alone, without tokens and places, which its pipeline adds in Python.
// ROUNDS=how often each is asked (15).
// THREADS=of each program (2); with one, ratios are of the processor's time.
import type { InstalledModel } from '../src/hub/store';
import { median } from '../test/support/median';
import { describeMachine } from './support/benchMachine';
import { exactWindow, fullReaderEncoder } from './support/exactTexts';
import { figure } from './support/figures';
import { besideOurReaders, type Graph, type OurReaders, serveOurReaders } from './support/ourReaders';
import { pyTorch, type PyTorch, startPyTorch, type Way, ways } from './support/pyTorch';
import { inRounds, type Sample, spread, threads, timesFaster } from './support/rounds';
import { logitDifference, requireSameModel } from './support/sameModel';
import { printTable } from './support/tables';
import { withFullSizeModel } from './support/withFullSizeModel';

const rounds = Number(process.env.ROUNDS ?? 15);
const graphs: readonly Graph[] = ['int8', 'int8Mixed', 'fp32'];

type Name = `ours, ${Graph}` | `its ${Way}`;
interface Row {
  readonly name: Name;
  readonly samples: readonly Sample[];
  /** The largest difference of a logit from ours in float32. */
  readonly error: number;
}
interface Measured {
  readonly tokens: number;
  readonly rows: readonly Row[];
}

const [role, ...args] = process.argv.slice(2);
if (role === 'ours') await serveOurReaders(args[0] ?? '', args[1] ?? '');
else await withFullSizeModel(measure);

async function measure(model: InstalledModel): Promise<void> {
  report(await besideOurReaders(model, startPyTorch(model.folder), measureWindow));
}

async function measureWindow(ours: OurReaders, theirs: PyTorch, tokens: number): Promise<Measured> {
  const window = exactWindow(fullReaderEncoder(), tokens);
  const exact = await ours.logits('fp32', window);
  const errors = new Map<Name, number>();
  const work: Partial<Record<Name, () => Promise<Sample>>> = {};
  for (const graph of graphs) {
    errors.set(`ours, ${graph}`, logitDifference(exact, await ours.logits(graph, window)));
    work[`ours, ${graph}`] = () => ours.read(graph, 'whole', window);
  }
  for (const way of ways) {
    const read = await theirs.read(way, exact.ids);
    if (read === undefined) continue;
    if (way.startsWith('fp32')) requireSameModel(`PyTorch, ${way},`, exact, read);
    errors.set(`its ${way}`, logitDifference(exact, read));
    work[`its ${way}`] = async () => (await theirs.read(way, exact.ids)) ?? { ms: NaN, cpuMs: NaN };
  }
  const tried = work as Record<Name, () => Promise<Sample>>;
  await inRounds(2, tried);
  const samples = await inRounds(rounds, tried);
  const rows = [...errors].map(([name, error]) => ({ name, error, samples: samples[name] }));
  return { tokens, rows };
}

function report(all: readonly Measured[]): void {
  console.log(
    `${describeMachine()}; ${pyTorch.join(', ')}; ${threads} threads; ${rounds} rounds, median (least, most)`,
  );
  const samplesOf = (rows: readonly Row[], wanted: Name): readonly Sample[] =>
    rows.find(({ name }) => name === wanted)?.samples ?? [];
  for (const { tokens, rows } of all) {
    printTable(
      [
        ...[`${tokens} tokens`, 'ms', 'of a processor', 'ours int8 is faster by', 'ours fp32 by'],
        'a logit is off by at most',
      ],
      rows.map(({ name, samples, error }) => [
        ...[name, spread(samples.map(({ ms }) => ms)), median(samples.map(({ cpuMs }) => cpuMs)).toFixed(0)],
        timesFaster(samplesOf(rows, 'ours, int8'), samples).toFixed(2),
        timesFaster(samplesOf(rows, 'ours, fp32'), samples).toFixed(2),
        error.toPrecision(1),
      ]),
    );
  }
  for (const { tokens, rows } of all) {
    for (const { name, samples } of rows.filter((row) => row.name.startsWith('its'))) {
      const times = timesFaster(samplesOf(rows, 'ours, int8'), samples);
      const way = name.replace('its ', '');
      figure(`a window of ${tokens} tokens, int8 against PyTorch in ${way}`, times, 'times as fast', { atLeast: 1 });
    }
  }
}
