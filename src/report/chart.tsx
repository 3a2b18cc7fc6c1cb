// A drawing, how to read it, and its numbers as a table for those who cannot see it.
import * as l10n from '@vscode/l10n';
import type { ComponentChildren, VNode } from 'preact';
import { ValueTable, type ValueTableProps } from './valueTable';

interface ChartProps {
  readonly title: string;
  /** One sentence that says how to read it. */
  readonly reading: string;
  /** What the marks in it are. */
  readonly legend: string;
  readonly values: ValueTableProps;
  readonly children: ComponentChildren;
}

/** A chart with everything that belongs to it. */
export function Chart({ title, reading, legend, values, children }: ChartProps): VNode {
  return (
    <figure class="chart" aria-label={title}>
      <h3>{title}</h3>
      <p class="quiet">{reading}</p>
      {children}
      <p class="legend">{legend}</p>
      <details>
        <summary>{l10n.t('{0}: the values', title)}</summary>
        <ValueTable {...values} />
      </details>
    </figure>
  );
}
