// How long does it take to evaluate the bundled reader on the public questions, with two threads? Asked: under 5 minutes.
// QUESTIONS=count asks only the first so many, and says what all of them would take.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parseSquad } from '../src/evaluate/squad';
import { evaluateSquad } from '../src/runtime/evaluate';
import { openReader } from '../src/runtime/reader';
import { readerChoice } from '../test/support/readerChoice';
import { squadFile } from './support/squadDocSet';

const limit = process.env.QUESTIONS === undefined ? null : Number(process.env.QUESTIONS);
const startedMs = performance.now();
const json = readFileSync(squadFile, 'utf8');
const questions = parseSquad(json);
const reader = await openReader(readerChoice('models/mini', { threads: 2 }));
const run = await evaluateSquad(
  reader,
  {
    ...{ questions, limit, rules: 'product', strictness: 'balanced', threshold: null, overlap: null },
    data: { name: squadFile, sha256: createHash('sha256').update(json).digest('hex') },
    ...{ documentWindows: null, partialFile: null },
  },
  {
    now: () => performance.now(),
    stopped: () => false,
    turn: () => nextTurn(),
    onProgress: () => undefined,
  },
);
await reader.close();
if (run === undefined) throw new Error('nobody stopped it');
const { questions: asked, windows, seconds, official } = run.evaluation;
const wholeSeconds = (performance.now() - startedMs) / 1000;
const { user, system } = process.cpuUsage();
const processorSeconds = (user + system) / 1e6;
console.log(
  `${asked} questions, ${windows} windows: ${wholeSeconds.toFixed(1)} s, ${seconds.toFixed(1)} s of it reading; ` +
    `${processorSeconds.toFixed(1)} s of processor time`,
);
console.log(`EM ${official.exact.toFixed(2)}, F1 ${official.f1.toFixed(2)}`);
if (asked < questions.length) {
  console.log(`all ${questions.length} would take about ${((seconds / asked) * questions.length).toFixed(0)} s`);
}
