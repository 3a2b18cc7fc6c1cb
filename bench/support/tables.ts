// Figures to the tables of docs/verdicts.md.
import { meanInterval } from '../../src/evaluate/bootstrap';
import { shareInterval } from '../../src/evaluate/shareInterval';

/** The mean of values; NaN of none. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** A share in percent, to one decimal. */
export function percent(share: number): string {
  return (100 * share).toFixed(1);
}

/** A mean in percent, with its bootstrap interval. */
export function meanPercent(values: readonly number[]): string {
  if (values.length === 0) return '–';
  const { low, high } = meanInterval(values);
  return `${percent(mean(values))} (${percent(low)} to ${percent(high)})`;
}

/** The share of what holds in percent, with Wilson's interval. */
export function sharePercent(held: readonly boolean[]): string {
  if (held.length === 0) return '–';
  const count = held.filter(Boolean).length;
  const { low, high } = shareInterval(count, held.length);
  return `${percent(count / held.length)} (${percent(low)} to ${percent(high)})`;
}

/** Prints a table whose first column is of words. */
export function printTable(head: readonly string[], lines: readonly (readonly string[])[]): void {
  console.log(`\n| ${head.join(' | ')} |\n| ${head.map((_, i) => (i === 0 ? '---' : '---:')).join(' | ')} |`);
  for (const line of lines) console.log(`| ${line.join(' | ')} |`);
}
