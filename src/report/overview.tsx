// What was evaluated, what came out in a sentence, and the figures that sum it up.
import type { VNode } from 'preact';
import type { Evaluation } from '../evaluate/evaluation';
import { count } from '../words/numbers';
import { Quoted } from './quoted';
import { durationText, headline, intervalText, percent, score, several, subjectFacts } from './words';

/** The begin of the report. */
export function Overview({ evaluation }: { readonly evaluation: Evaluation }): VNode {
  const { subject } = evaluation;
  return (
    <header>
      <h1>
        Evaluation of <Quoted text={subject.dataName} />
      </h1>
      <p class="headline">{headline(evaluation)}</p>
      {subject.examined ? null : (
        <p class="quiet">The confidences are estimates: this reader has not been examined on this machine.</p>
      )}
      <dl class="tiles">
        {tiles(evaluation).map(({ name, value, detail }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class="figure">{value}</dd>
            <dd class="quiet">{detail}</dd>
          </div>
        ))}
      </dl>
      <dl class="facts">
        {subjectFacts(subject).map(({ name, text }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <Quoted text={text} />
            </dd>
          </div>
        ))}
      </dl>
    </header>
  );
}

interface Tile {
  readonly name: string;
  readonly value: string;
  readonly detail: string;
}

function tiles({ official, falseAnswers, maybeShare, calibration, questions, windows, seconds }: Evaluation): Tile[] {
  const both = 'EM / F1, %';
  return [
    {
      name: 'Exact match and F1',
      value: `${score(official.exact)} / ${score(official.f1)}`,
      detail: `${both}, all ${several(official.total, 'question')}`,
    },
    {
      name: 'With an answer',
      value: `${score(official.HasAns_exact)} / ${score(official.HasAns_f1)}`,
      detail: `${both}, ${several(official.HasAns_total ?? 0, 'question')}`,
    },
    {
      name: 'Without an answer',
      value: `${score(official.NoAns_exact)} / ${score(official.NoAns_f1)}`,
      detail: `${both}, ${several(official.NoAns_total ?? 0, 'question')}`,
    },
    {
      name: 'False answers',
      value: falseAnswers === null ? '–' : percent(falseAnswers.share),
      detail: falseAnswers === null ? 'every question has an answer' : intervalText(falseAnswers.interval),
    },
    {
      name: 'Calibration error (ECE)',
      value: percent(calibration.ece),
      detail: `${intervalText(calibration.interval)}; a perfectly calibrated reader stays below ${percent(calibration.perfect95)}`,
    },
    { name: 'Maybe', value: percent(maybeShare), detail: 'of all questions; counted as no answer' },
    { name: 'Questions', value: count(questions), detail: `${several(windows, 'window')} read` },
    { name: 'Time', value: durationText(seconds), detail: `${durationText(seconds / questions)} a question` },
  ];
}
