// Two axes in, a drawing with ticks, a grid and their labels out: what all charts of the report have in common.
import { scaleLinear, type ScaleLinear } from 'd3-scale';
import type { ComponentChildren, VNode } from 'preact';
import { rounded } from '../words/numbers';

/** From a share, 0 to 1, to where it is drawn. */
export type Scale = ScaleLinear<number, number>;

interface PlotProps {
  /** What a screen reader says of the drawing. */
  readonly label: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** The largest share that the upright axis must hold; 1 by default. */
  readonly yMax?: number;
  readonly children: (x: Scale, y: Scale) => ComponentChildren;
}

/** In units of the drawing, which is about as many pixels on a narrow page. */
const width = 320;
const height = 250;
const left = 44;
const right = width - 14;
const top = 8;
const bottom = height - 40;

/** A chart over two shares. It has no style of its own but classes: a page may forbid it. */
export function Plot({ label, xLabel, yLabel, yMax = 1, children }: PlotProps): VNode {
  const x = scaleLinear([0, 1], [left, right]);
  const y = scaleLinear([0, yMax], [bottom, top]).nice(5);
  return (
    <svg class="plot" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {y.ticks(5).map((share) => (
        <g key={share}>
          <line class="grid" x1={left} x2={right} y1={y(share)} y2={y(share)} />
          <text class="tick" x={left - 6} y={y(share)} dy="0.35em" text-anchor="end">
            {tickText(share)}
          </text>
        </g>
      ))}
      {x.ticks(5).map((share) => (
        <g key={share}>
          <line class="axis" x1={x(share)} x2={x(share)} y1={bottom} y2={bottom + 4} />
          <text class="tick" x={x(share)} y={bottom + 16} text-anchor="middle">
            {tickText(share)}
          </text>
        </g>
      ))}
      <line class="axis" x1={left} x2={right} y1={bottom} y2={bottom} />
      <text class="axis-label" x={(left + right) / 2} y={height - 6} text-anchor="middle">
        {xLabel}
      </text>
      <text class="axis-label" transform={`translate(12 ${(top + bottom) / 2}) rotate(-90)`} text-anchor="middle">
        {yLabel}
      </text>
      {children(x, y)}
    </svg>
  );
}

/** A share in percent; the axis names the unit. Shares such as 0.15 are not exact, and small ones need digits. */
function tickText(share: number): string {
  return rounded(share * 100, 3);
}
