// SQuAD 1.1 and 2.0 files: JSON in, questions with their paragraphs and answers out. Figures are only as good as the
// file, so one that contradicts itself is refused, with the place.
import * as v from 'valibot';
import { SquadFileError } from './errors';
import { parseJsonText } from './jsonText';

const squadSchema = v.object({
  data: v.array(
    v.object({
      title: v.string(),
      paragraphs: v.array(
        v.object({
          context: v.string(),
          qas: v.array(
            v.object({
              id: v.string(),
              question: v.string(),
              answers: v.array(v.object({ text: v.string(), answer_start: v.number() })),
              // Not in version 1.1, where every question has an answer.
              is_impossible: v.optional(v.boolean()),
            }),
          ),
        }),
      ),
    }),
  ),
});

type SquadAnswer = v.InferOutput<
  typeof squadSchema
>['data'][number]['paragraphs'][number]['qas'][number]['answers'][number];

/** One question on one paragraph. */
export interface SquadQuestion {
  readonly id: string;
  readonly article: string;
  readonly question: string;
  readonly context: string;
  /** Texts that count as right; empty for a question without an answer. */
  readonly answers: readonly string[];
  /** Where each of `answers` begins in `context`, in UTF-16 units. The file counts code points, as Python does. */
  readonly answerStarts: readonly number[];
  /** Where it stands in the file, as `data[0].paragraphs[1].qas[2]`. */
  readonly path: string;
}

/** All questions of the text of a SQuAD file, in its order. Throws SquadFileError as `readSquad` does. */
export function parseSquad(text: string): SquadQuestion[] {
  return readSquad(parseJsonText(text));
}

/**
 * All questions of a parsed SQuAD file, in its order, at least one. Throws SquadFileError that names the place: a key
 * that is missing or of another type, an id that is there twice, an answer that is not in its context where the file says,
 * answers to a question that has none.
 */
export function readSquad(file: unknown): SquadQuestion[] {
  const result = v.safeParse(squadSchema, file, { abortEarly: true });
  if (!result.success) throw shapeError(result.issues[0]);
  const questions = result.output.data.flatMap(({ title, paragraphs }, a) =>
    paragraphs.flatMap(({ context, qas }, p) => {
      const offsets = codePointOffsets(context);
      return qas.map(({ id, question, answers, is_impossible: impossible }, q) => {
        const path = `data[${a}].paragraphs[${p}].qas[${q}]`;
        if (impossible === true && answers.length > 0) {
          throw new SquadFileError(
            `${path}.answers`,
            'the question has answers and is_impossible says that it has none',
          );
        }
        const answerStarts = answers.map((answer, i) => {
          const start = offsets[answer.answer_start];
          if (start !== undefined && context.startsWith(answer.text, start)) return start;
          throw placeError(`${path}.answers[${i}]`, answer, offsets.indexOf(context.indexOf(answer.text)));
        });
        return { id, article: title, question, context, answers: answers.map(({ text }) => text), answerStarts, path };
      });
    }),
  );
  if (questions.length === 0) throw new SquadFileError('data', 'there is no question in it');
  refuseTwins(questions);
  return questions;
}

/** UTF-16 offset of each code point, and of the end. */
function codePointOffsets(text: string): number[] {
  const offsets = [0];
  let offset = 0;
  for (const character of text) offsets.push((offset += character.length));
  return offsets;
}

function refuseTwins(questions: readonly SquadQuestion[]): void {
  const paths = new Map<string, string>();
  for (const { id, path } of questions) {
    const first = paths.get(id);
    if (first !== undefined) throw new SquadFileError(`${path}.id`, `${first} has the id ${id} too`);
    paths.set(id, path);
  }
}

/** `found`: where the answer first begins, in code points; below 0 where it does not. */
function placeError(path: string, { text, answer_start: start }: SquadAnswer, found: number): SquadFileError {
  const answer = JSON.stringify(shortened(text));
  return found < 0
    ? new SquadFileError(`${path}.text`, `${answer} is not in its context`)
    : new SquadFileError(
        `${path}.answer_start`,
        `${answer} does not begin at character ${start} of its context, but first at ${found}`,
      );
}

/** What the types of values are called in a message. */
const typeWords: Readonly<Record<string, string>> = {
  object: 'an object',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
};

function shapeError({ path, type, input }: v.BaseIssue<unknown>): SquadFileError {
  const keys = (path ?? []).map(({ key }) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`));
  const place = keys.join('').replace(/^\./, '');
  if (input === undefined) return new SquadFileError(place, 'it is missing');
  const found = input === null ? 'null' : (typeWords[Array.isArray(input) ? 'array' : typeof input] ?? typeof input);
  const fault = `it is ${found} and must be ${typeWords[type] ?? type}`;
  return new SquadFileError(place, place === '' ? `${fault} with the list "data", as SQuAD files are` : fault);
}

/** Enough of a text to recognise it in a message. */
function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
