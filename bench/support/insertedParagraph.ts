// A document, and the same with a paragraph of another article in it that has nothing to do with the question.
import { paragraphsOf } from '../../src/evaluate/squadDoc';
import { normalizeAnswer } from '../../src/qa/normalizeAnswer';
import { articles, squadQuestions } from './squadDocSet';

/** Paragraphs of articles that no question of the report is on. */
const unrelated = paragraphsOf(squadQuestions.filter(({ article }) => articles.fit.includes(article)));

/** A document with an unrelated paragraph, without any of the answers, between two of its own or at one of its ends. */
export function withUnrelatedParagraph(text: string, answers: readonly string[], random: () => number): string {
  const draw = <Item>(items: readonly Item[]): Item => {
    const drawn = items[Math.floor(random() * items.length)];
    if (drawn === undefined) throw new RangeError('nothing to draw from');
    return drawn;
  };
  const wanted = answers.map((answer) => ` ${normalizeAnswer(answer)} `);
  const { context } = draw(
    unrelated.filter(({ context }) => {
      const words = ` ${normalizeAnswer(context)} `;
      return !wanted.some((answer) => words.includes(answer));
    }),
  );
  const paragraphs = text.split('\n\n');
  const place = draw([...paragraphs.keys(), paragraphs.length]);
  return [...paragraphs.slice(0, place), context, ...paragraphs.slice(place)].join('\n\n');
}
