// What does a paragraph that has nothing to do with the question do to the confidence of the right answer? Asked: it
// moves by at most 0.05 at the 95th percentile. QUESTIONS=count (60), INSERTIONS=count for each question (3).
import { quantile } from '../src/evaluate/bootstrap';
import { seededRandom } from '../src/evaluate/seededRandom';
import { openReader } from '../src/runtime/reader';
import { readerChoice } from '../test/support/readerChoice';
import { findRightAnswer, type Insertion, movedBy, withUnrelatedParagraph } from './support/insertedParagraph';
import { cacheFolder, LogitCache } from './support/logitCache';
import { docQuestions, documentOf } from './support/squadDocSet';

const wanted = Number(process.env.QUESTIONS ?? 60);
const insertionsEach = Number(process.env.INSERTIONS ?? 3);
const reader = await openReader(readerChoice('models/mini', { precision: 'fp32' }));
const answerable = docQuestions('report').filter(({ answers }) => answers.length > 0);

console.log('| document | questions | insertions | moved by: median | 95th | most | over 0.05 | verdict changed |');
console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
const several = await readWithParagraphs(5);
printRow('about 5 windows', several);
printRow('– answer read by the same window', several.filter(sameWindow));
const otherWindow = several.filter((one) => !sameWindow(one));
printRow(
  '– by another, paragraph beside',
  otherWindow.filter(({ beside }) => beside),
);
printRow(
  '– by another, paragraph elsewhere',
  otherWindow.filter(({ beside }) => !beside),
);
printRow('about 20 windows', await readWithParagraphs(20));
printRow('one paragraph', await readWithParagraphs(1));
await reader.close();

/** The first questions whose best answer is right on a document of so many windows, each with several insertions. */
async function readWithParagraphs(windows: number): Promise<Insertion[]> {
  const random = seededRandom(1);
  const insertions: Insertion[] = [];
  for (const question of answerable) {
    if (insertions.length >= wanted * insertionsEach) break;
    const cache = new LogitCache(cacheFolder('fp32'), question.id);
    const model = cache.around(reader);
    const document = documentOf(question, windows);
    const before = await findRightAnswer(question, document.text, model);
    for (let i = 0; before.first && i < insertionsEach; i++) {
      const { text, beside } = withUnrelatedParagraph(document, question.answers, random);
      insertions.push({ beside, before, after: await findRightAnswer(question, text, model) });
    }
    cache.save();
  }
  return insertions;
}

/** Whether the window that the answer was found in is read with the very same tokens. */
function sameWindow({ before, after }: Insertion): boolean {
  return before.windowEvidence === after.windowEvidence;
}

function printRow(name: string, insertions: readonly Insertion[]): void {
  const moved = Float64Array.from(insertions, movedBy).sort();
  const share = (holds: (one: Insertion) => boolean): string =>
    `${((100 * insertions.filter(holds).length) / insertions.length).toFixed(1)} %`;
  const cells = [
    ...[name, new Set(insertions.map(({ before }) => before)).size, insertions.length],
    ...[0.5, 0.95, 1].map((at) => quantile(moved, at).toFixed(3)),
    share((one) => movedBy(one) > 0.05),
    share(({ before, after }) => before.verdict !== after.verdict),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}
