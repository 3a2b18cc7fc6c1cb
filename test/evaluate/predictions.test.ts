import { describe, expect, it } from 'vitest';
import { parseNoAnswerScores, parsePredictions } from '../../src/evaluate/predictions';

describe('predictions', () => {
  it('are texts by id, empty ones too', () => {
    expect([...parsePredictions('{"q1": "8420", "q2": ""}')]).toEqual([
      ['q1', '8420'],
      ['q2', ''],
    ]);
  });

  it.each([
    ['[]', "it must be an object that has for each question's id a text, empty where the answer is refused"],
    ['null', "it must be an object that has for each question's id a text, empty where the answer is refused"],
    ['{"q1": "8420", "q2": null}', 'q2: it must be a text, empty where the answer is refused'],
    ['{"q1": 8420}', 'q1: it must be a text, empty where the answer is refused'],
    ['{"q1": }', 'not JSON: line 1, column 8: there is } where a value should be'],
  ])('%s are refused', (text, message) => {
    expect(() => parsePredictions(text)).toThrow(expect.objectContaining({ name: 'SquadFileError', message }));
  });
});

describe('no-answer scores', () => {
  it('are numbers by id, in the order of the file', () => {
    expect([...parseNoAnswerScores('{"20": 1e-3, "q": -2, "3": 0}')]).toEqual([
      ['20', 0.001],
      ['q', -2],
      ['3', 0],
    ]);
  });

  it('of an id that is there twice are the last, at the first place', () => {
    expect([...parseNoAnswerScores('{"a": 1, "b": 2, "a": 3}')]).toEqual([
      ['a', 3],
      ['b', 2],
    ]);
  });

  it.each([
    ['"q1"', "it must be an object that has for each question's id a finite number"],
    ['{"q1": "0.5"}', 'q1: it must be a finite number'],
    ['{"q1": 0.5, "q2": null}', 'q2: it must be a finite number'],
    ['{"q1": 1e999}', 'q1: it must be a finite number'],
    ['{"q1": NaN}', 'not JSON: line 1, column 8: there is NaN where a value should be'],
  ])('%s are refused', (text, message) => {
    expect(() => parseNoAnswerScores(text)).toThrow(expect.objectContaining({ name: 'SquadFileError', message }));
  });
});
