// Figures that the project promises: printed with what was promised, and handed to bench/run.mjs, which compares them
// with bench/baseline.json.
import { appendFileSync } from 'node:fs';

/** What is promised of a figure. */
export type Promised = { readonly atLeast: number } | { readonly atMost: number };

/** Prints a figure, and whether it holds what was promised. */
export function figure(name: string, value: number, unit: string, promised: Promised): void {
  const [promise, holds] =
    'atLeast' in promised
      ? [`at least ${promised.atLeast}`, value >= promised.atLeast]
      : [`at most ${promised.atMost}`, value <= promised.atMost];
  const shown = Number(value.toPrecision(3));
  console.log(`${holds ? 'held' : 'SHORT'}: ${name}: ${shown} ${unit}, promised ${promise}`);
  const { BENCH_FIGURES: file } = process.env;
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ name, value: shown, unit, promise, holds })}\n`);
}
