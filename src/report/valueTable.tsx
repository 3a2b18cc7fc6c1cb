// Columns and rows of numbers in, a table out.
import type { VNode } from 'preact';

/** Names of columns, and rows as long as these. */
export interface ValueTableProps {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A plain table of values. */
export function ValueTable({ caption, columns, rows }: ValueTableProps): VNode {
  return (
    <table class="values">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>
            {row.map((cell, column) => (
              <td key={column}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
