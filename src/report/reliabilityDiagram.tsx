// Whether "80 %" came true in eight cases of ten.
import type { VNode } from 'preact';
import type { CalibrationError } from '../evaluate/calibrationError';
import { count } from '../words/numbers';
import { Chart } from './chart';
import { Plot } from './plot';
import { percent, percentFigure, several } from './words';

const title = 'Reliability of the confidence';

/** The reliability diagram: a dot for each bin, and how far it is from the diagonal. */
export function ReliabilityDiagram({ calibration: { ece, bins } }: { readonly calibration: CalibrationError }): VNode {
  const counts = bins.map((bin) => bin.count);
  const fewest = Math.min(...counts);
  const most = Math.max(...counts);
  const size = fewest === most ? several(most, 'question') : `${count(fewest)} to ${several(most, 'question')}`;
  const legend = `Each dot is ${size} of similar confidence. Their mean distance from the diagonal is ${percent(ece)}.`;
  return (
    <Chart
      title={title}
      reading="On the diagonal, confidence is what came true; below it the reader was too sure, above it too modest."
      legend={legend}
      values={{
        caption: 'Confidence and what came true, in percent',
        columns: ['Confidence', 'Right', 'Questions'],
        rows: bins.map((bin) => [percentFigure(bin.confidence), percentFigure(bin.right), count(bin.count)]),
      }}
    >
      <Plot label={`${title}. ${legend}`} xLabel="Confidence (mean), %" yLabel="Right, %">
        {(x, y) => (
          <>
            <line class="guide" x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} />
            {bins.map(({ confidence, right }, index) => (
              <g key={index}>
                <line class="miss" x1={x(confidence)} y1={y(right)} x2={x(confidence)} y2={y(confidence)} />
                <circle class="dot" cx={x(confidence)} cy={y(right)} r={4} />
              </g>
            ))}
          </>
        )}
      </Plot>
    </Chart>
  );
}
