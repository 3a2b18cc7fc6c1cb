// Judged questions in, figures by kind of question out: where a reader is good and where it is not.
import type { JudgedQuestion } from './judgedQuestion';
import type { SquadQuestion } from './squad';

/** Figures of the questions of one kind. */
export interface KindScore {
  /** `answerable`, `unanswerable`, a question word as `how many`, or an article's title. */
  readonly kind: string;
  readonly questions: number;
  /** In percent, as the official metric. */
  readonly exact: number;
  readonly f1: number;
  /** Share that was given an answer, 0 to 1. */
  readonly answered: number;
}

/** The same questions cut in three ways; kinds without a question are left out. */
export interface KindScores {
  readonly answerability: readonly KindScore[];
  readonly questionWord: readonly KindScore[];
  /** In the order of the file. */
  readonly article: readonly KindScore[];
}

const otherWord = 'other';
const questionWords = ['who', 'what', 'when', 'where', 'which', 'why', 'how many', 'how', otherWord] as const;

/** Cuts judged questions by kind. */
export function scoreKinds(judged: readonly JudgedQuestion[]): KindScores {
  const scoreBy = (kinds: readonly string[], kindOf: (question: SquadQuestion) => string): KindScore[] =>
    kinds.flatMap((kind) =>
      scoreKind(
        kind,
        judged.filter(({ question }) => kindOf(question) === kind),
      ),
    );
  const articles = new Set(judged.map(({ question }) => question.article));
  return {
    answerability: scoreBy(['answerable', 'unanswerable'], ({ answers }) =>
      answers.length > 0 ? 'answerable' : 'unanswerable',
    ),
    questionWord: scoreBy(questionWords, ({ question }) => questionWordOf(question)),
    article: scoreBy([...articles], ({ article }) => article),
  };
}

/** The first question word, wherever it stands: "In what year" asks for what. English; others are `other`. */
export function questionWordOf(question: string): (typeof questionWords)[number] {
  const [found = otherWord] =
    /\b(?:how (?:many|much)|who(?:m|se)?|what|when|where|which|why|how)\b/.exec(question.toLowerCase()) ?? [];
  if (found === 'how much') return 'how many';
  return questionWords.find((word) => word === found) ?? 'who';
}

function scoreKind(kind: string, judged: readonly JudgedQuestion[]): KindScore[] {
  if (judged.length === 0) return [];
  const mean = (valueOf: (one: JudgedQuestion) => number): number =>
    judged.reduce((sum, one) => sum + valueOf(one), 0) / judged.length;
  return [
    {
      kind,
      questions: judged.length,
      exact: 100 * mean(({ exact }) => exact),
      f1: 100 * mean(({ f1 }) => f1),
      answered: mean(({ answered }) => (answered ? 1 : 0)),
    },
  ];
}
