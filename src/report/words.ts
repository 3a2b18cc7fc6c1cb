// What the report says: figures and kinds in, sentences for people out.
import * as l10n from '@vscode/l10n';
import type { Interval } from '../evaluate/bootstrap';
import type { Evaluation, EvaluationSubject } from '../evaluate/evaluation';
import type { Mistake } from '../evaluate/mistakes';
import { count, decimal, rounded } from '../words/numbers';

/** Between a number and its unit, so that no line ends there. */
const gap = '\u00a0';

/** A share, 0 to 1, as people read it: "83.2 %". */
export function percent(share: number): string {
  return `${rounded(share * 100, 1)}${gap}%`;
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
  return l10n.t({
    message: '{0} sure: {1} to {2}',
    args: [percent(0.95), percentFigure(low), `${percentFigure(high)}${gap}%`],
    comment: 'A confidence interval: 95 % sure: 12.3 to 18.0 %',
  });
}

/** Seconds as people say them: "95 ms", "8.2 s", "4 min 12 s", "1 h 3 min". */
export function durationText(seconds: number): string {
  return looseDuration(seconds).replaceAll(' ', gap);
}

function looseDuration(seconds: number): string {
  if (seconds < 1) return l10n.t('{0} ms', count(seconds * 1000));
  if (seconds < 59.95) return l10n.t('{0} s', rounded(seconds, 1));
  const full = Math.round(seconds);
  const minutes = Math.floor(full / 60);
  if (minutes < 60) return l10n.t('{0} min {1} s', minutes, full % 60);
  return l10n.t('{0} h {1} min', Math.floor(minutes / 60), minutes % 60);
}

/** What came out of it, in sentences with the numbers themselves. */
export function headline({ answered, precision, coverage, falseAnswers, official }: Evaluation): string {
  const { HasAns_total: answerable = 0, NoAns_total: unanswerable = 0 } = official;
  const sentences = [precision === null ? l10n.t('It gave no answer.') : rightText(precision, answered)];
  if (coverage !== null) sentences.push(answeredText(coverage, answerable));
  if (falseAnswers !== null) sentences.push(falselyAnsweredText(falseAnswers.share, unanswerable));
  return sentences.join(' ');
}

/** "Of 200 answers 114 were right (57 %)." */
function rightText(share: number, answered: number): string {
  const right = Math.round(share * answered);
  if (answered === 1) return right === 1 ? l10n.t('The only answer was right.') : l10n.t('The only answer was wrong.');
  return right === 1
    ? l10n.t('Of {0} answers 1 was right ({1}).', count(answered), percent(share))
    : l10n.t('Of {0} answers {1} were right ({2}).', count(answered), count(right), percent(share));
}

/** "It answered 162 of 400 questions that have an answer (40.5 %)." */
function answeredText(share: number, questions: number): string {
  const answered = count(Math.round(share * questions));
  return questions === 1
    ? l10n.t('It answered {0} of 1 question that has an answer ({1}).', answered, percent(share))
    : l10n.t(
        'It answered {0} of {1} questions that have an answer ({2}).',
        ...[answered, count(questions), percent(share)],
      );
}

/** "It gave an answer to 70 of 400 questions that have none (17.5 %)." */
function falselyAnsweredText(share: number, questions: number): string {
  const answered = count(Math.round(share * questions));
  return questions === 1
    ? l10n.t('It gave an answer to {0} of 1 question that has none ({1}).', answered, percent(share))
    : l10n.t(
        'It gave an answer to {0} of {1} questions that have none ({2}).',
        ...[answered, count(questions), percent(share)],
      );
}

/** With what the file was read: names and texts, ready to be shown. */
export function subjectFacts(subject: EvaluationSubject): { readonly name: string; readonly text: string }[] {
  const { model, rules, strictness, thresholds, maxLength, overlap, documentWindows } = subject;
  return [
    { name: l10n.t('File'), text: subject.dataName },
    { name: l10n.t('Model'), text: `${model.name} @ ${model.revision}` },
    { name: l10n.t({ message: 'Precision', comment: 'Of a model’s numbers, such as fp32' }), text: model.precision },
    {
      name: l10n.t({ message: 'Rules', comment: 'By which a file was read' }),
      text:
        rules === 'reference'
          ? l10n.t('those of the widely used example script')
          : l10n.t('those of every question in the editor'),
    },
    ...(strictness === null ? [] : [{ name: l10n.t('Strictness'), text: strictnessText(strictness) }]),
    {
      name: l10n.t('Thresholds'),
      text: l10n.t(
        'an answer from evidence {0} on, a maybe from {1} on',
        evidence(thresholds.answer),
        evidence(thresholds.maybe),
      ),
    },
    {
      name: l10n.t({ message: 'Windows', comment: 'Parts of a document that a model reads at a time' }),
      text: l10n.t('{0} tokens, of which neighbours share {1}', count(maxLength), count(overlap)),
    },
    {
      name: l10n.t('Documents'),
      text:
        documentWindows === null
          ? l10n.t('each paragraph by itself')
          : documentWindows === 1
            ? l10n.t('paragraphs joined to about 1 window')
            : l10n.t('paragraphs joined to about {0} windows', count(documentWindows)),
    },
  ];
}

function strictnessText(strictness: NonNullable<EvaluationSubject['strictness']>): string {
  switch (strictness) {
    case 'refuse':
      return l10n.t('refuse more');
    case 'balanced':
      return l10n.t('balanced');
    case 'answer':
      return l10n.t('answer more');
  }
}

/** What mistakes of a kind are called. */
export function mistakeWords(kind: Mistake['kind']): string {
  switch (kind) {
    case 'wrongAnswer':
      return l10n.t('Another answer than the right one');
    case 'falseAnswer':
      return l10n.t('An answer where there is none');
    case 'refused':
      return l10n.t('No answer where there is one');
  }
}

/** What questions that have an answer are called, and those that have none. */
export function answerabilityText(kind: string): string {
  return kind === 'answerable' ? l10n.t('With an answer') : l10n.t('Without an answer');
}

/** A question word is English, as the questions are; those that have none are called in the reader's language. */
export function questionWordText(kind: string): string {
  return kind === 'other' ? l10n.t({ message: 'other', comment: 'Questions with none of the usual words' }) : kind;
}
