// Whether "80 %" came true in eight cases of ten.
import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { CalibrationError } from '../evaluate/calibrationError';
import { count } from '../words/numbers';
import { Chart } from './chart';
import { Plot } from './plot';
import { percent, percentFigure } from './words';

/** The reliability diagram: a dot for each bin, and how far it is from the diagonal. */
export function ReliabilityDiagram({ calibration: { ece, bins } }: { readonly calibration: CalibrationError }): VNode {
  const title = l10n.t('Reliability of the confidence');
  const distance = l10n.t('Their mean distance from the diagonal is {0}.', percent(ece));
  const legend = `${dotText(bins.map((bin) => bin.count))} ${distance}`;
  return (
    <Chart
      title={title}
      reading={l10n.t(
        'On the diagonal, confidence is what came true; below it the reader was too sure, above it too modest.',
      )}
      legend={legend}
      values={{
        caption: l10n.t('Confidence and what came true, in percent'),
        columns: [l10n.t('Confidence'), l10n.t({ message: 'Right', comment: 'Not wrong' }), l10n.t('Questions')],
        rows: bins.map((bin) => [percentFigure(bin.confidence), percentFigure(bin.right), count(bin.count)]),
      }}
    >
      <Plot
        label={`${title}. ${legend}`}
        xLabel={l10n.t('Confidence (mean), %')}
        yLabel={l10n.t({ message: 'Right, %', comment: 'Not wrong' })}
      >
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

/** How many questions a dot is, from the numbers of all dots. */
function dotText(counts: readonly number[]): string {
  const fewest = Math.min(...counts);
  const most = Math.max(...counts);
  if (most === 1) return l10n.t('Each dot is 1 question.');
  return fewest === most
    ? l10n.t('Each dot is {0} questions of similar confidence.', count(most))
    : l10n.t('Each dot is {0} to {1} questions of similar confidence.', count(fewest), count(most));
}
