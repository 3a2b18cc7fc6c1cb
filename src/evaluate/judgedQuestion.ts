// A question and what a reader made of it in, what that was worth out.
import { type AnswerScore, isRight, scoreAnswer } from './metrics';
import type { SquadQuestion } from './squad';
import type { SquadReading } from './squadReading';

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
  const right = isRight(question.answers, reading.text);
  return { question, reading, answered, right, ...scoreAnswer(question.answers, answered ? reading.text : '') };
}
