import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type QuestionPlace, placesOfQuestions } from '../../src/evaluate/questionPlace';

/** A SQuAD file of these questions, as `JSON.stringify` writes it with this indent. */
function fileOf(questions: readonly { id: string; question: string }[], indent = 0): string {
  const qas = questions.map(({ id, question }) => ({ question, id, answers: [], is_impossible: true }));
  const context = 'A text that says "id": "b" and ends in a backslash \\';
  return JSON.stringify({ version: 'v2.0', data: [{ title: 'T', paragraphs: [{ context, qas }] }] }, null, indent);
}

function placeOf(json: string, id: string): QuestionPlace | undefined {
  return placesOfQuestions(json, [id]).get(id);
}

describe('the place of a question', () => {
  it('is where its id begins, from 1 in lines and columns', () => {
    const file = '{"data": [\r\n  {"id": "a"},\n  {"id":\t"b"}]}';
    expect(placeOf(file, 'b')).toEqual({ offset: file.indexOf('"b"'), line: 3, column: 10 });
  });

  it('is not where a text only speaks of it', () => {
    const file = fileOf([
      { id: 'a', question: '"id": "b"' },
      { id: 'b', question: 'What?' },
    ]);
    expect(placeOf(file, 'b')?.offset).toBe(file.lastIndexOf('"b"'));
  });

  it('is not a name, and not the value of another name', () => {
    expect(placeOf('{"b": 1, "title": "b", "my\\"id": "b", "id": 7, "b": "b"}', 'b')).toBeUndefined();
  });

  it('is found however the file spells the id and its name', () => {
    const file = '{"\\u0069d": "\\u00fcber\\/1"}';
    expect(placeOf(file, 'über/1')).toEqual({ offset: file.indexOf('"\\u00fc'), line: 1, column: 13 });
  });

  it('does not count a byte order mark', () => {
    expect(placeOf('\ufeff{"id": "a"}', 'a')).toEqual({ offset: 7, line: 1, column: 8 });
  });

  it('of twins is that of the first', () => {
    expect(placeOf('[{"id": "a"},\n{"id": "a"}]', 'a')?.line).toBe(1);
  });

  it('of every question is found in one walk, whatever its id', () => {
    const ids = fc.uniqueArray(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(ids, fc.nat(2), (all, indent) => {
        const file = fileOf(
          all.map((id) => ({ id, question: `"id": ${id}` })),
          indent,
        );
        const places = placesOfQuestions(file, [...all, `${all.join('')}?`]);
        expect([...places.keys()]).toEqual(all);
        for (const [id, { offset, line, column }] of places) {
          const literal = JSON.stringify(id);
          expect(file.slice(offset, offset + literal.length)).toBe(literal);
          const lines = file.slice(0, offset).split('\n');
          expect([line, column]).toEqual([lines.length, (lines.at(-1) ?? '').length + 1]);
        }
      }),
    );
  });
});
