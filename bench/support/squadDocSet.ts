// The questions of the SQuAD-Doc measurements and their documents: drawn by the hash of their ids, split by article.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readSquad, type SquadQuestion } from '../../src/evaluate/squad';
import { charsOf, joinAround, type JoinedDocument, type Paragraph } from '../../src/evaluate/squadDoc';
import { distractors } from './distractors';

/** Which articles a question is from: constants are fitted on one set and reported on the other. */
export type SetName = 'fit' | 'report';

/** A question and the paragraphs its documents are made of, its own at `home`. */
export interface DocQuestion extends SquadQuestion {
  readonly set: SetName;
  readonly paragraphs: readonly Paragraph[];
  readonly home: number;
  readonly lead: number;
}

/** Sizes of documents, in windows of 320 tokens that share 128. */
export const sizes = [1, 5, 20, 60, 130] as const;

export const squadFile = 'test/fixtures/squad/squad2-dev-public.json';
const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

/** The articles of each set. */
export const articles = readJson('models/exam/articles.json') as Record<SetName | 'exam', string[]>;

/** All public questions on their own paragraphs. */
export const squadQuestions = readSquad(readJson(squadFile));

/**
 * All questions of a set in the order in which they are drawn, answerable and unanswerable ones in turn. Behind a set's
 * own articles come those of the exam, as prose without questions.
 */
export function docQuestions(set: SetName): DocQuestion[] {
  const paragraphs = [...articles[set], ...articles.exam].flatMap(paragraphsOf);
  const rank = ({ id }: SquadQuestion): string => createHash('sha256').update(id).digest('hex');
  const drawn = squadQuestions
    .filter(({ article }) => articles[set].includes(article))
    .sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
    .map((question) => ({
      ...question,
      set,
      paragraphs,
      home: paragraphs.findIndex(({ context }) => context === question.context),
      lead: parseInt(rank(question).slice(0, 4), 16) % 3,
    }));
  return inTurn(
    drawn.filter(({ answers }) => answers.length > 0),
    drawn.filter(({ answers }) => answers.length === 0),
  );
}

/** A question's document of about so many windows; what SQuAD has no paragraphs for is other prose without its answers. */
export function documentOf(question: DocQuestion, windows: number): JoinedDocument {
  const joined = joinAround(question.paragraphs, question.home, charsOf(windows), question.lead);
  if (windows <= Math.max(...sizes)) return joined;
  const left = charsOf(windows) - joined.text.length;
  return { ...joined, text: `${joined.text}\n\n${distractors(question.answers, left)}` };
}

/** One of each, then the next of each. */
export function inTurn<Item>(one: readonly Item[], other: readonly Item[]): Item[] {
  return one.flatMap((item, i) =>
    other
      .slice(i, i + 1)
      .concat(item)
      .reverse(),
  );
}

function paragraphsOf(article: string): Paragraph[] {
  const contexts = new Set(squadQuestions.filter((asked) => asked.article === article).map(({ context }) => context));
  return [...contexts].map((context) => ({ article, context }));
}
