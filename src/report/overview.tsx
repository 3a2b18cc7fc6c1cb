// What was evaluated, what came out in a sentence, and the figures that sum it up.
import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { Evaluation } from '../evaluate/evaluation';
import { count } from '../words/numbers';
import { Quoted } from './quoted';
import { durationText, headline, intervalText, percent, score, subjectFacts } from './words';

/** The begin of the report. */
export function Overview({ evaluation }: { readonly evaluation: Evaluation }): VNode {
  const { subject } = evaluation;
  // The name is an element of its own, wherever a language has it.
  const [before, after] = l10n.t('Evaluation of {0}').split('{0}');
  return (
    <header>
      <h1>
        {before}
        <Quoted text={subject.dataName} />
        {after}
      </h1>
      <p class="headline">{headline(evaluation)}</p>
      {subject.examined ? null : (
        <p class="quiet">
          {l10n.t('The confidences are estimates: this reader has not been examined on this machine.')}
        </p>
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
  return [
    {
      name: l10n.t('Exact match and F1'),
      value: `${score(official.exact)} / ${score(official.f1)}`,
      detail:
        official.total === 1
          ? l10n.t('EM / F1, %, 1 question')
          : l10n.t('EM / F1, %, all {0} questions', count(official.total)),
    },
    {
      name: l10n.t('With an answer'),
      value: `${score(official.HasAns_exact)} / ${score(official.HasAns_f1)}`,
      detail: ofQuestionsText(official.HasAns_total ?? 0),
    },
    {
      name: l10n.t('Without an answer'),
      value: `${score(official.NoAns_exact)} / ${score(official.NoAns_f1)}`,
      detail: ofQuestionsText(official.NoAns_total ?? 0),
    },
    {
      name: l10n.t('False answers'),
      value: falseAnswers === null ? '–' : percent(falseAnswers.share),
      detail: falseAnswers === null ? l10n.t('every question has an answer') : intervalText(falseAnswers.interval),
    },
    {
      name: l10n.t('Calibration error (ECE)'),
      value: percent(calibration.ece),
      detail: l10n.t(
        '{0}; a perfectly calibrated reader stays below {1}',
        intervalText(calibration.interval),
        percent(calibration.perfect95),
      ),
    },
    { name: l10n.t('Maybe'), value: percent(maybeShare), detail: l10n.t('of all questions; counted as no answer') },
    {
      name: l10n.t('Questions'),
      value: count(questions),
      detail: windows === 1 ? l10n.t('1 window read') : l10n.t('{0} windows read', count(windows)),
    },
    {
      name: l10n.t({ message: 'Time', comment: 'How long it took' }),
      value: durationText(seconds),
      detail: l10n.t('{0} a question', durationText(seconds / questions)),
    },
  ];
}

function ofQuestionsText(questions: number): string {
  return questions === 1 ? l10n.t('EM / F1, %, 1 question') : l10n.t('EM / F1, %, {0} questions', count(questions));
}
