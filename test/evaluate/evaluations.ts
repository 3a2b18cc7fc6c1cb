// Questions with what a reader made of them, as tests want them.
import type { EvaluationSubject } from '../../src/evaluate/evaluation';
import { judge, type JudgedQuestion } from '../../src/evaluate/judgedQuestion';
import type { SquadQuestion } from '../../src/evaluate/squad';
import type { SquadReading } from '../../src/evaluate/squadReading';

export const subject: EvaluationSubject = {
  dataName: 'squad.json',
  model: { name: 'mini', revision: 'r', precision: 'fp32', backend: 'native' },
  examined: true,
  rules: 'product',
  strictness: 'balanced',
  thresholds: { answer: 1, maybe: -1 },
  maxLength: 320,
  overlap: 128,
  documentWindows: null,
};

/** A question and its reading: answered rightly with "8420" unless something else is said. */
export interface Asked {
  readonly question: SquadQuestion;
  readonly reading: SquadReading;
}

/** What is said of a reading beside the rest; the verdict follows from its evidence by `subject`. */
type Said = Partial<Pick<SquadReading, 'text' | 'evidence' | 'spanConfidence' | 'confidence' | 'elapsedMs'>>;

export function ask(id: string, said: Said = {}, asked: Partial<SquadQuestion> = {}): Asked {
  const { text = '8420', evidence = 2, spanConfidence = 0.8, confidence = spanConfidence, elapsedMs = 50 } = said;
  const verdict = (evidence ?? -Infinity) >= 1 ? 'answer' : (evidence ?? -Infinity) >= -1 ? 'maybe' : 'noAnswer';
  return {
    question: {
      ...{ id, article: 'Ports', question: 'Which port?', context: 'Port 8420.', answers: ['8420'] },
      ...{ answerStarts: [5], path: `data[0].paragraphs[0].qas[0]` },
      ...asked,
    },
    reading: {
      ...{ id, verdict, text, start: 5, end: 5 + text.length, evidence },
      ...{ spanConfidence, confidence, windows: 1, elapsedMs },
    },
  };
}

export const answered = ask('id');

export const unanswerable = { answers: [], answerStarts: [] };

export function judged(...all: readonly Asked[]): JudgedQuestion[] {
  return all.map(({ question, reading }) => judge(question, reading));
}
