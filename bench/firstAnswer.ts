// How soon does the right answer stand on the screen, while the rest of the document is still being read? The right one
// is what the whole reading ends with; the share of the whole time is what counts. Decides the order of reading.
// QUESTIONS=how many (100)
import { performance } from 'node:perf_hooks';
import { answerQuestion } from '../src/qa/answer';
import { makeDocument } from '../src/qa/document';
import type { QaResult } from '../src/qa/result';
import { openReader } from '../src/runtime/reader';
import { readerChoice } from '../test/support/readerChoice';
import { figure } from './support/figures';
import { docQuestions, documentOf } from './support/squadDocSet';
import { printTable } from './support/tables';

const wanted = Number(process.env.QUESTIONS ?? 100);
const sizesInTurn = [20, 60, 130];

interface Shown {
  readonly windows: number;
  readonly totalMs: number;
  /** Shares of the whole time: the first answer of any kind, the right one, and the right one for good. */
  readonly any: number;
  readonly right: number;
  readonly stays: number;
}

const reader = await openReader(readerChoice('models/mini'));
const all: Shown[] = [];
const answerable = docQuestions('report').filter(({ answers }) => answers.length > 0);
for (const [i, question] of answerable.entries()) {
  if (all.length === wanted) break;
  const windows = sizesInTurn[i % sizesInTurn.length] ?? NaN;
  const seen: { readonly ms: number; readonly best: string | undefined }[] = [];
  const startMs = performance.now();
  const note = ({ answers: [best] }: QaResult): void => {
    seen.push({ ms: performance.now() - startMs, best: best && `${best.start}-${best.end}` });
  };
  const document = makeDocument(documentOf(question, windows).text, 'article.txt');
  const observer = { now: () => performance.now(), stopped: () => false, onProvisional: note };
  const result = await answerQuestion(document, question.question, reader, {}, observer);
  note(result);
  const right = seen.at(-1)?.best;
  // Where the whole reading ends with no answer, there is none to wait for.
  if (right === undefined) continue;
  const totalMs = seen.at(-1)?.ms ?? NaN;
  const share = (index: number): number => (seen[index]?.ms ?? NaN) / totalMs;
  all.push({
    windows: result.coverage.windows,
    totalMs,
    any: share(seen.findIndex(({ best }) => best !== undefined)),
    right: share(seen.findIndex(({ best }) => best === right)),
    stays: share(seen.findLastIndex(({ best }) => best !== right) + 1),
  });
}
await reader.close();

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(share * values.length) - 1] ?? NaN;
const rowOf = (name: string, rows: readonly Shown[]): string[] => [
  name,
  `${rows.length}`,
  ...(['any', 'right', 'stays'] as const).flatMap((kind) =>
    [0.5, 0.9].map(
      (share) =>
        `${(
          100 *
          quantile(
            rows.map((row) => row[kind]),
            share,
          )
        ).toFixed(1)} %`,
    ),
  ),
];
printTable(
  ['windows', 'questions', 'any: p50', 'p90', 'the right one: p50', 'p90', 'for good: p50', 'p90'],
  [
    ...sizesInTurn.map((size) =>
      rowOf(
        `about ${size}`,
        all.filter(({ windows }) => Math.abs(windows / size - 1) < 0.5),
      ),
    ),
    rowOf('all', all),
  ],
);
for (const [share, atMost] of [
  [0.5, 10],
  [0.9, 40],
] as const) {
  const shares = all.map(({ right }) => right);
  figure(`the right answer on the screen, p${100 * share}`, 100 * quantile(shares, share), '% of the time', { atMost });
}
