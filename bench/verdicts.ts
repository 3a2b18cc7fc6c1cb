// Which rule decides, and with which constants? Rules are compared on SQuAD-Doc by the logits that squadDocLogits kept;
// then constants are fitted on the `fit` articles and judged on the `report` ones, by what the product itself says: its
// second readings are in it. PRECISION=fp32|int8 (fp32), QUESTIONS and MIDDLE=of each set on documents of all sizes, and
// of up to 20 windows.
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calibrationError } from '../src/evaluate/calibrationError';
import { fitRule, type JudgedSpan, measureAt } from '../src/evaluate/fitRule';
import { isRight } from '../src/evaluate/metrics';
import { priorRule } from '../src/evaluate/rule';
import { confidenceAt } from '../src/qa/confidence';
import { strictnesses } from '../src/qa/strictness';
import { openReader } from '../src/runtime/reader';
import { readerChoice } from '../test/support/readerChoice';
import {
  type DocReading,
  type Group,
  type NullScore,
  productRule,
  rankWindows,
  readAsProduct,
  readDocument,
  scoreWindows,
} from './support/docReadings';
import { cacheFolder, LogitCache } from './support/logitCache';
import {
  articles,
  type DocQuestion,
  docQuestions,
  documentOf,
  inTurn,
  sizes,
  squadQuestions,
} from './support/squadDocSet';
import { mean, meanPercent, percent, printTable, sharePercent } from './support/tables';

const precision = process.env.PRECISION === 'int8' ? 'int8' : 'fp32';
const most = Number(process.env.QUESTIONS ?? 40);
const mostOfMiddle = Number(process.env.MIDDLE ?? 150);
const reader = await openReader(
  readerChoice('models/mini', { precision, prepared: mkdtempSync(join(tmpdir(), 'document-qa-bench-')) }),
);
type Kind = 'answerable' | 'unanswerable' | 'absent';
interface Row extends DocReading {
  readonly rule: string;
  readonly kind: Kind;
  readonly atHome: boolean;
}
const rows: Row[] = [];
const nullScores: readonly NullScore[] = ['own', 'least', 'none'];

for (const [i, question] of inTurn(
  docQuestions('fit').slice(0, mostOfMiddle),
  docQuestions('report').slice(0, mostOfMiddle),
).entries()) {
  if (!existsSync(join(cacheFolder(precision), `${question.id}.f32`))) continue;
  const cache = new LogitCache(cacheFolder(precision), question.id);
  for (const size of sizes.filter((windows) => i < 2 * most || windows <= 20))
    await addRows(question, size, cache, i < most);
  cache.save();
}
const paragraphs = await readParagraphs();
await reader.close();

/** What each rule and the product make of a document, and the product of the document without the home paragraph. */
async function addRows(question: DocQuestion, size: number, cache: LogitCache, withOwners: boolean): Promise<void> {
  const kind = question.answers.length > 0 ? 'answerable' : 'unanswerable';
  const model = cache.around(reader);
  const joined = documentOf(question, size);
  const document = await readDocument(model, question.question, joined.text);
  const scored = scoreWindows(document, productRule);
  const add = (rule: string, of: Kind, reading: DocReading): void => {
    const [best] = reading.groups;
    const atHome = best !== undefined && best.start >= joined.homeStart && best.end <= joined.homeEnd;
    rows.push({ ...reading, rule, kind: of, atHome, answerable: of === 'answerable' });
  };
  for (const rule of nullScores) add(rule, kind, rankWindows(document, scored, rule, question, size));
  add('product', kind, await readAsProduct(model, question, joined.text, size));
  if (kind === 'answerable' && size > 1) {
    const without = joined.text.slice(0, joined.homeStart) + joined.text.slice(joined.homeEnd);
    add('product', 'absent', await readAsProduct(model, question, without, size));
  }
  if (size === 20 && withOwners) {
    const free = scoreWindows(document, { ...productRule, owners: false });
    add('no owner', kind, rankWindows(document, free, 'own', question, size));
    for (const maxSpanTokens of [15, 30, 64]) {
      const short = scoreWindows(document, { ...productRule, maxSpanTokens });
      add(`at most ${maxSpanTokens} tokens`, kind, rankWindows(document, short, 'own', question, size));
    }
  }
}

