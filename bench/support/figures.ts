// Figures that the project promises: printed with what was promised, and handed to bench/run.mjs, which compares them
// with bench/baseline.json.
import { appendFileSync } from 'node:fs';

/** What is promised of a figure. */
export type Promised = { readonly atLeast: number } | { readonly atMost: number };

/** Prints a figure, and whether it holds what was promised. */
export function figure(name: string, value: number, unit: string, promised: Promised): void {
  const [limit, word, holds] =
    'atLeast' in promised
      ? [promised.atLeast, 'at least', value >= promised.atLeast]
      : [promised.atMost, 'at most', value <= promised.atMost];
  const shown = Number(value.toPrecision(3));
  console.log(`${holds ? 'held' : 'SHORT'}: ${name}: ${shown} ${unit}, promised ${word} ${limit}`);
  const { BENCH_FIGURES: file } = process.env;
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ name, value: shown, unit, holds })}\n`);
}
