// What is it worth to read the best answer's paragraph a second time? Quality, false answers, calibration and time by size
// of document, and how far a paragraph that has nothing to do with the question moves the right answer's confidence.
// PRECISION=fp32|int8 (fp32), QUESTIONS=count of each kind (40), SIZES=windows,... with 0 for the editor set
// (1,5,20,60,130,0), INSERTIONS=of each answerable question (3), TIMED=questions that are timed (3).
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { quantile } from '../src/evaluate/bootstrap';
import { calibrationError } from '../src/evaluate/calibrationError';
import { isRight } from '../src/evaluate/metrics';
import { seededRandom } from '../src/evaluate/seededRandom';
import type { SquadQuestion } from '../src/evaluate/squad';
import type { JoinedDocument } from '../src/evaluate/squadDoc';
import { confidenceAt } from '../src/qa/confidence';
import type { QaModel } from '../src/qa/model';
import { openReader } from '../src/runtime/reader';
import { readerChoice } from '../test/support/readerChoice';
import { type DocReading, readAsProduct } from './support/docReadings';
import { withUnrelatedParagraph } from './support/insertedParagraph';
import { cacheFolder, LogitCache } from './support/logitCache';
import { editorQuestions } from './support/qualitySets';
import { middleOfWindow, paragraphsOfAtLeast, readOtherwise } from './support/secondReadings';
import { docQuestions, documentOf } from './support/squadDocSet';
import { mean, meanPercent, percent, printTable, sharePercent } from './support/tables';

const precision = process.env.PRECISION === 'int8' ? 'int8' : 'fp32';
const wanted = Number(process.env.QUESTIONS ?? 40);
const sizes = (process.env.SIZES ?? '1,5,20,60,130,0').split(',').map(Number);
const insertionsEach = Number(process.env.INSERTIONS ?? 3);
const timed = Number(process.env.TIMED ?? 3);
const reader = await openReader(
  readerChoice('models/mini', { precision, prepared: mkdtempSync(join(tmpdir(), 'document-qa-bench-')) }),
);
const { answer: threshold } = reader.rule.levels.balanced.thresholds;

type Read = (model: QaModel, question: SquadQuestion, text: string, size: number) => Promise<DocReading>;
const nothing = 'nothing';
const product = 'the paragraph';
const ways: ReadonlyMap<string, Read> = new Map<string, Read>([
  [nothing, (model, question, text, size) => readAsProduct(model, question, text, size, { secondReadings: 0 })],
  [product, (model, question, text, size) => readAsProduct(model, question, text, size)],
  ['with its neighbours, 600 characters', (...of) => readOtherwise(...of, paragraphsOfAtLeast(600))],
  ['a window with the answer in its middle', (...of) => readOtherwise(...of, middleOfWindow)],
]);

/** What a way made of a question's document. */
interface Row {
  readonly question: SquadQuestion;
  readonly document: JoinedDocument;
  readonly reading: DocReading;
  readonly windowsRead: number;
  /** The same documents with an irrelevant paragraph. */
  readonly after: readonly DocReading[];
}

for (const size of sizes) {
  const rows = new Map<string, Row[]>([...ways.keys()].map((way) => [way, []]));
  for (const { question, document, texts } of documentsOf(size)) {
    const cache = new LogitCache(cacheFolder(precision), question.id);
    for (const [way, read] of ways) {
      let windowsRead = 0;
      const model = counting(cache.around(reader), () => windowsRead++);
      const reading = await read(model, question, document.text, size);
      const row = { question, document, reading, windowsRead };
      const after: DocReading[] = [];
      for (const text of texts) after.push(await read(cache.around(reader), question, text, size));
      rows.get(way)?.push({ ...row, after });
    }
    cache.save();
  }
  print(size, rows);
  if (timed > 0) await printTimes(size);
}
await reader.close();

/** The questions of a size with their documents, and those with an irrelevant paragraph in them. */
function* documentsOf(size: number): Generator<Pick<Row, 'question' | 'document'> & { readonly texts: string[] }> {
  const random = seededRandom(1);
  if (size === 0) {
    for (const question of editorQuestions()) {
      const { context: text } = question;
      yield { question, document: { text, homeStart: 0, homeEnd: text.length }, texts: [] };
    }
    return;
  }
  for (const question of docQuestions('report').slice(0, 2 * wanted)) {
    const document = documentOf(question, size);
    const insertions = question.answers.length > 0 ? insertionsEach : 0;
    const texts = Array.from({ length: insertions }, () =>
      withUnrelatedParagraph(document.text, question.answers, random),
    );
    yield { question, document, texts };
  }
}

function counting(model: QaModel, count: () => void): QaModel {
  return {
    ...model,
    read(input) {
      count();
      return model.read(input);
    },
  };
}

