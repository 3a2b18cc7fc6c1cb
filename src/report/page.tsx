// An evaluation in, a page to look at out. The terminal writes it to a file and the editor shows it in a webview, so it
// has no style but classes and no script but what a link does.
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
import { answerabilityText, mistakeWords } from './words';

interface ReportProps {
  readonly evaluation: Evaluation;
  readonly linkTo: LinkTo;
}

const mistakeKinds = Object.keys(mistakeWords) as Mistake['kind'][];

/** The whole report, below its begin section by section. */
export function Report({ evaluation, linkTo }: ReportProps): VNode {
  const { subject, official, kinds, precisionRecall, calibration, riskCoverage, mistakes } = evaluation;
  return (
    <>
      <Overview evaluation={evaluation} />
      <section aria-labelledby="charts">
        <h2 id="charts">Charts</h2>
        <div class="charts">
          {precisionRecall.points.length === 0 ? null : (
            <PrecisionRecallChart precisionRecall={precisionRecall} threshold={subject.thresholds.answer} />
          )}
          <ReliabilityDiagram calibration={calibration} />
          <RiskCoverageChart riskCoverage={riskCoverage} />
        </div>
      </section>
      <section aria-labelledby="kinds">
        <h2 id="kinds">By kind of question</h2>
        <KindTable caption="Has it an answer?" scores={kinds.answerability.map(withWords)} />
        <KindTable caption="Question word" scores={kinds.questionWord} />
        <details>
          <summary>By article</summary>
          <KindTable caption="Article" scores={kinds.article} />
        </details>
        <details>
          <summary>All figures of the official script</summary>
          <ValueTable
            caption="As evaluate-v2.0.py names them"
            columns={['Figure', 'Value']}
            rows={Object.entries(official).map(([figure, value]) => [figure, String(value)])}
          />
        </details>
      </section>
      <section aria-labelledby="mistakes">
        <h2 id="mistakes">The worst mistakes</h2>
        {mistakes.length === 0 ? <p>There are none.</p> : null}
        {mistakeKinds.map((kind) => {
          const ofKind = mistakes.filter((mistake) => mistake.kind === kind);
          return ofKind.length === 0 ? null : <MistakeTable key={kind} kind={kind} mistakes={ofKind} linkTo={linkTo} />;
        })}
      </section>
    </>
  );
}

function withWords(score: KindScore): KindScore {
  return { ...score, kind: answerabilityText(score.kind) };
}
