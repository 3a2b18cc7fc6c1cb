import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SquadFileError } from '../../src/evaluate/errors';
import { parseSquad, readSquad } from '../../src/evaluate/squad';

const question = { id: 'q1', question: 'Which port?', answers: [{ text: '8420', answer_start: 5 }] };
const refusal = { id: 'q2', question: 'Which host?', answers: [], is_impossible: true };

function fileOf(qas: readonly unknown[], context: unknown = 'Port 8420.', title: unknown = 'Manual'): unknown {
  return { version: 'v2.0', data: [{ title, paragraphs: [{ context, qas }] }] };
}

function failureOf(read: () => unknown): SquadFileError {
  try {
    read();
  } catch (error) {
    if (error instanceof SquadFileError) return error;
    throw error;
  }
  throw new Error('nothing is wrong with it');
}

const refusalOf = (file: unknown): string => failureOf(() => readSquad(file)).message;

describe('a SQuAD file', () => {
  it('of version 2.0 is read in its order, with the path of each question', () => {
    expect(readSquad(fileOf([question, refusal]))).toEqual([
      {
        ...{ id: 'q1', article: 'Manual', question: 'Which port?', context: 'Port 8420.' },
        ...{ answers: ['8420'], answerStarts: [5], path: 'data[0].paragraphs[0].qas[0]' },
      },
      {
        ...{ id: 'q2', article: 'Manual', question: 'Which host?', context: 'Port 8420.' },
        ...{ answers: [], answerStarts: [], path: 'data[0].paragraphs[0].qas[1]' },
      },
    ]);
  });

  it('of version 1.1 needs neither a version nor is_impossible', () => {
    const { data } = fileOf([question]) as { data: unknown };
    expect(readSquad({ data })).toHaveLength(1);
  });

  it('may have an empty title, and more than we know', () => {
    const plausible = { ...refusal, plausible_answers: [{ text: 'no', answer_start: 900 }] };
    expect(readSquad(fileOf([plausible], 'Port 8420.', ''))[0]).toMatchObject({ article: '', answers: [] });
  });

  it('may begin with a byte order mark', () => {
    expect(parseSquad(`\ufeff${JSON.stringify(fileOf([question]))}`)).toEqual(readSquad(fileOf([question])));
  });

  it('has the public part’s answers where they stand in their contexts', () => {
    const text = readFileSync(new URL('../fixtures/squad/squad2-dev-public.json', import.meta.url), 'utf8');
    const questions = parseSquad(text);
    expect(questions).toHaveLength(2642);
    for (const { answers, answerStarts, context } of questions) {
      const starts = answerStarts.map((start, i) => context.slice(start, start + (answers[i] ?? '').length));
      expect(starts).toEqual(answers);
    }
  });

  it('counts characters as Python does, and its questions UTF-16 units', () => {
    const text = fc.string({ unit: 'binary', maxLength: 12 });
    fc.assert(
      fc.property(text, text, text, (before, answer, after) => {
        const asked = { ...question, answers: [{ text: answer, answer_start: Array.from(before).length }] };
        const [read] = readSquad(fileOf([asked], before + answer + after));
        expect(read?.answerStarts).toEqual([before.length]);
      }),
    );
  });
});

describe('what does not fit is named with its path', () => {
  it.each<[string, unknown, string]>([
    ['a text', 'data', 'it is a text and must be an object with the list "data", as SQuAD files are'],
    ['null', null, 'it is null and must be an object with the list "data", as SQuAD files are'],
    ['predictions', { q1: '8420' }, 'data: it is missing'],
    ['data of another type', { data: {} }, 'data: it is an object and must be a list'],
    ['an article without a title', { data: [{ paragraphs: [] }] }, 'data[0].title: it is missing'],
    ['a title that is none', fileOf([question], 'Port 8420.', 7), 'data[0].title: it is a number and must be a text'],
    ['an article without paragraphs', { data: [{ title: '' }] }, 'data[0].paragraphs: it is missing'],
    [
      'a paragraph without a context',
      { data: [{ title: '', paragraphs: [{ qas: [] }] }] },
      'data[0].paragraphs[0].context: it is missing',
    ],
    [
      'a context that is a list',
      fileOf([question], []),
      'data[0].paragraphs[0].context: it is a list and must be a text',
    ],
    [
      'a question without an id',
      fileOf([refusal, { ...question, id: undefined }]),
      'data[0].paragraphs[0].qas[1].id: it is missing',
    ],
    [
      'an id that is a number',
      fileOf([{ ...question, id: 1 }]),
      'data[0].paragraphs[0].qas[0].id: it is a number and must be a text',
    ],
    ['a question that is null', fileOf([null]), 'data[0].paragraphs[0].qas[0]: it is null and must be an object'],
    [
      'no list of answers',
      fileOf([{ ...question, answers: undefined }]),
      'data[0].paragraphs[0].qas[0].answers: it is missing',
    ],
    [
      'an answer that is only a text',
      fileOf([{ ...question, answers: ['8420'] }]),
      'data[0].paragraphs[0].qas[0].answers[0]: it is a text and must be an object',
    ],
    [
      'an answer without a place',
      fileOf([{ ...question, answers: [{ text: '8420' }] }]),
      'data[0].paragraphs[0].qas[0].answers[0].answer_start: it is missing',
    ],
    [
      'is_impossible in words',
      fileOf([{ ...refusal, is_impossible: 'yes' }]),
      'data[0].paragraphs[0].qas[0].is_impossible: it is a text and must be true or false',
    ],
    [
      'answers to a question without any',
      fileOf([{ ...question, is_impossible: true }]),
      'data[0].paragraphs[0].qas[0].answers: the question has answers and is_impossible says that it has none',
    ],
    [
      'an id that is there twice',
      fileOf([question, refusal, question]),
      'data[0].paragraphs[0].qas[2].id: data[0].paragraphs[0].qas[0] has the id q1 too',
    ],
    ['no questions', fileOf([]), 'data: there is no question in it'],
    ['an empty list', { data: [] }, 'data: there is no question in it'],
  ])('%s', (_, file, message) => {
    expect(refusalOf(file)).toBe(message);
  });

  it('also apart from the message', () => {
    expect(failureOf(() => readSquad({ data: [{ title: '' }] })).path).toBe('data[0].paragraphs');
  });
});

describe('an answer that is not in its context where the file says', () => {
  const answered = (text: string, start: number, context: string): string =>
    refusalOf(fileOf([{ ...question, answers: [{ text, answer_start: start }] }], context));

  it.each([4, 6, -1, 1.5, 900])('is named with the place where it is, not at %d', (start) => {
    expect(answered('8420', start, 'Port 8420.')).toBe(
      `data[0].paragraphs[0].qas[0].answers[0].answer_start: "8420" does not begin at character ${start} of its context, but first at 5`,
    );
  });

  it('that counted UTF-16 units is told the count in characters', () => {
    expect(answered('8420', 8, '🚢 Port 8420.')).toMatch(/at character 8 of its context, but first at 7$/);
  });

  it('is named when it is nowhere, and shortened', () => {
    expect(answered('port', 0, 'Port 8420.')).toBe(
      'data[0].paragraphs[0].qas[0].answers[0].text: "port" is not in its context',
    );
    expect(answered('x'.repeat(100), 0, 'Port 8420.')).toContain(`"${'x'.repeat(60)}…"`);
  });
});
