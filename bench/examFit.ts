// Do the 200 questions of an entrance exam suffice to fit a reader's constants? Exams drawn from the public questions,
// for the bundled reader and three made of it, with and without the prior, judged on the questions that were not drawn.
// DRAWS=exams a reader (200).
import { readFileSync } from 'node:fs';
import { quantile } from '../src/evaluate/bootstrap';
import { meanCalibrationError } from '../src/evaluate/calibrationError';
import { parseExam } from '../src/evaluate/exam';
import { fitRule, type JudgedSpan } from '../src/evaluate/fitRule';
import { isRight } from '../src/evaluate/metrics';
import { priorRule } from '../src/evaluate/rule';
import { seededRandom } from '../src/evaluate/seededRandom';
import { answerQuestion } from '../src/qa/answer';
import { confidenceAt, type LogisticWeights } from '../src/qa/confidence';
import { makeDocument } from '../src/qa/document';
import type { DecisionRule } from '../src/qa/model';
import { openReader } from '../src/runtime/reader';
import { readerChoice } from '../test/support/readerChoice';
import { cacheFolder, LogitCache } from './support/logitCache';
import { squadQuestions } from './support/squadDocSet';

const draws = Number(process.env.DRAWS ?? 200);
const questionsOfKind = 100;

/** The best span of a question, and where the question is from. */
interface Span extends JudgedSpan {
  readonly id: string;
  readonly article: string;
}

/** The questions that constants are fitted on, and those that they are judged on. */
interface Split {
  readonly drawn: readonly Span[];
  readonly others: readonly Span[];
}

/** What constants are worth on questions that they were not fitted on. */
interface Worth {
  readonly answerLoss: number;
  readonly refusalLoss: number;
  readonly ece: number;
  /** Points of right answers and right refusals below what the best threshold gives. */
  readonly lost: number;
}

const fits: readonly { readonly name: string; fit(spans: readonly Span[]): DecisionRule }[] = [
  { name: 'prior alone', fit: () => priorRule },
  { name: '200 questions alone', fit: fitFreely },
  { name: '200 questions and the prior', fit: (spans) => fitRule(spans, priorRule) },
  { name: '... half as wide', fit: (spans) => fitRule(spans, priorRule, 0.5) },
  { name: '... twice as wide', fit: (spans) => fitRule(spans, priorRule, 2) },
];

const random = seededRandom(1);
const asItIs = await readAll();
const readers: readonly { readonly name: string; readonly spans: readonly Span[] }[] = [
  { name: 'as it is', spans: asItIs },
  { name: 'twice the evidence, and 3', spans: asItIs.map((span) => rescale(span, 2, 3)) },
  { name: 'half the evidence, less 2', spans: asItIs.map((span) => rescale(span, 0.5, -2)) },
  { name: 'a third fewer wrong spans', spans: improve(asItIs) },
];
const exam = parseExam(readFileSync('models/exam/questions.json', 'utf8'));
const examIds = new Set(exam.questions.map(({ id }) => id));
const ways: readonly {
  readonly name: string;
  readonly exams: number;
  readonly draw: (spans: readonly Span[]) => Split;
}[] = [
  { name: 'drawn from all articles, judged on all other questions', exams: draws, draw: drawAnywhere },
  { name: 'drawn from two articles, judged on the six others', exams: draws, draw: drawTwoArticles },
  { name: 'the sealed ones, judged on the six other articles', exams: 1, draw: takeSealed },
];

for (const { name, exams, draw } of ways) {
  console.log(`\n${2 * questionsOfKind} questions, ${name}; exams: ${exams}, median (5th to 95th percentile)\n`);
  console.log('| reader | constants | log loss of answers | log loss of refusals | ECE | points below the best |');
  console.log('| --- | --- | ---: | ---: | ---: | ---: |');
  for (const reader of readers) {
    const splits = Array.from({ length: exams }, () => draw(reader.spans));
    printReader(reader.name, fitFreely(reader.spans), splits);
  }
}

/** As the exam reads them: each on its own paragraph, by the product's own path. */
async function readAll(): Promise<Span[]> {
  const reader = await openReader(readerChoice('models/mini', { precision: 'fp32' }));
  const observer = { now: () => 0, stopped: () => false };
  const spans: Span[] = [];
  for (const { id, article, context, question, answers } of squadQuestions) {
    const cache = new LogitCache(cacheFolder('fp32'), id);
    const document = makeDocument(context, null, 'text');
    const result = await answerQuestion(document, question, cache.around(reader), { top: 1 }, observer);
    cache.save();
    const best = result.answers[0] ?? result.closest;
    if (best === null) throw new Error(`${id}: no span was read`);
    spans.push({
      ...{ id, article, evidence: best.evidence, margin: best.margin ?? Infinity, logWindows: 0 },
      ...{ answerable: answers.length > 0, right: isRight(answers, best.text) },
    });
  }
  await reader.close();
  return spans;
}

function rescale(span: Span, scale: number, shift: number): Span {
  return { ...span, evidence: scale * span.evidence + shift, margin: scale * span.margin };
}

