import { describe, expect, it } from 'vitest';
import { rangesOfQuestions } from '../../src/evaluate/questionRanges';

/** The part of a text that each id was found at. */
function found(json: string, ids: readonly string[]): string[] {
  return [...rangesOfQuestions(json, ids).values()].map(({ start, end }) => json.slice(start, end));
}

describe('the range of a question', () => {
  it('is its id with the quotes, as the file spells it', () => {
    const json = '{"qas": [{"id": "a", "question": "b"}, {"question": "a", "id" : "b\\u0022\\\\"}]}';
    expect(found(json, ['a', 'b"\\'])).toEqual(['"a"', '"b\\u0022\\\\"']);
    expect(rangesOfQuestions(json, ['a']).get('a')?.start).toBe(json.indexOf('"a"'));
  });

  it('is unknown of an id that stands only where no id is', () => {
    expect(found('{"id": "a", "question": "\\"id\\": \\"b\\"", "b": 1}', ['b', 'question'])).toEqual([]);
  });
});
