// How fast does the bundled reader read, and where does the time go? Decides the reading budget.
import { performance } from 'node:perf_hooks';
import { readFileSync } from 'node:fs';
import { answerQuestion } from '../src/qa/answer';
import { makeDocument } from '../src/qa/document';
import type { QaModel } from '../src/qa/model';
import { openReader } from '../src/runtime/reader';
import { median } from '../test/support/median';
import { readerChoice } from '../test/support/readerChoice';

const question = 'What does Commander call when it detects errors?';
const text = readFileSync('node_modules/commander/Readme.md', 'utf8');
const document = makeDocument(text.repeat(3), 'Readme.md');

const opened: number[] = [];
for (let i = 0; i < 5; i++) {
  const once = await openReader(readerChoice('models/mini'));
  opened.push(once.loadMs);
  await once.close();
}
const reader = await openReader(readerChoice('models/mini'));

let modelMs = 0;
const timed: QaModel = {
  ...reader,
  async read(input) {
    const startMs = performance.now();
    const logits = await reader.read(input);
    modelMs += performance.now() - startMs;
    return logits;
  },
};
const observer = { now: () => performance.now(), stopped: () => false, onProvisional: () => undefined };
const rows: { msPerWindow: number; modelShare: number }[] = [];
for (let i = 0; i < 5; i++) {
  modelMs = 0;
  const { coverage, timing } = await answerQuestion(document, question, timed, {}, observer);
  rows.push({ msPerWindow: timing.totalMs / coverage.windows, modelShare: modelMs / timing.totalMs });
}
const msPerWindow = median(rows.map((row) => row.msPerWindow));
console.log(`opening the reader: ${median(opened).toFixed(0)} ms`);
console.log(
  `one window, everything: ${msPerWindow.toFixed(1)} ms (best ${Math.min(...rows.map((row) => row.msPerWindow)).toFixed(1)})`,
);
console.log(`of it in the model: ${(100 * median(rows.map((row) => row.modelShare))).toFixed(0)} %`);
console.log(`windows in a minute: ${Math.round(60_000 / msPerWindow)}`);
console.log(`memory: ${Math.round(process.memoryUsage().rss / 1e6)} MB resident`);
await reader.close();
