// SQuAD 1.1 and 2.0 files: paragraphs, questions and their answers.
import * as v from 'valibot';
import { checked } from './checked';

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
            }),
          ),
        }),
      ),
    }),
  ),
});

/** One question on one paragraph. */
export interface SquadQuestion {
  readonly id: string;
  readonly article: string;
  readonly question: string;
  readonly context: string;
  /** Texts that count as right; empty for a question without an answer. */
  readonly answers: readonly string[];
}

/** All questions of a parsed SQuAD file, in its order. Throws an Error that names the place that does not fit. */
export function readSquad(file: unknown): SquadQuestion[] {
  return checked(squadSchema, file).data.flatMap(({ title, paragraphs }) =>
    paragraphs.flatMap(({ context, qas }) =>
      qas.map(({ id, question, answers }) => ({
        id,
        article: title,
        question,
        context,
        answers: answers.map(({ text }) => text),
      })),
    ),
  );
}
