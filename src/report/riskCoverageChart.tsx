// What answering only the surest questions would cost in wrong answers.
import * as l10n from '@vscode/l10n';
import { area, line } from 'd3-shape';
import type { VNode } from 'preact';
import type { RiskCoverage, RiskPoint } from '../evaluate/riskCoverage';
import { Chart } from './chart';
import { Plot } from './plot';
import { percent, percentFigure } from './words';

/** The risk-coverage curve with the area below it. */
export function RiskCoverageChart({ riskCoverage }: { readonly riskCoverage: RiskCoverage }): VNode {
  const { points } = riskCoverage;
  const title = l10n.t('Risk over coverage');
  const largest = Math.max(...points.map(({ risk }) => risk));
  const legend = l10n.t('The mean risk, which is the area below the curve, is {0}.', percent(riskCoverage.area));
  return (
    <Chart
      title={title}
      reading={l10n.t(
        'Were only the surest answered, how many of these would be wrong? The lower the curve and the later it rises, the better.',
      )}
      legend={legend}
      values={{
        caption: l10n.t('Wrong among the surest, in percent'),
        columns: [l10n.t('Coverage'), l10n.t('Risk')],
        rows: points.map(({ coverage, risk }) => [percentFigure(coverage), percentFigure(risk)]),
      }}
    >
      <Plot
        label={`${title}. ${legend}`}
        xLabel={l10n.t('Coverage (share answered), %')}
        yLabel={l10n.t('Risk (share wrong), %')}
        yMax={largest > 0 ? largest : 1}
      >
        {(x, y) => {
          const across = ({ coverage }: RiskPoint): number => x(coverage);
          const up = ({ risk }: RiskPoint): number => y(risk);
          return (
            <>
              <path class="below" d={area<RiskPoint>(across, y(0), up)(points) ?? ''} />
              <path class="curve" d={line<RiskPoint>(across, up)(points) ?? ''} />
            </>
          );
        }}
      </Plot>
    </Chart>
  );
}
