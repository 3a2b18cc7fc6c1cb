// A question and what a reader made of it in, what that was worth out.
import { type AnswerScore, scoreAnswer } from './metrics';
import type { SquadQuestion } from './squad';
import type { SquadReading } from './squadReading';

/** From this token F1 on an answer counts as right: it shares most of its words with one of the right ones. */
const leastF1 = 0.5;

/** A question with what a reader made of it. */
export interface JudgedQuestion extends AnswerScore {
  readonly question: SquadQuestion;
  readonly reading: SquadReading;
  /** Whether an answer was given; a maybe is none. `exact` and `f1` are of that answer, or of the refusal. */
  readonly answered: boolean;
  /** Whether the best span is right, given or not; never where there is no answer. */
  readonly right: boolean;
}

/** Judges one reading. */
export function judge(question: SquadQuestion, reading: SquadReading): JudgedQuestion {
  const answered = reading.verdict === 'answer';
  const right = question.answers.length > 0 && scoreAnswer(question.answers, reading.text).f1 >= leastF1;
  return { question, reading, answered, right, ...scoreAnswer(question.answers, answered ? reading.text : '') };
}
