// Judged questions in, the worst mistakes out, for people to look at.
import type { JudgedQuestion } from './judgedQuestion';

const mistakeKinds = ['wrongAnswer', 'falseAnswer', 'refused'] as const;

/** A question that went wrong. */
export interface Mistake {
  readonly id: string;
  /**
   * `wrongAnswer`: another answer than the right one (token F1 < 0.5); `falseAnswer`: an answer where there is none;
   * `refused`: no answer where there is one. A maybe is no mistake.
   */
  readonly kind: (typeof mistakeKinds)[number];
  readonly article: string;
  readonly question: string;
  /** The best span, also where it was refused; "" where there was none. */
  readonly given: string;
  /** Texts that count as right; empty for a question without an answer. */
  readonly expected: readonly string[];
  /** That the answer is right, or that there is none: how sure the reader was, 0 to 1. */
  readonly confidence: number;
}

const most = 50;

/** The surest mistakes, surest first; each kind has its share of them, as far as there are so many. */
export function worstMistakes(judged: readonly JudgedQuestion[]): Mistake[] {
  const mistakes = judged.flatMap(mistakeOf).sort(surestFirst);
  const kinds = mistakeKinds.map((kind) => mistakes.filter((mistake) => mistake.kind === kind));
  // The surest of each kind, then the second of each: refusals are mostly surer than answers, and would push them out.
  const inTurn = mistakes.flatMap((_, rank) => kinds.flatMap((kind) => kind.slice(rank, rank + 1)));
  return inTurn.slice(0, most).sort(surestFirst);
}

function surestFirst(a: Mistake, b: Mistake): number {
  return b.confidence - a.confidence;
}

function mistakeOf({ question, reading, answered, right }: JudgedQuestion): Mistake[] {
  const { id, article, question: words, answers: expected } = question;
  const kind = kindOf(expected.length > 0, answered, right, reading.verdict === 'noAnswer');
  if (kind === null) return [];
  return [{ id, kind, article, question: words, given: reading.text, expected, confidence: reading.confidence }];
}

function kindOf(answerable: boolean, answered: boolean, right: boolean, refused: boolean): Mistake['kind'] | null {
  if (!answerable) return answered ? 'falseAnswer' : null;
  if (answered) return right ? null : 'wrongAnswer';
  return refused ? 'refused' : null;
}
