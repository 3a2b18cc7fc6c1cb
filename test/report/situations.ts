// Evaluations as they come out of files of all kinds, summed up by the real thing from questions that a rule makes.
import { type Evaluation, type EvaluationSubject, summarize } from '../../src/evaluate/evaluation';
import { seededRandom } from '../../src/evaluate/seededRandom';
import type { SquadQuestion } from '../../src/evaluate/squad';
import type { SquadReading } from '../../src/evaluate/squadReading';

/** Text that would do harm if it ever became markup, attributes, style or direction marks. */
export const hostile =
  '</title></style><script>document.title="harmed"</script><img src=x onerror="document.title=\'harmed\'"> "\'&amp; \u202eevil \u0007\ud800';

const longWord = 'Donaudampfschifffahrtsgesellschaft'.repeat(6);

/** A question, and what a reader made of it. */
interface Asked {
  readonly question: SquadQuestion;
  readonly reading: SquadReading;
}

const subject: EvaluationSubject = {
  dataName: 'dev-v2.0.json',
  model: {
    name: 'tinyroberta-squad2',
    revision: '75c968b8219e055ce1a89533057b142bae65450f',
    precision: 'int8',
    backend: 'native',
  },
  examined: true,
  rules: 'product',
  strictness: 'balanced',
  thresholds: { answer: 1.42, maybe: -2.58 },
  maxLength: 384,
  overlap: 128,
  documentWindows: null,
};

const words = ['Who', 'What', 'When', 'Where', 'Which port', 'Why', 'How many', 'How', 'In what year', 'Name it:'];
const articles = ['Normans', 'Computational_complexity_theory', 'Southern_California', 'Sky_(United_Kingdom)'];
const texts = ['90 seconds', 'William the Conqueror', 'the eleventh century', 'San Bernardino County', '5,000'];

/** Questions that have an answer two times of three, read by a reader that is about as good as its confidence. */
function askedOf(count: number): Asked[] {
  const random = seededRandom(7);
  const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)] ?? '';
  return Array.from({ length: count }, (_, index) => {
    const answerable = index % 3 !== 2;
    const sure = random();
    const text = pick(texts);
    const isRight = answerable && random() < 0.15 + 0.7 * sure;
    const evidence = 12 * (sure - 0.45) - (answerable ? 0 : 3);
    return asked(index, {
      question: { question: `${pick(words)} does question ${index} ask for?`, article: pick(articles) },
      answers: answerable ? [isRight ? text : `not ${index}`, isRight ? text : `never ${index}`] : [],
      text,
      evidence,
      confidence: 1 / (1 + Math.exp(-evidence / 3)),
    });
  });
}

interface AskedParts {
  readonly question: { readonly question: string; readonly article: string };
  readonly answers: readonly string[];
  readonly text: string;
  readonly evidence: number;
  readonly confidence: number;
}

function asked(index: number, { question, answers, text, evidence, confidence }: AskedParts): Asked {
  const id = `q${index}`;
  const { answer, maybe } = subject.thresholds;
  const verdict = evidence >= answer ? 'answer' : evidence >= maybe ? 'maybe' : 'noAnswer';
  const shown = verdict === 'noAnswer' ? 1 - confidence : confidence;
  return {
    question: {
      id,
      ...question,
      context: '',
      answers,
      answerStarts: answers.map(() => 0),
      path: `data[0].qas[${index}]`,
    },
    reading: {
      id,
      verdict,
      text,
      start: 0,
      end: text.length,
      evidence,
      spanConfidence: confidence,
      confidence: shown,
      windows: 1 + (index % 3),
      elapsedMs: 95,
    },
  };
}

function evaluationOf(all: readonly Asked[], changes: Partial<EvaluationSubject> = {}): Evaluation {
  return summarize(
    all.map(({ question }) => question),
    new Map(all.map(({ reading }) => [reading.id, reading])),
    { ...subject, ...changes },
  );
}

const many = askedOf(240);
const isAnswerable = ({ question }: Asked): boolean => question.answers.length > 0;
const one: AskedParts = {
  question: { question: 'Who?', article: 'Normans' },
  answers: ['William'],
  text: 'William',
  evidence: 5,
  confidence: 0.9,
};
const textsOf = (text: string): Asked[] => [
  asked(0, { ...one, question: { question: text, article: text }, answers: [`${text} no`], text }),
  asked(1, { ...one, question: { question: text, article: text }, answers: [], text }),
  asked(2, { ...one, question: { question: text, article: text }, answers: [text], text, evidence: -9 }),
];

/** One evaluation a situation. */
export const situations = {
  usual: evaluationOf(many),
  'one question, answered rightly': evaluationOf([asked(0, one)]),
  'one question, refused': evaluationOf([asked(0, { ...one, evidence: -9, confidence: 0.1 })]),
  'no question without an answer': evaluationOf(many.filter(isAnswerable)),
  'no question with an answer': evaluationOf(many.filter((item) => !isAnswerable(item))),
  'nothing answered': evaluationOf(
    many.map((item) => ({ ...item, reading: { ...item.reading, verdict: 'noAnswer' } })),
  ),
  'reference rules, joined documents, not examined': evaluationOf(many, {
    rules: 'reference',
    strictness: null,
    documentWindows: 20,
    examined: false,
  }),
  'hostile texts': evaluationOf(textsOf(hostile), { dataName: hostile }),
  'long words': evaluationOf(textsOf(longWord), { dataName: `${longWord}.json` }),
} as const satisfies Readonly<Record<string, Evaluation>>;
