// How long does a question take that is asked again: of the same file, and after one key was pressed in it? Against the
// first time, in one run, through the engine as the editor asks it.
// ROUNDS=questions (5)
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ReaderChoice } from '../src/protocol/engine';
import { installFullSizeModel } from '../test/support/fullSizeModel';
import { median } from '../test/support/median';
import { readerChoice } from '../test/support/readerChoice';
import { type Asked, BenchEngine } from './support/engine';
import { figure } from './support/figures';
import { spread } from './support/rounds';
import { printTable } from './support/tables';

const rounds = Number(process.env.ROUNDS ?? 5);
const text = ['commander/Readme.md', 'undici/docs/docs/api/Dispatcher.md']
  .map((file) => readFileSync(`node_modules/${file}`, 'utf8'))
  .join('\n');
const withKeyAt = (place: number): string => `${text.slice(0, place)}x${text.slice(place)}`;
const versions = {
  'the first time': text,
  again: text,
  'after a key in the middle': withKeyAt(text.length >> 1),
  'after a key at the start': withKeyAt(0),
  'after a key at the end': withKeyAt(text.length),
};
type Version = keyof typeof versions;

const home = await mkdtemp(join(tmpdir(), 'ask-again-'));
try {
  const { folder, prepared } = await installFullSizeModel(home);
  await report('bundled reader, fp32', readerChoice(resolve('models/mini'), { threads: 2 }));
  await report("the full reader's size, int8", readerChoice(folder, { prepared, precision: 'int8', threads: 2 }));
} finally {
  await rm(home, { recursive: true });
}

async function report(name: string, reader: ReaderChoice): Promise<void> {
  const asked = Object.keys(versions).map((version) => ({ version: version as Version, all: [] as Asked[] }));
  const engine = await BenchEngine.start(reader);
  try {
    for (let round = 0; round < rounds; round++) {
      // Another question each time: nothing of it was read before.
      const question = `What does Commander call when it detects ${round + 2} errors?`;
      for (const { version, all } of asked) all.push(await engine.ask(versions[version], question));
    }
  } finally {
    engine.end();
  }
  console.log(
    `\n${name}, ${Math.round(text.length / 1000)} kB, ${asked[0]?.all[0]?.result.coverage.windows ?? 0} windows:`,
  );
  const sharesOf = (all: readonly Asked[]): number[] => all.map(({ ms }, i) => ms / (asked[0]?.all[i]?.ms ?? NaN));
  printTable(
    ['the question is asked', 'on the clock: median (least, most)', 'of a processor', 'share of the first time'],
    asked.map(({ version, all }) => {
      const times = all.map(({ ms }) => ms);
      const share = `${(100 * median(sharesOf(all))).toFixed(1)} %`;
      return [
        version,
        `${spread(times, median(times) < 20 ? 1 : 0)} ms`,
        `${median(all.map(({ cpuMs }) => cpuMs)).toFixed(0)} ms`,
        share,
      ];
    }),
  );
  const allOf = (wanted: Version): Asked[] => asked.find(({ version }) => version === wanted)?.all ?? [];
  figure(`again, unchanged: ${name}`, median(allOf('again').map(({ ms }) => ms)), 'ms', { atMost: 10 });
  figure(`after a key in the middle: ${name}`, 100 * median(sharesOf(allOf('after a key in the middle'))), '%', {
    atMost: 5,
  });
}