function print(size: number, rows: ReadonlyMap<string, readonly Row[]>): void {
  const asked = rows.get(product) ?? [];
  const title = size === 0 ? 'The editor set' : `Documents of about ${size} windows`;
  console.log(`\n## ${title}, ${precision}, ${asked.length} questions`);
  printTable(
    [
      ...['read again', 'windows read', 'best-span F1', 'position hit', 'answerable F1', 'false answers', 'F1'],
      ...['ECE', '95 %', 'above perfect by', 'Brier'],
    ],
    [...rows].map(([way, all]) => [way, ...quality(all)]),
  );
  if (size === 0 || insertionsEach === 0) return;
  printTable(
    ['read again', 'insertions', 'moved by: median', '95th', 'most', 'over 0.05', 'decided otherwise'],
    [...rows].map(([way, all]) => [way, ...movement(all)]),
  );
}

function quality(rows: readonly Row[]): string[] {
  const answerable = rows.filter(({ reading }) => reading.answerable);
  const unanswerable = rows.filter(({ reading }) => !reading.answerable);
  const f1 = ({ reading }: Row): number => reading.groups[0]?.f1 ?? 0;
  const given = ({ reading }: Row): boolean => isGiven(reading);
  const { ece, interval, perfect95, brier } = calibrationError(
    rows.map(({ question, reading }) => ({
      confidence: confidenceOf(reading, 0),
      right: isRight(question.answers, reading.groups[0]?.text ?? ''),
    })),
  );
  const answeredF1 = answerable.map((row) => (given(row) ? f1(row) : 0));
  return [
    mean(rows.map(({ windowsRead }) => windowsRead)).toFixed(1),
    meanPercent(answerable.map(f1)),
    percent(mean(answerable.map((row) => (isHome(row) ? 1 : 0)))),
    meanPercent(answeredF1),
    sharePercent(unanswerable.map(given)),
    percent(mean([...answeredF1, ...unanswerable.map((row) => (given(row) ? 0 : 1))])),
    ece.toFixed(3),
    `${interval.low.toFixed(3)} to ${interval.high.toFixed(3)}`,
    (ece - perfect95).toFixed(3),
    brier.toFixed(3),
  ];
}

/** Of the answers that were right and the best before the paragraph was inserted. */
function movement(rows: readonly Row[]): string[] {
  const insertions = rows.flatMap(({ question, reading, after }) => {
    const isRightOne = ({ text }: { readonly text: string }): boolean => isRight(question.answers, text);
    if (!reading.groups.slice(0, 1).some(isRightOne)) return [];
    return after.map((other) => {
      const rank = other.groups.findIndex(isRightOne);
      const moved = Math.abs((rank < 0 ? 0 : confidenceOf(other, rank)) - confidenceOf(reading, 0));
      return { moved, decidedOtherwise: isGiven(reading) !== (rank === 0 && isGiven(other)) };
    });
  });
  const moved = Float64Array.from(insertions, (one) => one.moved).sort();
  const share = (holds: (one: (typeof insertions)[number]) => boolean): string =>
    `${percent(insertions.filter(holds).length / insertions.length)} %`;
  return [
    `${insertions.length}`,
    ...[0.5, 0.95, 1].map((at) => quantile(moved, at).toFixed(3)),
    share((one) => one.moved > 0.05),
    share((one) => one.decidedOtherwise),
  ];
}

function isGiven({ groups: [best] }: DocReading): boolean {
  return best !== undefined && best.best >= threshold;
}

function isHome({ reading: { groups }, document: { homeStart, homeEnd } }: Row): boolean {
  return groups.slice(0, 1).some(({ start, end }) => start >= homeStart && end <= homeEnd);
}

/** Of the answer at a rank; 0 where there is none. */
function confidenceOf({ groups, margin, logWindows }: DocReading, rank: number): number {
  const [best] = groups;
  const group = groups[rank];
  if (best === undefined || group === undefined) return 0;
  const features = { evidence: group.best, margin: rank === 0 ? margin : group.best - best.best, logWindows };
  return confidenceAt(reader.rule.calibration.answer, features);
}

/** Seconds a question, each way in turn, nothing kept. */
async function printTimes(size: number): Promise<void> {
  const seconds = new Map<string, number>();
  let questions = 0;
  for (const { question, document } of documentsOf(size)) {
    if (questions === timed) break;
    questions++;
    for (const [way, read] of ways) {
      if (way !== nothing && way !== product) continue;
      const startedMs = performance.now();
      await read(reader, question, document.text, size);
      seconds.set(way, (seconds.get(way) ?? 0) + (performance.now() - startedMs) / 1000);
    }
  }
  const each = [...seconds].map(([way, sum]) => `${way} ${(sum / questions).toFixed(2)} s`);
  console.log(`\nRead again, seconds a question (${questions} questions): ${each.join(', ')}`);
}
