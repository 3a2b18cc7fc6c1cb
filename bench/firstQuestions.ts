// What does a new user see who asks plain questions of three real files? Questions and expected words were written
// before the first run; the outcome, good and bad, is printed as it is.
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { answerQuestion } from '../src/qa/answer';
import { makeDocument } from '../src/qa/document';
import { openReader } from '../src/runtime/reader';
import { readerChoice } from '../test/support/readerChoice';

interface Question {
  readonly question: string;
  /** Words that the answer should be or hold; null where the file has none. */
  readonly expected: string | null;
}

const files = JSON.parse(readFileSync('bench/firstQuestions.json', 'utf8')) as Record<string, Question[]>;
const reader = await openReader(readerChoice('models/mini'));
let right = 0;
let asked = 0;
for (const [file, questions] of Object.entries(files)) {
  const document = makeDocument(readFileSync(file, 'utf8'), file);
  for (const { question, expected } of questions) {
    const observer = { now: () => performance.now(), stopped: () => false };
    const { verdict, answers, closest, coverage, timing } = await answerQuestion(
      document,
      question,
      reader,
      {},
      observer,
    );
    const [best] = answers;
    const start = expected === null ? -1 : document.text.indexOf(expected);
    const hit = best !== undefined && answers.some(({ text }) => expected !== null && text.includes(expected));
    const ok = expected === null ? verdict === 'noAnswer' : best?.text.includes(expected.replaceAll('`', '')) === true;
    asked++;
    if (ok) right++;
    const shown = best ?? closest;
    console.log(
      [
        ok ? 'right' : hit ? 'listed' : 'wrong',
        file,
        question,
        `expected ${expected === null ? 'no answer' : `${JSON.stringify(expected)} (first at ${start})`}`,
        `${verdict}: ${JSON.stringify(shown?.text)} at ${shown?.startLine ?? '-'}:${shown?.startColumn ?? '-'}`,
        `confidence ${shown?.confidence.toFixed(2) ?? '-'}, ${coverage.windows} windows, ${Math.round(timing.totalMs)} ms`,
      ].join(' | '),
    );
  }
}
console.log(`${right} of ${asked} right`);
await reader.close();
