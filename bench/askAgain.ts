// How long does a question take that is asked again: of the same Markdown file, and after an edit of one character?
// Against the first time, in one run; with the windows that the model had to read again.
// Time of a processor is printed too: other work on the machine hardly changes it.
// ROUNDS=fresh caches (5), MEGABYTES=least size, by repetition: only what is asked again means something then (0).
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { answerQuestion } from '../src/qa/answer';
import { makeDocument } from '../src/qa/document';
import { openReader } from '../src/runtime/reader';
import { WindowCache } from '../src/runtime/windowCache';
import { median } from '../test/support/median';
import { readerChoice } from '../test/support/readerChoice';

const rounds = Number(process.env.ROUNDS ?? 5);
const leastBytes = Number(process.env.MEGABYTES ?? 0) * 1e6;
const question = 'What does Commander call when it detects errors?';
const manuals = ['commander/Readme.md', 'undici/docs/docs/api/Dispatcher.md']
  .map((file) => readFileSync(`node_modules/${file}`, 'utf8'))
  .join('\n');
const text = manuals.repeat(Math.max(1, Math.ceil(leastBytes / manuals.length)));
const edited = (place: number): string => `${text.slice(0, place)}x${text.slice(place)}`;
const versions = {
  'the first time': text,
  again: text,
  'after an edit in the middle': edited(text.length >> 1),
  'after an edit at the beginning': edited(0),
  'after an edit at the end': edited(text.length),
};

const reader = await openReader(readerChoice('models/mini'));
const observer = { now: () => performance.now(), stopped: () => false, onProvisional: () => undefined };
const rows = Object.entries(versions).map(([what, version]) => ({
  ...{ what, version, windows: 0, read: 0 },
  ...{ ms: [] as number[], cpuMs: [] as number[], tokenizeMs: [] as number[] },
}));
for (let round = 0; round < rounds; round++) {
  let read = 0;
  const cached = new WindowCache().around({
    ...reader,
    read(input) {
      read++;
      return reader.read(input);
    },
  });
  for (const row of rows) {
    read = 0;
    const startMs = performance.now();
    const startCpu = process.cpuUsage();
    const { coverage, timing } = await answerQuestion(
      makeDocument(row.version, 'manuals.md'),
      question,
      cached,
      {},
      observer,
    );
    row.ms.push(performance.now() - startMs);
    const { user, system } = process.cpuUsage(startCpu);
    row.cpuMs.push((user + system) / 1000);
    row.tokenizeMs.push(timing.tokenizeMs);
    row.windows = coverage.windowsRead;
    row.read = read;
  }
}
await reader.close();
console.log(`${Math.round(text.length / 1000)} kB, ${rounds} rounds; median (least, most)`);
for (const { what, ms, cpuMs, tokenizeMs, windows, read } of rows) {
  const figures = [median(ms), Math.min(...ms), Math.max(...ms)].map(Math.round);
  console.log(
    `${what}: ${figures[0]} ms (${figures[1]}, ${figures[2]}), of a processor ${Math.round(median(cpuMs))} ms, tokens ${Math.round(median(tokenizeMs))} ms; ` +
      `the model read ${read} times for ${windows} windows`,
  );
}
