// An evaluation in, a page to look at out. The terminal writes it to a file and the editor shows it in a webview, so it
// has no style but classes and no script but what a link does.
import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { Evaluation } from '../evaluate/evaluation';
import type { Mistake } from '../evaluate/mistakes';
import type { KindScore } from '../evaluate/questionKinds';
import { KindTable } from './kindTable';
import { type LinkTo, MistakeTable } from './mistakeTable';
import { Overview } from './overview';
import { PrecisionRecallChart } from './precisionRecallChart';
import { ReliabilityDiagram } from './reliabilityDiagram';
import { RiskCoverageChart } from './riskCoverageChart';
import { ValueTable } from './valueTable';
import { answerabilityText, questionWordText } from './words';

interface ReportProps {
  readonly evaluation: Evaluation;
  readonly linkTo: LinkTo;
}

/** Worst first. */
const mistakeKinds: readonly Mistake['kind'][] = ['wrongAnswer', 'falseAnswer', 'refused'];

/** The whole report, below its begin section by section. */
export function Report({ evaluation, linkTo }: ReportProps): VNode {
  const { subject, official, kinds, precisionRecall, calibration, riskCoverage, mistakes } = evaluation;
  return (
    <>
      <Overview evaluation={evaluation} />
      <section aria-labelledby="charts">
        <h2 id="charts">{l10n.t('Charts')}</h2>
        <div class="charts">
          {precisionRecall.points.length === 0 ? null : (
            <PrecisionRecallChart precisionRecall={precisionRecall} threshold={subject.thresholds.answer} />
          )}
          <ReliabilityDiagram calibration={calibration} />
          <RiskCoverageChart riskCoverage={riskCoverage} />
        </div>
      </section>
      <section aria-labelledby="kinds">
        <h2 id="kinds">{l10n.t('By kind of question')}</h2>
        <KindTable caption={l10n.t('Has it an answer?')} scores={kinds.answerability.map(named(answerabilityText))} />
        <KindTable caption={l10n.t('Question word')} scores={kinds.questionWord.map(named(questionWordText))} />
        <details>
          <summary>{l10n.t('By article')}</summary>
          <KindTable
            caption={l10n.t({ message: 'Article', comment: 'An article of an encyclopedia' })}
            scores={kinds.article}
          />
        </details>
        <details>
          <summary>{l10n.t('All figures of the official script')}</summary>
          <ValueTable
            caption={l10n.t('As evaluate-v2.0.py names them')}
            columns={[l10n.t('Figure'), l10n.t('Value')]}
            rows={Object.entries(official).map(([figure, value]) => [figure, String(value)])}
          />
        </details>
      </section>
      <section aria-labelledby="mistakes">
        <h2 id="mistakes">{l10n.t('The worst mistakes')}</h2>
        {mistakes.length === 0 ? <p>{l10n.t({ message: 'There are none.', comment: 'No mistakes' })}</p> : null}
        {mistakeKinds.map((kind) => {
          const ofKind = mistakes.filter((mistake) => mistake.kind === kind);
          return ofKind.length === 0 ? null : <MistakeTable key={kind} kind={kind} mistakes={ofKind} linkTo={linkTo} />;
        })}
      </section>
    </>
  );
}

function named(nameOf: (kind: string) => string): (score: KindScore) => KindScore {
  return (score) => ({ ...score, kind: nameOf(score.kind) });
}
