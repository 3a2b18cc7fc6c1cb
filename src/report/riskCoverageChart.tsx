// What answering only the surest questions would cost in wrong answers.
import { area, line } from 'd3-shape';
import type { VNode } from 'preact';
import type { RiskCoverage, RiskPoint } from '../evaluate/riskCoverage';
import { Chart } from './chart';
import { Plot } from './plot';
import { percent, percentFigure } from './words';

const title = 'Risk over coverage';

/** The risk-coverage curve with the area below it. */
export function RiskCoverageChart({ riskCoverage }: { readonly riskCoverage: RiskCoverage }): VNode {
  const { points } = riskCoverage;
  const largest = Math.max(...points.map(({ risk }) => risk));
  const legend = `The mean risk, which is the area below the curve, is ${percent(riskCoverage.area)}.`;
  return (
    <Chart
      title={title}
      reading="Were only the surest answered, how many of these would be wrong? The lower the curve and the later it rises, the better."
      legend={legend}
      values={{
        caption: 'Wrong among the surest, in percent',
        columns: ['Coverage', 'Risk'],
        rows: points.map(({ coverage, risk }) => [percentFigure(coverage), percentFigure(risk)]),
      }}
    >
      <Plot
        label={`${title}. ${legend}`}
        xLabel="Coverage (share answered), %"
        yLabel="Risk (share wrong), %"
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
