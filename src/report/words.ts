// What the report says: figures and kinds in, sentences for people out.
import type { Interval } from '../evaluate/bootstrap';
import type { Evaluation, EvaluationSubject } from '../evaluate/evaluation';
import type { Mistake } from '../evaluate/mistakes';
import { count, decimal, shortDecimal } from '../words/numbers';

/** Between a number and its unit, so that no line ends there. */
const gap = '\u00a0';

/** A number of things: "1 window", "10,004 windows". */
export function several(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** A share, 0 to 1, as people read it: "83.2 %". */
export function percent(share: number): string {
  return `${shortDecimal(share * 100)}${gap}%`;
}

/** A share in a column of shares whose head names the unit: "83.2". */
export function percentFigure(share: number): string {
  return decimal(share * 100, 1);
}

/** A percentage of the official script, or a dash where there is none. */
export function score(value: number | undefined): string {
  return value === undefined ? '–' : decimal(value, 1);
}

/** A lowest evidence: "−2.40". */
export function evidence(value: number): string {
  return decimal(value, 2).replace('-', '\u2212');
}

/** How far a figure may be off. */
export function intervalText({ low, high }: Interval): string {
  return `95${gap}% sure: ${percentFigure(low)} to ${percentFigure(high)}${gap}%`;
}

/** Seconds as people say them: "95 ms", "8.2 s", "4 min 12 s", "1 h 3 min". */
export function durationText(seconds: number): string {
  if (seconds < 1) return `${count(seconds * 1000)}${gap}ms`;
  if (seconds < 59.95) return `${shortDecimal(seconds)}${gap}s`;
  const full = Math.round(seconds);
  const minutes = Math.floor(full / 60);
  if (minutes < 60) return `${minutes}${gap}min ${full % 60}${gap}s`;
  return `${Math.floor(minutes / 60)}${gap}h ${minutes % 60}${gap}min`;
}

/** What came out of it, in a sentence with the numbers themselves. */
export function headline({ answered, precision, coverage, falseAnswers, official }: Evaluation): string {
  const { HasAns_total: answerable = 0, NoAns_total: unanswerable = 0 } = official;
  const parts = [precision === null ? 'It gave no answer' : rightText(precision, answered)];
  if (coverage !== null) {
    parts.push(`it answered ${partText(coverage, answerable)} an answer (${percent(coverage)})`);
  }
  if (falseAnswers !== null) {
    const { share } = falseAnswers;
    parts.push(`it gave an answer to ${partText(share, unanswerable)} none (${percent(share)})`);
  }
  return `${parts.join('; ')}.`;
}

/** "Of 200 answers 114 were right (57 %)". */
function rightText(share: number, answered: number): string {
  const right = Math.round(share * answered);
  return `Of ${several(answered, 'answer')} ${count(right)} ${right === 1 ? 'was' : 'were'} right (${percent(share)})`;
}

/** "162 of 400 questions that have". */
function partText(share: number, questions: number): string {
  const verb = questions === 1 ? 'has' : 'have';
  return `${count(Math.round(share * questions))} of ${several(questions, 'question')} that ${verb}`;
}

/** With what the file was read: names and texts, ready to be shown. */
export function subjectFacts(subject: EvaluationSubject): { readonly name: string; readonly text: string }[] {
  const { model, rules, strictness, thresholds, maxLength, overlap, documentWindows } = subject;
  return [
    { name: 'File', text: subject.dataName },
    { name: 'Model', text: `${model.name} @ ${model.revision}` },
    { name: 'Precision', text: model.precision },
    {
      name: 'Rules',
      text: rules === 'reference' ? 'those of the widely used example script' : 'those of every question in the editor',
    },
    ...(strictness === null ? [] : [{ name: 'Strictness', text: strictnessWords[strictness] }]),
    {
      name: 'Thresholds',
      text: `an answer from evidence ${evidence(thresholds.answer)} on, a maybe from ${evidence(thresholds.maybe)} on`,
    },
    { name: 'Windows', text: `${count(maxLength)} tokens, of which neighbours share ${count(overlap)}` },
    {
      name: 'Documents',
      text:
        documentWindows === null
          ? 'each paragraph by itself'
          : `paragraphs joined to about ${several(documentWindows, 'window')}`,
    },
  ];
}

const strictnessWords = { refuse: 'refuse more', balanced: 'balanced', answer: 'answer more' } as const;

/** What the kinds of mistakes are called, worst first. */
export const mistakeWords: Readonly<Record<Mistake['kind'], string>> = {
  wrongAnswer: 'Another answer than the right one',
  falseAnswer: 'An answer where there is none',
  refused: 'No answer where there is one',
};

/** What questions that have an answer are called, and those that have none. */
export function answerabilityText(kind: string): string {
  return kind === 'answerable' ? 'With an answer' : 'Without an answer';
}