/** All public questions on their own paragraphs. */
async function readParagraphs(): Promise<DocReading[]> {
  const readings: DocReading[] = [];
  for (const question of squadQuestions) {
    const cache = new LogitCache(cacheFolder(precision), question.id);
    readings.push(await readAsProduct(cache.around(reader), question, question.context, 1));
    cache.save();
  }
  return readings;
}

/** A rule of the comparison: a score of the best answer, and which answer that is. */
interface Decider {
  readonly name: string;
  readonly rule: string;
  readonly best: (row: Row) => Group | undefined;
  readonly score: (row: Row) => number;
}
const bestOf = ({ groups }: Row): Group | undefined => groups[0];
const heaviestOf = ({ groups }: Row): Group | undefined => [...groups].sort((a, b) => b.mass - a.mass)[0];
const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));
const bySpan = (name: string, rule: NullScore, exponent: number): Decider => ({
  ...{ name, rule, best: bestOf },
  score: (row) => (bestOf(row)?.best ?? -Infinity) - exponent * row.logWindows,
});
const deciders: readonly Decider[] = [
  ...[0, 0.1, 0.2, 0.5, 1].map((b) => bySpan(`same-window null, best span, b = ${b}`, 'own', b)),
  ...[0, 0.5].map((b): Decider => ({
    ...{ name: `same-window null, group mass, b = ${b}`, rule: 'own', best: heaviestOf },
    score: (row) => (heaviestOf(row)?.mass ?? -Infinity) - b * row.logWindows,
  })),
  ...[0, 0.2, 0.5].map((b) => bySpan(`least null of all windows (run_squad), b = ${b}`, 'least', b)),
  {
    ...{ name: 'product of all 1 - score (Haystack, top 8)', rule: 'none', best: bestOf },
    score: ({ groups }) =>
      Math.log(sigmoid(0.1 * (groups[0]?.best ?? -99))) -
      groups.reduce((sum, { best }) => sum + Math.log(1 - sigmoid(0.1 * best)), 0),
  },
];

const full = rows.filter(({ id }) => rows.some((row) => row.id === id && row.size === 130));
const worth = (row: Row, { best, score }: Decider, threshold: number): number => {
  const answered = score(row) >= threshold;
  return row.answerable ? (answered ? (best(row)?.f1 ?? 0) : 0) : answered ? 0 : 1;
};

console.log(`${precision}; ${new Set(full.map(({ id }) => id)).size} questions on documents of all sizes`);
console.log('\n## Rules, each at its own best threshold over all sizes');
printTable(
  [
    'rule',
    'threshold',
    'overall F1',
    ...sizes.map((size) => `answerable F1, ${size}`),
    ...sizes.map((size) => `false answers, ${size}`),
  ],
  deciders.map((decider) => {
    const of = full.filter(({ rule, kind }) => rule === decider.rule && kind !== 'absent');
    const scores = of.map(decider.score).sort((a, b) => a - b);
    const candidates = Array.from({ length: 80 }, (_, i) => scores[Math.floor((i * scores.length) / 80)] ?? 0);
    const overall = (threshold: number): number => mean(of.map((row) => worth(row, decider, threshold)));
    const threshold = candidates.reduce((best, candidate) => (overall(candidate) > overall(best) ? candidate : best));
    const at = (size: number, kind: Kind): Row[] => of.filter((row) => row.size === size && row.kind === kind);
    return [
      decider.name,
      threshold.toFixed(1),
      percent(overall(threshold)),
      ...sizes.map((size) => percent(mean(at(size, 'answerable').map((row) => worth(row, decider, threshold))))),
      ...sizes.map((size) => percent(1 - mean(at(size, 'unanswerable').map((row) => worth(row, decider, threshold))))),
    ];
  }),
);

console.log('\n## Owners and the longest answer, documents of about 20 windows');
const names = ['own', 'no owner', 'at most 15 tokens', 'at most 30 tokens', 'at most 64 tokens'];
const compared = new Set(rows.filter(({ rule }) => rule === 'no owner').map(({ id }) => id));
printTable(
  ['rule', 'questions', 'best span F1, answerable', 'evidence, answerable', 'evidence, unanswerable'],
  names.map((name) => {
    const of = rows.filter(
      ({ rule, kind, size, id }) => rule === name && kind !== 'absent' && size === 20 && compared.has(id),
    );
    const evidence = (answerable: boolean): string =>
      mean(of.filter((row) => row.answerable === answerable).map((row) => bestOf(row)?.best ?? 0)).toFixed(2);
    const spans = of.filter(({ answerable }) => answerable).map((row) => bestOf(row)?.f1 ?? 0);
    return [
      name === 'own' ? 'owners, at most 128 tokens' : name,
      `${of.length}`,
      percent(mean(spans)),
      evidence(true),
      evidence(false),
    ];
  }),
);

