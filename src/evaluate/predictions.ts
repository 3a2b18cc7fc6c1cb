// Files of predictions and of no-answer scores: JSON in, a map by the question's id out, in the order of the file.
import { SquadFileError } from './errors';
import { keysInOrder, parseJsonText } from './jsonText';

/** A prediction for each id, "" being a refusal. Throws SquadFileError that names the id. */
export function parsePredictions(text: string): Map<string, string> {
  const isText = (value: unknown): value is string => typeof value === 'string';
  return new Map(entriesOf(text, isText, 'a text, empty where the answer is refused'));
}

/** How likely it is that a question has no answer, or anything that rises with it. Throws SquadFileError that names the id. */
export function parseNoAnswerScores(text: string): Map<string, number> {
  const isFinite = (value: unknown): value is number => Number.isFinite(value);
  const scores = new Map(entriesOf(text, isFinite, 'a finite number'));
  // The official metric keeps the order of equal scores.
  return new Map(keysInOrder(text).map((id) => [id, scores.get(id) ?? NaN]));
}

function entriesOf<Value>(text: string, fits: (value: unknown) => value is Value, wanted: string): [string, Value][] {
  const file = parseJsonText(text);
  if (typeof file !== 'object' || file === null || Array.isArray(file)) {
    throw new SquadFileError('', `it must be an object that has for each question's id ${wanted}`);
  }
  return Object.entries(file).map(([id, value]: [string, unknown]) => {
    if (!fits(value)) throw new SquadFileError(id, `it must be ${wanted}`);
    return [id, value];
  });
}
