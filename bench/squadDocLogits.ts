// Reads the SQuAD-Doc documents and keeps the logits, for all measurements of verdicts: hours once, minutes afterwards.
// May be ended and started again. PRECISION=fp32|int8 (fp32), QUESTIONS=count of each set (150), SIZE=largest in windows.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { answerQuestion } from '../src/qa/answer';
import { makeDocument } from '../src/qa/document';
import { openReader } from '../src/runtime/reader';
import { readerChoice } from '../test/support/readerChoice';
import { LogitCache, cacheFolder } from './support/logitCache';
import { docQuestions, documentOf, inTurn, sizes, squadQuestions } from './support/squadDocSet';

const precision = process.env.PRECISION === 'int8' ? 'int8' : 'fp32';
const count = Number(process.env.QUESTIONS ?? 150);
const largest = Number(process.env.SIZE ?? 130);
const reader = await openReader(
  readerChoice('models/mini', { precision, prepared: mkdtempSync(join(tmpdir(), 'document-qa-bench-')) }),
);
const observer = { now: () => performance.now(), stopped: () => false };
const ask = async (cache: LogitCache, text: string, question: string): Promise<number> =>
  (await answerQuestion(makeDocument(text, null), question, cache.around(reader), { windowBudget: Infinity }, observer))
    .coverage.windows;

if (largest === 1) {
  for (const { id, context, question } of squadQuestions) {
    const cache = new LogitCache(cacheFolder(precision), id);
    await ask(cache, context, question);
    cache.save();
  }
} else {
  const drawn = inTurn(docQuestions('fit').slice(0, count), docQuestions('report').slice(0, count));
  for (const [i, question] of drawn.entries()) {
    const startedMs = performance.now();
    const cache = new LogitCache(cacheFolder(precision), question.id);
    const windows: number[] = [];
    for (const size of [...sizes.filter((other) => other < largest), largest]) {
      windows.push(await ask(cache, documentOf(question, size).text, question.question));
    }
    cache.save();
    console.log(i, question.set, windows.join(' '), `${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
  }
}
await reader.close();
