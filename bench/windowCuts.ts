// Which windows are best: how long, how much shared, cut at a fixed step or at seams? By quality on SQuAD-Doc documents
// of about 20 windows, by how many windows there are to read, and by how many stay the same after one keystroke.
import { seededRandom } from '../src/evaluate/seededRandom';
import { findSeams } from '../src/qa/seams';
import type { Encoding } from '../src/qa/tokens';
import { planWindows } from '../src/qa/windows';
import { openReader } from '../src/runtime/reader';
import { readerChoice } from '../test/support/readerChoice';
import {
  cutWindows,
  type DocReading,
  productRule,
  rankWindows,
  readDocument,
  scoreWindows,
  type WindowPolicy,
} from './support/docReadings';
import { cacheFolder, LogitCache } from './support/logitCache';
import { docQuestions, documentOf, inTurn } from './support/squadDocSet';
import { mean, meanPercent, percent, printTable } from './support/tables';

const count = Number(process.env.QUESTIONS ?? 40);
const size = 20;
const policies: readonly (WindowPolicy & { readonly name: string })[] = [
  { name: '320, overlap 128, fixed', seam: null },
  { name: '320, overlap 128, paragraphs', seam: 2 },
  { name: '320, overlap 128, sentences', seam: 1 },
  { name: '320, overlap 64, sentences', seam: 1, overlap: 64 },
  { name: '320, overlap 64, fixed', seam: null, overlap: 64 },
  { name: '320, overlap 32, fixed', seam: null, overlap: 32 },
  { name: '256, overlap 128, fixed', seam: null, maxLength: 256 },
  { name: '256, overlap 64, fixed', seam: null, maxLength: 256, overlap: 64 },
  { name: '192, overlap 64, fixed', seam: null, maxLength: 192, overlap: 64 },
];

const reader = await openReader(readerChoice('models/mini'));
const questions = inTurn(docQuestions('fit').slice(0, count), docQuestions('report').slice(0, count));
const readings = new Map<string, DocReading[]>(policies.map(({ name }) => [name, []]));
const stable = new Map<string, number[]>(policies.map(({ name }) => [name, []]));
const random = seededRandom(1);

for (const question of questions) {
  const cache = new LogitCache(cacheFolder('fp32'), question.id);
  const { text } = documentOf(question, size);
  const places = Array.from({ length: 2 }, () => Math.floor(random() * text.length));
  for (const policy of policies) {
    const read = await readDocument(cache.around(reader), question.question, text, policy);
    readings.get(policy.name)?.push(rankWindows(read, scoreWindows(read, productRule), 'own', question, size));
    for (const place of places) stable.get(policy.name)?.push(unchangedShare(text, place, question.question, policy));
  }
  cache.save();
}
await reader.close();

/** Share of the windows that are read with the very same tokens after `x` was typed at a place. */
function unchangedShare(text: string, place: number, question: string, policy: WindowPolicy): number {
  const contentsOf = (edited: string): string[] => {
    const context: Encoding = reader.tokenizer.encode(edited);
    const plan = planWindows(
      reader.tokenizer.encode(question),
      reader.layout,
      policy.maxLength ?? reader.maxLength,
      policy.overlap,
    );
    return cutWindows(findSeams(edited, context), plan, policy).map(({ startToken, endToken }) =>
      context.ids.subarray(startToken, endToken).join(' '),
    );
  };
  const before = new Set(contentsOf(text));
  const after = contentsOf(`${text.slice(0, place)}x${text.slice(place)}`);
  return after.filter((window) => before.has(window)).length / after.length;
}

/** Lowest evidence at which F1 over all questions is best; refusals count. */
function bestF1(all: readonly DocReading[]): { threshold: number; f1: number[] } {
  const f1At = (threshold: number): number[] =>
    all.map(({ answerable, groups: [best] }) => {
      const answered = best !== undefined && best.best >= threshold;
      return answered ? (answerable ? best.f1 : 0) : answerable ? 0 : 1;
    });
  const thresholds = Array.from({ length: 61 }, (_, i) => -4 + i / 5);
  const [threshold = 0] = thresholds.sort((a, b) => mean(f1At(b)) - mean(f1At(a)));
  return { threshold, f1: f1At(threshold) };
}

console.log(`${questions.length} questions, documents of about ${size} windows, fp32`);
const base = readings.get(policies[0]?.name ?? '') ?? [];
const spanF1 = (of: readonly DocReading[]): number[] =>
  of.filter(({ answerable }) => answerable).map(({ groups: [best] }) => best?.f1 ?? 0);
const difference = (one: readonly number[], other: readonly number[]): string =>
  meanPercent(one.map((value, i) => value - (other[i] ?? 0)));
printTable(
  [
    ...['windows', 'windows read', 'best span F1, answerable', 'difference (95 %)', 'best overall F1'],
    ...['difference (95 %)', 'unchanged after a keystroke'],
  ],
  policies.map(({ name }) => {
    const all = readings.get(name) ?? [];
    const own = bestF1(all);
    return [
      name,
      mean(all.map(({ windows }) => windows)).toFixed(1),
      percent(mean(spanF1(all))),
      difference(spanF1(all), spanF1(base)),
      percent(mean(own.f1)),
      difference(own.f1, bestF1(base).f1),
      `${percent(mean(stable.get(name) ?? []))} %`,
    ];
  }),
);
