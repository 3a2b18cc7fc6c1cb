// Is an answer worth reading a second time, in its own paragraph or in the middle of a window? Quality, false answers,
// calibration, and how far a paragraph that has nothing to do with the question moves the right answer's confidence.
// QUESTIONS=count of each kind (40), SIZES=windows,windows (5,20), INSERTIONS=for each answerable question (3).
import { meanInterval, quantile } from '../src/evaluate/bootstrap';
import { calibrationError } from '../src/evaluate/calibrationError';
import { isRight, scoreAnswer } from '../src/evaluate/metrics';
import { seededRandom } from '../src/evaluate/seededRandom';
import { openReader } from '../src/runtime/reader';
import { readerChoice } from '../test/support/readerChoice';
import { withUnrelatedParagraph } from './support/insertedParagraph';
import { cacheFolder, LogitCache } from './support/logitCache';
import { secondReadings, type Way, ways } from './support/secondReadings';
import { qualitySets } from './support/qualitySets';
import { docQuestions, documentOf } from './support/squadDocSet';

const wanted = Number(process.env.QUESTIONS ?? 40);
const sizes = (process.env.SIZES ?? '5,20').split(',').map(Number);
const insertionsEach = Number(process.env.INSERTIONS ?? 3);
const reader = await openReader(readerChoice('models/mini', { precision: 'fp32' }));
const { answer: threshold } = reader.rule.levels.balanced.thresholds;

interface Row {
  readonly way: Way;
  readonly answerable: boolean;
  readonly f1: number;
  readonly right: boolean;
  readonly evidence: number;
  readonly confidence: number;
  readonly reread: number;
}

const editorSet = qualitySets().find(({ name }) => name === 'editor set')?.questions ?? [];
for (const size of sizes) {
  const random = seededRandom(1);
  const rows: Row[] = [];
  const moved = new Map<Way, number[]>(ways.map((way) => [way, []]));
  const flips = new Map<Way, number>(ways.map((way) => [way, 0]));
  const asked =
    size > 0
      ? docQuestions('report')
          .slice(0, 2 * wanted)
          .map((question) => ({ ...question, document: documentOf(question, size) }))
      : editorSet.map((question) => ({
          ...question,
          document: { text: question.context, homeStart: 0, homeEnd: question.context.length },
        }));
  for (const { document, ...question } of asked) {
    const cache = new LogitCache(cacheFolder('fp32'), question.id);
    const model = cache.around(reader);
    const before = await secondReadings(model, question.question, document.text);
    const answerable = question.answers.length > 0;
    for (const way of ways) {
      const { answers, windows } = before[way];
      const [best] = answers;
      rows.push({
        ...{ way, answerable, reread: windows },
        f1: best === undefined ? 0 : scoreAnswer(question.answers, best.text).f1,
        right: answerable && best !== undefined && isRight(question.answers, best.text),
        ...{ evidence: best?.evidence ?? -Infinity, confidence: best?.confidence ?? 0 },
      });
    }
    for (let i = 0; size > 0 && answerable && i < insertionsEach; i++) {
      const { text } = withUnrelatedParagraph(document, question.answers, random);
      const after = await secondReadings(model, question.question, text);
      for (const way of ways) {
        const [best] = before[way].answers;
        if (best === undefined || !isRight(question.answers, best.text)) continue;
        const found = after[way].answers.find((answer) => isRight(question.answers, answer.text));
        moved.get(way)?.push(Math.abs((found?.confidence ?? 0) - best.confidence));
        if (best.evidence >= threshold !== (found?.evidence ?? -Infinity) >= threshold)
          flips.set(way, (flips.get(way) ?? 0) + 1);
      }
    }
    cache.save();
  }
  console.log(`\n## About ${size} windows, ${rows.length / ways.length} questions\n`);
  console.log(
    '| read again | windows more | best span F1, answerable | F1, swept | false answers, at that threshold | F1 at the threshold | answerable F1 | false answers | Brier | ECE above perfect | moved: median | 95th | over 0.05 | decided otherwise |',
  );
  console.log(`| --- |${' ---: |'.repeat(13)}`);
  for (const way of ways) {
    const of = rows.filter((row) => row.way === way);
    const yes = of.filter((row) => row.answerable);
    const no = of.filter((row) => !row.answerable);
    const overall = (from: number): number =>
      mean(of.map((row) => (row.answerable ? (row.evidence >= from ? row.f1 : 0) : row.evidence >= from ? 0 : 1)));
    const best = of.map((row) => row.evidence).reduce((a, b) => (overall(b) > overall(a) ? b : a));
    const { ece, perfect95, brier } = calibrationError(of);
    const shifts = Float64Array.from(moved.get(way) ?? []).sort();
    const { low, high } = meanInterval(yes.map(({ f1 }) => f1));
    const cells = [
      way,
      mean(of.map(({ reread }) => reread)).toFixed(1),
      `${percent(mean(yes.map(({ f1 }) => f1)))} (${percent(low)} to ${percent(high)})`,
      percent(overall(best)),
      percent(mean(no.map((row) => (row.evidence >= best ? 1 : 0)))),
      percent(overall(threshold)),
      percent(mean(yes.map((row) => (row.evidence >= threshold ? row.f1 : 0)))),
      percent(mean(no.map((row) => (row.evidence >= threshold ? 1 : 0)))),
      brier.toFixed(3),
      (ece - perfect95).toFixed(3),
      quantile(shifts, 0.5).toFixed(3),
      quantile(shifts, 0.95).toFixed(3),
      `${percent(shifts.filter((shift) => shift > 0.05).length / shifts.length)} %`,
      `${flips.get(way) ?? 0} of ${shifts.length}`,
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}
await reader.close();

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}
