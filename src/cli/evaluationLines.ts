// An evaluation in, its figures in words out, as a terminal shows them beneath the official ones.
import type { Evaluation, EvaluationSubject } from '../evaluate/evaluation';
import type { KindScore } from '../evaluate/questionKinds';
import { durationText } from '../hub/quantities';
import { alignedLines } from './models/table';
import { count, plural } from './quantities';
import { toTerminalText } from './terminalText';

/** The figures in words, line by line. */
export function evaluationLines(evaluation: Evaluation): string[] {
  const { subject, questions, windows, seconds, kinds } = evaluation;
  const size = `${count(questions)} ${plural(questions, 'question')}, ${count(windows)} ${plural(windows, 'window')}`;
  return [
    `${size}, ${durationText(1000 * seconds)}; ${toTerminalText(subjectText(subject))}`,
    ...answerLines(evaluation),
    ...confidenceLines(evaluation),
    '',
    ...alignedLines([
      ['kind', 'questions', 'EM', 'F1', 'answered'],
      ...[...kinds.answerability, ...kinds.questionWord].map(kindCells),
    ]),
  ];
}

function subjectText({ model, rules, strictness, thresholds, documentWindows }: EvaluationSubject): string {
  const how = rules === 'reference' ? 'the reference rules' : `strictness: ${String(strictness)}`;
  const joined = documentWindows === null ? '' : `; paragraphs joined to about ${count(documentWindows)} windows`;
  return `reader: ${model.name}, ${model.precision}; ${how}; an answer from evidence ${thresholds.answer.toFixed(2)} on${joined}`;
}

function answerLines({ answered, precision, coverage, falseAnswers, maybeShare }: Evaluation): string[] {
  return [
    `answers given: ${count(answered)}${precision === null ? '' : `, ${percent(precision)} of them right`}`,
    ...(coverage === null ? [] : [`of the questions with an answer, ${percent(coverage)} were given one`]),
    ...(falseAnswers === null
      ? []
      : [
          `of the questions without an answer, ${percent(falseAnswers.share)} were given one ` +
            `(95 % interval: ${percent(falseAnswers.interval.low)} to ${percent(falseAnswers.interval.high)})`,
        ]),
    `of all questions, ${percent(maybeShare)} were answered with a maybe, which counts as a refusal`,
  ];
}

function confidenceLines({ subject, calibration, riskCoverage }: Evaluation): string[] {
  const { ece, interval, perfect95, brier } = calibration;
  return [
    `confidences are off by ${percent(ece)} on average (95 % interval: ${percent(interval.low)} to ` +
      `${percent(interval.high)}; perfect ones would be by at most ${percent(perfect95)}); Brier score ${brier.toFixed(3)}`,
    ...(subject.examined ? [] : ['they are estimates: this reader has not taken its entrance exam here']),
    `answering only the surest, ${percent(riskCoverage.area)} would be wrong on average over every share answered`,
  ];
}

function kindCells({ kind, questions, exact, f1, answered }: KindScore): string[] {
  return [kind, count(questions), exact.toFixed(1), f1.toFixed(1), percent(answered)];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
