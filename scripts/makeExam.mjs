// Draws the entrance exam from the articles set aside for it: node scripts/makeExam.mjs [--check]
// Without --check it writes models/exam/questions.json; with it, it fails when that file is another.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const source = new URL('../test/fixtures/squad/squad2-dev-public.json', import.meta.url);
const articlesFile = new URL('../models/exam/articles.json', import.meta.url);
const examFile = new URL('../models/exam/questions.json', import.meta.url);

const questionsOfEachKind = 100;
/** UTF-16 units: with its question such a paragraph fits one window of 320 tokens. */
const longestContext = 1200;

/** Draws `questionsOfEachKind` answerable and as many unanswerable questions, by the hash of their ids. */
function drawExam() {
  const { exam: articles } = JSON.parse(readFileSync(articlesFile, 'utf8'));
  const questions = JSON.parse(readFileSync(source, 'utf8'))
    .data.filter(({ title }) => articles.includes(title))
    .flatMap(({ paragraphs }) => paragraphs)
    .filter(({ context }) => context.length <= longestContext)
    .flatMap(({ context, qas }) => qas.map((asked) => ({ ...asked, context, rank: sha256(asked.id) })))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1));
  const answerable = questions.filter(({ answers }) => answers.length > 0).slice(0, questionsOfEachKind);
  const unanswerable = questions.filter(({ answers }) => answers.length === 0).slice(0, questionsOfEachKind);
  const drawn = questions.filter((asked) => answerable.includes(asked) || unanswerable.includes(asked));
  const contexts = [...new Set(drawn.map(({ context }) => context))];
  return {
    contexts,
    questions: drawn.map(({ id, context, question, answers }) => ({
      id,
      context: contexts.indexOf(context),
      question,
      answers: [...new Set(answers.map(({ text }) => text))],
    })),
  };
}

/** JSON with a line a context and a line a question, so that a change of the exam can be read. */
function print({ contexts, questions }) {
  const lines = (items) => items.map((item) => JSON.stringify(item)).join(',\n');
  return `{"contexts":[\n${lines(contexts)}\n],"questions":[\n${lines(questions)}\n]}\n`;
}

function sha256(text) {
  return createHash('sha256').update(text).digest('hex');
}

const made = print(drawExam());
if (!process.argv.includes('--check')) writeFileSync(examFile, made);
else if (readFileSync(examFile, 'utf8') !== made) {
  console.error('makeExam.mjs: models/exam/questions.json is not what this script draws; run it without --check');
  process.exit(1);
}
console.log(sha256(made));