/** A third of the wrong spans of answerable questions becomes right, as sure as a right one drawn at random or surer. */
function improve(spans: readonly Span[]): Span[] {
  const rights = spans.filter(({ right }) => right);
  return spans.map((span) => {
    if (!span.answerable || span.right || random() >= 1 / 3) return span;
    const model = rights[Math.floor(random() * rights.length)] ?? span;
    const evidence = Math.max(span.evidence, model.evidence);
    return { ...span, evidence, margin: Math.max(span.margin, model.margin), right: true };
  });
}

/** @param best constants that were fitted on all questions */
function printReader(name: string, best: DecisionRule, splits: readonly Split[]): void {
  const bestWorths: Worth[] = [];
  const worths = new Map<string, Worth[]>(fits.map((fit) => [fit.name, []]));
  for (const { drawn, others } of splits) {
    const ofBest = judge(best, others);
    bestWorths.push(ofBest);
    for (const fit of fits) {
      const worth = judge(fit.fit(drawn), others);
      worths.get(fit.name)?.push({
        ...worth,
        answerLoss: worth.answerLoss - ofBest.answerLoss,
        refusalLoss: worth.refusalLoss - ofBest.refusalLoss,
      });
    }
  }
  const row = (constants: string, all: readonly Worth[], sign: string): void => {
    const cells = [
      spread(all, ({ answerLoss }) => answerLoss, 4, sign),
      spread(all, ({ refusalLoss }) => refusalLoss, 4, sign),
      spread(all, ({ ece }) => ece, 3),
      spread(all, ({ lost }) => lost, 2),
    ];
    console.log(`| ${name} | ${constants} | ${cells.join(' | ')} |`);
  };
  row('all questions', bestWorths, '');
  for (const fit of fits) row(fit.name, worths.get(fit.name) ?? [], '+');
}

/** Without a prior to speak of. */
function fitFreely(spans: readonly Span[]): DecisionRule {
  return fitRule(spans, priorRule, 1000);
}

/** As many of each kind as an exam has, and all that were not drawn. */
function drawAnywhere(spans: readonly Span[]): Split {
  const order = shuffle(spans);
  const drawn = [true, false].flatMap((answerable) =>
    order.filter((span) => span.answerable === answerable).slice(0, questionsOfKind),
  );
  const known = new Set(drawn);
  return { drawn, others: spans.filter((span) => !known.has(span)) };
}

/** As the exam was drawn, which knows nothing of other articles. */
function drawTwoArticles(spans: readonly Span[]): Split {
  const [one, other] = shuffle([...new Set(spans.map(({ article }) => article))]);
  const isOfExam = ({ article }: Span): boolean => article === one || article === other;
  const { drawn } = drawAnywhere(spans.filter(isOfExam));
  return { drawn, others: spans.filter((span) => !isOfExam(span)) };
}

/** The exam that models take. */
function takeSealed(spans: readonly Span[]): Split {
  const drawn = spans.filter(({ id }) => examIds.has(id));
  const known = new Set(drawn.map(({ article }) => article));
  return { drawn, others: spans.filter(({ article }) => !known.has(article)) };
}

/** In an order of chance. */
function shuffle<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

function judge({ calibration, levels }: DecisionRule, spans: readonly Span[]): Worth {
  const { answer: threshold } = levels.balanced.thresholds;
  const shown = spans.map((span) =>
    span.evidence >= threshold
      ? { confidence: confidenceAt(calibration.answer, span), right: span.right }
      : { confidence: confidenceAt(calibration.noAnswer, span), right: !span.answerable },
  );
  const rightShare = shown.filter(({ right }) => right).length / shown.length;
  return {
    answerLoss: logLoss(calibration.answer, spans, ({ right }) => right),
    refusalLoss: logLoss(calibration.noAnswer, spans, ({ answerable }) => !answerable),
    ece: meanCalibrationError(shown),
    lost: 100 * (bestShare(spans) - rightShare),
  };
}

function logLoss(weights: LogisticWeights, spans: readonly Span[], cameTrue: (span: Span) => boolean): number {
  return mean(
    spans.map((span) => {
      const confidence = confidenceAt(weights, span);
      return -Math.log(cameTrue(span) ? confidence : 1 - confidence);
    }),
  );
}

/** The most right answers and refusals that any threshold gives, as a share of all. */
function bestShare(spans: readonly Span[]): number {
  let count = spans.filter(({ answerable }) => !answerable).length;
  let most = count;
  for (const { right, answerable } of spans.toSorted((a, b) => b.evidence - a.evidence)) {
    count += (right ? 1 : 0) - (answerable ? 0 : 1);
    most = Math.max(most, count);
  }
  return most / spans.length;
}

function spread(all: readonly Worth[], figure: (worth: Worth) => number, digits: number, sign = ''): string {
  const sorted = Float64Array.from(all, figure).sort();
  const at = (share: number): string => {
    const value = quantile(sorted, share);
    return `${value >= 0 ? sign : ''}${value.toFixed(digits)}`;
  };
  return sorted.length === 1 ? at(0.5) : `${at(0.5)} (${at(0.05)} to ${at(0.95)})`;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
