// What every other threshold would have given, and where the present one is.
import { line } from 'd3-shape';
import type { VNode } from 'preact';
import type { OperatingPoint, PrecisionRecall } from '../evaluate/precisionRecall';
import { Chart } from './chart';
import { Plot } from './plot';
import { evidence, percent, percentFigure } from './words';

interface PrecisionRecallProps {
  /** At least one point. */
  readonly precisionRecall: PrecisionRecall;
  /** The one in use. */
  readonly threshold: number;
}

const title = 'Precision and recall';

/** The precision-recall curve. */
export function PrecisionRecallChart({ precisionRecall, threshold }: PrecisionRecallProps): VNode {
  const { points, current } = precisionRecall;
  const legend =
    current === null
      ? `The threshold ${evidence(threshold)} answered nothing.`
      : `The ring is the threshold in use, ${evidence(threshold)}: ${percent(current.precision)} precision, ${percent(current.recall)} recall.`;
  return (
    <Chart
      title={title}
      reading="Each point is a threshold: a lower one answers more and lies to the right; the higher the curve stays there, the better."
      legend={legend}
      values={{
        caption: 'What answering from a threshold on would give, in percent',
        columns: ['Threshold', 'Precision', 'Recall'],
        rows: points.map((point) => [
          evidence(point.threshold),
          percentFigure(point.precision),
          percentFigure(point.recall),
        ]),
      }}
    >
      <Plot label={`${title}. ${legend}`} xLabel="Recall (F1 gained), %" yLabel="Precision (F1 of answers), %">
        {(x, y) => (
          <>
            <path
              class="curve"
              d={
                line<OperatingPoint>(
                  ({ recall }) => x(recall),
                  ({ precision }) => y(precision),
                )(points) ?? ''
              }
            />
            {current === null ? null : (
              <>
                <path class="guide" d={`M${x(0)},${y(current.precision)}H${x(current.recall)}V${y(0)}`} />
                <circle class="current" cx={x(current.recall)} cy={y(current.precision)} r={5} />
              </>
            )}
          </>
        )}
      </Plot>
    </Chart>
  );
}
