// The entrance exam: sealed questions and what a reader made of them in, scores and "may int8 answer?" out. A reader
// that a rounding or a faulty processor has spoilt is found here, not by users (docs/decisions/0006).
import * as v from 'valibot';
import { type Interval, meanInterval, meanLowerBound } from './bootstrap';
import { checked } from './checked';
import type { DecisionRule } from '../qa/model';
import { fitRule } from './fitRule';
import { type AnswerScore, isRight, scoreAnswer } from './metrics';
import type { StoredRule } from './rule';

/** The sha256 of models/exam/questions.json: a record of another exam does not count. */
export const examSha256 = '0cb43f5c71de6d1eaa4367f634a9b47b504e30fe97e3d4ba036bd7f540248ce8';

/** Points of F1 that a faster reader may lose; it fails when it has surely lost more. */
const bearableLoss = 1;
/** Share of questions on which a faster reader must say the same. */
const leastAgreement = 0.9;

const index = v.pipe(v.number(), v.integer(), v.minValue(0));

const examSchema = v.pipe(
  v.object({
    contexts: v.array(v.pipe(v.string(), v.nonEmpty())),
    questions: v.pipe(
      v.array(
        v.object({
          id: v.pipe(v.string(), v.nonEmpty()),
          context: index,
          question: v.pipe(v.string(), v.nonEmpty()),
          answers: v.array(v.pipe(v.string(), v.nonEmpty())),
        }),
      ),
      v.minLength(1),
    ),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { contexts, questions } = dataset.value;
    const ids = new Set<string>();
    for (const { id, context, answers } of questions) {
      const text = contexts[context];
      if (ids.has(id)) addIssue({ message: `the question ${id} stands there twice` });
      if (text === undefined) addIssue({ message: `the question ${id} is on a context that is not there` });
      else if (!answers.every((answer) => text.includes(answer))) {
        addIssue({ message: `an answer of the question ${id} is not in its context` });
      }
      ids.add(id);
    }
  }),
);

/** One question of the exam. */
export interface ExamQuestion {
  readonly id: string;
  readonly context: string;
  readonly question: string;
  /** Texts that count as right; empty for a question without an answer. */
  readonly answers: readonly string[];
}

/** The questions, in the order in which they are asked. */
export interface Exam {
  readonly questions: readonly ExamQuestion[];
}

/** What a reader made of one question. */
export interface ExamReading {
  /** "" when refused. */
  readonly answer: string;
  /** The best span, refused or not. */
  readonly text: string;
  /** Where it stands: UTF-16 `[start, end)` of the context. */
  readonly start: number;
  readonly end: number;
  /** The best span's; of a sound reader always a finite number. */
  readonly evidence: number;
  /** `evidence` less that of the best other span; Infinity where there is none. */
  readonly margin: number;
}

/** What a reader made of the exam, by the question's id. A question that is missing counts as wrong. */
export type ExamReadings = ReadonlyMap<string, ExamReading>;

/** The official metric over the exam, in percent, each figure with its interval. */
export interface ExamScore {
  readonly em: number;
  readonly f1: number;
  readonly emInterval: Interval;
  readonly f1Interval: Interval;
}

/** How a faster reader compares with the reference on the same questions. */
export interface ExamComparison {
  /** Share of questions, 0 to 1, with the same verdict and, where it is an answer, the same span. */
  readonly agreement: number;
  /** Points of F1 lost; below 0 when the faster reader did better. */
  readonly f1Lost: number;
  /** What the loss exceeds with 95 % confidence, in points. */
  readonly f1LostBound: number;
  /** Whether the faster reader may answer in the reference's place. */
  readonly passed: boolean;
}

/** Parses models/exam/questions.json. Throws an Error that names the key or the question at fault. */
export function parseExam(json: string): Exam {
  const { contexts, questions } = checked(examSchema, JSON.parse(json));
  return { questions: questions.map((asked) => ({ ...asked, context: contexts[asked.context] ?? '' })) };
}

/** Scores a reader's readings. A reading without finite evidence is wrong, whatever it says. */
export function scoreExam(exam: Exam, readings: ExamReadings): ExamScore {
  const scores = scoresOf(exam, readings);
  const exact = scores.map((score) => 100 * score.exact);
  const f1 = scores.map((score) => 100 * score.f1);
  return { em: mean(exact), f1: mean(f1), emInterval: meanInterval(exact), f1Interval: meanInterval(f1) };
}

/**
 * The constants of a reader's verdicts and confidences by its readings, starting from those of another reader. Undefined
 * when it is broken: its figures say nothing.
 */
export function ruleOfExam(exam: Exam, readings: ExamReadings, known: DecisionRule): StoredRule | undefined {
  if (isBroken(exam, readings)) return undefined;
  const spans = exam.questions.flatMap(({ id, answers }) => {
    const reading = readings.get(id);
    if (!isSound(reading)) return [];
    const { text, evidence, margin } = reading;
    return [{ evidence, margin, logWindows: 0, answerable: answers.length > 0, right: isRight(answers, text) }];
  });
  return { ...fitRule(spans, known), chosenBy: `entrance exam on this machine, ${spans.length} questions` };
}

/** The same readings, refused below another threshold. */
export function decideAgain(readings: ExamReadings, threshold: number): ExamReadings {
  return new Map(
    [...readings].map(([id, reading]) => [
      id,
      { ...reading, answer: reading.evidence >= threshold ? reading.text : '' },
    ]),
  );
}

/**
 * Compares a faster reader with the reference. It fails when it says another thing on more than a tenth of the
 * questions, when it has lost more than a point of F1 beyond doubt, or when either reader is broken.
 */
export function compareReadings(exam: Exam, reference: ExamReadings, candidate: ExamReadings): ExamComparison {
  const candidateScores = scoresOf(exam, candidate);
  const lost = scoresOf(exam, reference).map(({ f1 }, i) => 100 * (f1 - (candidateScores[i]?.f1 ?? 0)));
  const agreement = mean(exam.questions.map(({ id }) => (agree(reference.get(id), candidate.get(id)) ? 1 : 0)));
  const f1LostBound = meanLowerBound(lost);
  const passed =
    agreement >= leastAgreement &&
    f1LostBound <= bearableLoss &&
    !isBroken(exam, reference) &&
    !isBroken(exam, candidate);
  return { agreement, f1Lost: mean(lost), f1LostBound, passed };
}

function scoresOf(exam: Exam, readings: ExamReadings): AnswerScore[] {
  return exam.questions.map(({ id, answers }) => {
    const reading = readings.get(id);
    return isSound(reading) ? scoreAnswer(answers, reading.answer) : { exact: 0, f1: 0 };
  });
}

function agree(one: ExamReading | undefined, other: ExamReading | undefined): boolean {
  if (!isSound(one) || !isSound(other)) return false;
  if (one.answer === '' || other.answer === '') return one.answer === other.answer;
  return one.start === other.start && one.end === other.end;
}

function isSound(reading: ExamReading | undefined): reading is ExamReading {
  return reading !== undefined && Number.isFinite(reading.evidence);
}

/** Some question has no finite evidence, or all of several have the same: a processor that saturates, or a dead graph. */
function isBroken(exam: Exam, readings: ExamReadings): boolean {
  const found = exam.questions.map(({ id }) => readings.get(id));
  const evidences = new Set(found.map((reading) => reading?.evidence));
  return !found.every(isSound) || (evidences.size === 1 && found.length > 1);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
