// How much of the posterior mass must a second answer hold to be called a contradiction? The paragraph of a number is put
// elsewhere into its document with another number: is the conflict found? And how often is one seen where there is none?
// QUESTIONS=of each other set of documents (80), FILES=questions of the editor set (290).
import { isRight } from '../src/evaluate/metrics';
import type { SquadQuestion } from '../src/evaluate/squad';
import type { JoinedDocument } from '../src/evaluate/squadDoc';
import { answerQuestion } from '../src/qa/answer';
import { makeDocument } from '../src/qa/document';
import type { Answer } from '../src/qa/result';
import { contradict } from '../src/qa/verdict';
import { openReader } from '../src/runtime/reader';
import { readerChoice } from '../test/support/readerChoice';
import { cacheFolder, LogitCache } from './support/logitCache';
import { editorQuestions } from './support/qualitySets';
import { type DocQuestion, docQuestions, documentOf } from './support/squadDocSet';
import { printTable, sharePercent } from './support/tables';

const shares = [0.05, 0.1, 0.15, 0.25, 0.35];
const size = 5;
const most = Number(process.env.QUESTIONS ?? 80);
const mostOfFiles = Number(process.env.FILES ?? 290);
const reader = await openReader(readerChoice('models/mini', { precision: 'fp32' }));
const { answer: threshold } = reader.rule.levels.balanced.thresholds;
const questions = docQuestions('report');
const numbers = questions.filter(({ answers: [answer = ''] }) => /\d/.test(answer));

/** What passes as an answer or a maybe, best first. */
type Answers = readonly Answer[];

/** A document that says two things, as read. */
interface Contradiction {
  readonly answers: Answers;
  readonly told: readonly string[];
  readonly retold: readonly string[];
}

const contradictions: Contradiction[] = [];
for (const question of numbers) {
  const retold = question.answers.map(withOtherNumbers);
  const text = withRetoldParagraph(question, documentOf(question, size));
  contradictions.push({ answers: await read(question, text), told: question.answers, retold });
}
const unchanged = new Map<string, Answers[]>([
  [`the same, about ${size} windows`, await readAll(numbers, size)],
  [`all kinds, about ${size} windows`, await readAll(questions.slice(0, most), size)],
  ['all kinds, about 20 windows', await readAll(questions.slice(0, most), 20)],
]);
const files: Answers[] = [];
for (const question of editorQuestions().slice(0, mostOfFiles)) files.push(await read(question, question.context));
unchanged.set('the editor set', files);
await reader.close();

const given = ([best]: Answers): boolean => best !== undefined && best.evidence >= threshold;
const answered = contradictions.filter(({ answers }) => given(answers));
console.log(`${numbers.length} documents with a number told twice, ${answered.length} answered; balanced, fp32`);
console.log([...unchanged].map(([name, all]) => `${name}: ${all.filter(given).length} of ${all.length} answered`));
printTable(
  ['least share', 'found', 'found, of those answered', ...[...unchanged.keys()].map((name) => `falsely: ${name}`)],
  shares.map((share) => [
    `${share}`,
    sharePercent(contradictions.map((one) => isFound(one, share))),
    sharePercent(answered.map((one) => isFound(one, share))),
    ...[...unchanged.values()].map((all) => sharePercent(all.map((one) => opposed(one, share) !== undefined))),
  ]),
);

async function read({ id, question }: SquadQuestion, text: string): Promise<Answers> {
  const cache = new LogitCache(cacheFolder('fp32'), id);
  const options = { top: Infinity, windowBudget: Infinity };
  const observer = { now: () => 0, stopped: () => false };
  const { answers } = await answerQuestion(makeDocument(text, null), question, cache.around(reader), options, observer);
  cache.save();
  return answers;
}

async function readAll(asked: readonly DocQuestion[], windows: number): Promise<Answers[]> {
  const readings: Answers[] = [];
  for (const question of asked) readings.push(await read(question, documentOf(question, windows).text));
  return readings;
}

/** The document with its home paragraph once more, far from itself, in which the answers have other numbers. */
function withRetoldParagraph({ answers }: SquadQuestion, { text, homeStart, homeEnd }: JoinedDocument): string {
  const longestFirst = [...new Set(answers)].sort((a, b) => b.length - a.length);
  const retold = longestFirst.reduce(
    (told, answer) => told.replaceAll(answer, withOtherNumbers(answer)),
    text.slice(homeStart, homeEnd),
  );
  return homeStart > text.length - homeEnd ? `${retold}\n\n${text}` : `${text}\n\n${retold}`;
}

/** Every number with another last digit. */
function withOtherNumbers(answer: string): string {
  return answer.replace(/\d(?!\d)/g, (digit) => `${((Number(digit) + 2) % 9) + 1}`);
}

/** The answer that would be shown beside the best one as its contradiction. */
function opposed([best, ...others]: Answers, share: number): Answer | undefined {
  return others.find(
    (other) =>
      best !== undefined && other.evidence >= threshold && other.probability >= share && contradict(best, other),
  );
}

function isFound({ answers, told, retold }: Contradiction, share: number): boolean {
  const [best] = answers;
  const other = opposed(answers, share);
  if (best === undefined || other === undefined) return false;
  const both = [best.text, other.text];
  return both.some((text) => isRight(told, text)) && both.some((text) => isRight(retold, text));
}
