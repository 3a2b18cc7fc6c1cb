import { describe, expect, it } from 'vitest';
import { groupsOfOneLength } from '../../src/evaluate/questionGroups';
import type { SquadQuestion } from '../../src/evaluate/squad';
import { fakeLayout, makeWordTokenizer } from '../qa/fakeModel';

const model = { tokenizer: makeWordTokenizer(), layout: fakeLayout, maxLength: 80 };

const words = (count: number): string => Array.from({ length: count }, (_, i) => `w${i}`).join(' ');

/** A question of so many words on a paragraph of so many. */
function questionOf(id: string, ofQuestion: number, ofContext: number): SquadQuestion {
  const question = { id, article: '', question: words(ofQuestion), context: words(ofContext) };
  return { ...question, answers: [], answerStarts: [], path: '' };
}

const idsOf = (questions: readonly SquadQuestion[], most: number): string[] =>
  [...groupsOfOneLength(questions, model, () => most)].map((group) => group.map(({ id }) => id).join(' '));

describe('groups of questions', () => {
  it('have one length of question and paragraph together, the earliest first, and are never too large', () => {
    const questions = [
      questionOf('a', 4, 20),
      questionOf('b', 4, 21),
      questionOf('c', 5, 19),
      questionOf('d', 3, 22),
      questionOf('e', 3, 21),
      questionOf('f', 4, 20),
      questionOf('g', 4, 20),
    ];
    expect(idsOf(questions, 3)).toEqual(['a c e', 'b d', 'f g']);
    expect(idsOf(questions, 1)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  });

  it('are the smaller the longer their windows are', () => {
    const questions = [20, 20, 20, 40, 40, 40].map((length, i) => questionOf(String(i), 3, length));
    const lengths: number[] = [];
    const mostOf = (length: number): number => (lengths.push(length), length === 26 ? 3 : 2);
    const groups = [...groupsOfOneLength(questions, model, mostOf)];
    expect(groups.map((group) => group.length)).toEqual([3, 2, 1]);
    expect(new Set(lengths)).toEqual(new Set([26, 46]));
  });

  it('are of one question where its paragraph fills more than a window', () => {
    const room = model.maxLength - 4 - 3;
    const questions = [room, room, room + 1, room + 1].map((length, i) => questionOf(String(i), 4, length));
    expect(idsOf(questions, 4)).toEqual(['0 1', '2', '3']);
  });

  it('have every question once, and none of them is far from its place', () => {
    const count = 2000;
    const questions = Array.from({ length: count }, (_, i) => questionOf(String(i), 4, 5 + ((i * 37) % 60)));
    const ids = idsOf(questions, 4).flatMap((group) => group.split(' ').map(Number));
    expect([...ids].sort((a, b) => a - b)).toEqual(questions.map((_, i) => i));
    for (const [place, id] of ids.entries()) expect(Math.abs(place - id)).toBeLessThan(512);
  });

  it('are of a question whose end is cut as long as what is read', () => {
    const long = { ...model, maxLength: 320 };
    const groups = [...groupsOfOneLength([questionOf('a', 70, 20), questionOf('b', 64, 20)], long, () => 4)];
    expect(groups).toHaveLength(1);
  });
});
