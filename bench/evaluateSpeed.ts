// How fast does the bundled reader evaluate the public questions, with two threads, and is reading those of one length at a
// time worth it? Asked: all of them in under 5 minutes, and never slower than one question at a time. Both ways read the
// same slices in turn. QUESTIONS=count asks only the first so many, and says what all of them would take.
import { isDeepStrictEqual } from 'node:util';
import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { summarize } from '../src/evaluate/evaluation';
import type { SquadQuestion } from '../src/evaluate/squad';
import type { SquadReading } from '../src/evaluate/squadReading';
import type { BatchModel } from '../src/runtime/batching';
import { evaluateSquad, type SquadRun } from '../src/runtime/evaluate';
import { openReader } from '../src/runtime/reader';
import { readerChoice } from '../test/support/readerChoice';
import { figure } from './support/figures';
import { squadFile, squadQuestions } from './support/squadDocSet';
import { startClock } from './support/rounds';
import { printTable } from './support/tables';

/** Questions that one way reads before the other's turn: fewer would leave fewer of one length among them. */
const sliceSize = 512;

/** What one way took until now. */
interface Cost {
  ms: number;
  /** Of the processor, all threads. */
  cpuMs: number;
  tokens: number;
  runs: number;
}

interface Way {
  readonly name: string;
  readonly model: BatchModel;
  readonly cost: Cost;
  readonly slices: SquadRun[];
}

const asked = squadQuestions.slice(0, Number(process.env.QUESTIONS ?? squadQuestions.length));
const reader = await openReader(readerChoice('models/mini', { threads: 2 }));
const alone = makeWay('one question at a time', { ...reader, readTogether: undefined });
const together = makeWay('those of one length at a time', reader);
for (let from = 0; from < asked.length; from += sliceSize) {
  const slice = asked.slice(from, from + sliceSize);
  // Neither always comes first.
  const ways = (from / sliceSize) % 2 === 0 ? [alone, together] : [together, alone];
  for (const way of ways) await readSlice(way, slice);
}
await reader.close();

printTable(
  ['way', 'runs', 'seconds', 'of the processor', 'tokens in a second', 'of the processor'],
  [alone, together].map(({ name, cost: { runs, ms, cpuMs, tokens } }) => [
    name,
    runs.toLocaleString('en'),
    (ms / 1000).toFixed(1),
    (cpuMs / 1000).toFixed(1),
    ((1000 * tokens) / ms).toFixed(0),
    ((1000 * tokens) / cpuMs).toFixed(0),
  ]),
);
const readings = readingsOf(together);
const [subject] = together.slices.map(({ evaluation }) => evaluation.subject);
if (subject === undefined) throw new Error('there is no question');
const { official, windows } = summarize(asked, readings, subject);
console.log(
  `${asked.length} questions, ${windows} windows; EM ${official.exact.toFixed(2)}, F1 ${official.f1.toFixed(2)}; ` +
    `what was read is ${isDeepStrictEqual(readings, readingsOf(alone)) ? 'the same' : 'DIFFERENT'} both ways`,
);
if (asked.length < squadQuestions.length) {
  const wholeMs = (together.cost.ms / asked.length) * squadQuestions.length;
  console.log(`all ${squadQuestions.length} would take about ${(wholeMs / 1000).toFixed(0)} s`);
}
figure('evaluation by one question at a time', alone.cost.ms / together.cost.ms, 'x', { atLeast: 1 });
figure('evaluation by one question at a time, of the processor', alone.cost.cpuMs / together.cost.cpuMs, 'x', {
  atLeast: 1,
});

/** Without how long they took. */
function readingsOf({ slices }: Way): Map<string, SquadReading> {
  const readings = slices.flatMap((slice) => slice.readings);
  return new Map(readings.map((reading) => [reading.id, { ...reading, elapsedMs: 0 }]));
}

function makeWay(name: string, model: BatchModel): Way {
  const cost: Cost = { ms: 0, cpuMs: 0, tokens: 0, runs: 0 };
  const count = (tokens: number): void => {
    cost.runs++;
    cost.tokens += tokens;
  };
  const { readTogether } = model;
  const counting: BatchModel = {
    ...model,
    read(input) {
      count(input.ids.length);
      return model.read(input);
    },
    readTogether:
      readTogether &&
      ((inputs) => {
        count(inputs.reduce((sum, { ids }) => sum + ids.length, 0));
        return readTogether(inputs);
      }),
  };
  return { name, model: counting, cost, slices: [] };
}

async function readSlice({ model, cost, slices }: Way, questions: readonly SquadQuestion[]): Promise<void> {
  const taken = startClock();
  const run = await evaluateSquad(
    model,
    {
      ...{ questions, limit: null, rules: 'product', strictness: 'balanced', threshold: null, overlap: null },
      ...{ data: { name: squadFile, sha256: '' }, documentWindows: null, partialFile: null },
    },
    {
      now: () => performance.now(),
      stopped: () => false,
      turn: () => nextTurn(),
      onProgress: () => undefined,
    },
  );
  const { ms, cpuMs } = taken();
  cost.ms += ms;
  cost.cpuMs += cpuMs;
  if (run === undefined) throw new Error('nobody stopped it');
  slices.push(run);
}