/** The best span of a question, judged. */
function judged(reading: DocReading, answers: readonly string[]): JudgedSpan | undefined {
  const [best] = reading.groups;
  if (best === undefined) return undefined;
  return {
    evidence: best.best,
    margin: reading.margin,
    logWindows: reading.logWindows,
    answerable: reading.answerable,
    right: reading.answerable && isRight(answers, best.text),
  };
}
const answersOf = new Map(squadQuestions.map(({ id, answers }) => [id, answers]));
const spansOf = (readings: readonly DocReading[], set: readonly string[]): JudgedSpan[] =>
  readings
    .filter(({ article }) => set.includes(article))
    .flatMap((reading) => judged(reading, answersOf.get(reading.id) ?? []) ?? []);

const documents = rows.filter(({ rule, kind, size }) => rule === 'product' && kind !== 'absent' && size > 1);
const rule = fitRule(
  [
    ...spansOf(paragraphs, articles.fit),
    // A question's documents of several sizes are no independent outcomes.
    ...spansOf(documents, articles.fit).map((span) => ({ ...span, count: 0.3 })),
  ],
  { ...priorRule, prior: { windowExponent: 0 } },
);
console.log(`\n## Constants fitted on ${articles.fit.join(', ')}\n`);
console.log(JSON.stringify(rule));

console.log(`\n## Strictness, paragraphs of ${articles.report.join(', ')}`);
const reported = spansOf(paragraphs, articles.report);
printTable(
  ['strictness', 'answer from', 'maybe from', 'precision', 'coverage', 'false answers'],
  strictnesses.map((word) => {
    const { answer, maybe } = rule.levels[word].thresholds;
    const measured = measureAt(reported, answer);
    const falselyGiven = reported.filter(({ answerable }) => !answerable).map(({ evidence }) => evidence >= answer);
    return [
      word,
      `${answer}`,
      `${maybe}`,
      percent(measured?.precision ?? NaN),
      percent(measured?.coverage ?? NaN),
      sharePercent(falselyGiven),
    ];
  }),
);

console.log('\n## The balanced rule by size of document, all questions');
const threshold = rule.levels.balanced.thresholds.answer;
printTable(
  [
    'about windows',
    'windows',
    'questions',
    'answerable F1',
    'best span F1',
    'position hit',
    'false answers',
    'false answers, paragraph taken out',
  ],
  sizes.map((size) => {
    const at = (kind: Kind): Row[] =>
      rows.filter((row) => row.rule === 'product' && row.size === size && row.kind === kind);
    const given = (row: Row): boolean => (bestOf(row)?.best ?? -Infinity) >= threshold;
    const answerable = at('answerable');
    return [
      `${size}`,
      mean(answerable.map(({ windows }) => windows)).toFixed(1),
      `${answerable.length + at('unanswerable').length}`,
      meanPercent(answerable.map((row) => (given(row) ? (bestOf(row)?.f1 ?? 0) : 0))),
      meanPercent(answerable.map((row) => bestOf(row)?.f1 ?? 0)),
      sharePercent(answerable.map(({ atHome }) => atHome)),
      sharePercent(at('unanswerable').map(given)),
      sharePercent(at('absent').map(given)),
    ];
  }),
);

console.log('\n## Calibration, report articles');
const calibrated = (spans: readonly JudgedSpan[]): string[] => {
  const { ece, interval, perfect95, brier } = calibrationError(
    spans.map((span) => ({ confidence: confidenceAt(rule.calibration.answer, span), right: span.right })),
  );
  return [
    `${spans.length}`,
    ece.toFixed(3),
    `${interval.low.toFixed(3)} to ${interval.high.toFixed(3)}`,
    perfect95.toFixed(3),
    (ece - perfect95).toFixed(3),
    brier.toFixed(3),
  ];
};
printTable(
  ['read', 'n', 'ECE', '95 %', 'a perfect reader stays below', 'above it by', 'Brier'],
  [
    ['paragraphs', ...calibrated(reported)],
    ...sizes
      .filter((size) => size > 1)
      .map((size) => [
        `documents of about ${size}`,
        ...calibrated(
          spansOf(
            documents.filter((row) => row.size === size),
            articles.report,
          ),
        ),
      ]),
  ],
);
