// What every other threshold would have given, and where the present one is.
import * as l10n from '@vscode/l10n';
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

/** The precision-recall curve. */
export function PrecisionRecallChart({ precisionRecall, threshold }: PrecisionRecallProps): VNode {
  const { points, current } = precisionRecall;
  const title = l10n.t('Precision and recall');
  const legend =
    current === null
      ? l10n.t('The threshold {0} answered nothing.', evidence(threshold))
      : l10n.t(
          'The ring is the threshold in use, {0}: {1} precision, {2} recall.',
          ...[evidence(threshold), percent(current.precision), percent(current.recall)],
        );
  return (
    <Chart
      title={title}
      reading={l10n.t(
        'Each point is a threshold: a lower one answers more and lies to the right; the higher the curve stays there, the better.',
      )}
      legend={legend}
      values={{
        caption: l10n.t('What answering from a threshold on would give, in percent'),
        columns: [l10n.t('Threshold'), l10n.t('Precision'), l10n.t('Recall')],
        rows: points.map((point) => [
          evidence(point.threshold),
          percentFigure(point.precision),
          percentFigure(point.recall),
        ]),
      }}
    >
      <Plot
        label={`${title}. ${legend}`}
        xLabel={l10n.t('Recall (F1 gained), %')}
        yLabel={l10n.t('Precision (F1 of answers), %')}
      >
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
