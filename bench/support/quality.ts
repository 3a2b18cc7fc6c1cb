// Questions in, the figures that the quality baseline keeps of what a reader made of them out, and how far they are from
// what they were: so that no change moves the reader's quality unseen.
import { existsSync, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import * as v from 'valibot';
import { checked } from '../../src/evaluate/checked';
import type { Evaluation } from '../../src/evaluate/evaluation';
import type { QaModel } from '../../src/qa/model';
import { evaluateSquad } from '../../src/runtime/evaluate';
import type { QualitySet } from './qualitySets';

/** From the repository's root. */
export const baselineFile = 'bench/quality-baseline.json';

/** What to do about figures that moved, for people. */
export const howToUpdate =
  'Quality moved. If that is meant, UPDATE=1 npm run bench -- quality writes the baseline anew; commit it with the ' +
  'change that moved it, and say why.';

const baselineSchema = v.record(v.string(), v.record(v.string(), v.nullable(v.number())));

/** Figures by name: counts, and the others in percent to two decimals. Null: there is nothing to say it of. */
export type Figures = Readonly<Record<string, number | null>>;

/** One figure, and what it was; undefined where it is not there. */
export interface FigureChange {
  readonly figure: string;
  readonly now: number | null | undefined;
  readonly before: number | null | undefined;
  /** How far it moved, in its own unit; without end where it came or went. */
  readonly moved: number;
}

/** The figures of each set, as they were last written; none where there is no file. Throws Error for another shape. */
export function readBaseline(): Readonly<Record<string, Figures>> {
  return existsSync(baselineFile) ? checked(baselineSchema, JSON.parse(readFileSync(baselineFile, 'utf8'))) : {};
}

/** Asks a set's questions as the product does, balanced, and says what that was worth. */
export async function measureQuality(model: QaModel, { name, questions }: QualitySet): Promise<Figures> {
  const run = await evaluateSquad(
    model,
    {
      ...{ questions, limit: null, rules: 'product', strictness: 'balanced', threshold: null, overlap: null },
      ...{ data: { name, sha256: '' }, documentWindows: null, partialFile: null },
    },
    {
      now: () => performance.now(),
      stopped: () => false,
      turn: () => Promise.resolve(),
      onProgress: () => undefined,
    },
  );
  if (run === undefined) throw new Error('nobody stopped it');
  return figuresOf(run.evaluation);
}

/** Every figure of either, in their order. */
export function compareFigures(now: Figures, before: Figures): FigureChange[] {
  return [...new Set([...Object.keys(now), ...Object.keys(before)])].map((figure) => {
    const [one, other] = [now[figure], before[figure]];
    const moved = typeof one === 'number' && typeof other === 'number' ? Math.abs(one - other) : Infinity;
    return { figure, now: one, before: other, moved: one === other ? 0 : moved };
  });
}

function figuresOf({ questions, windows, official, ...ours }: Evaluation): Figures {
  const { calibration, falseAnswers, precision, coverage, maybeShare } = ours;
  return {
    ...{ questions, windows },
    ...{ exact: rounded(official.exact), f1: rounded(official.f1) },
    ...{ HasAns_exact: rounded(official.HasAns_exact), HasAns_f1: rounded(official.HasAns_f1) },
    ...{ NoAns_exact: rounded(official.NoAns_exact), NoAns_f1: rounded(official.NoAns_f1) },
    ece: percent(calibration.ece),
    falseAnswers: percent(falseAnswers?.share),
    precision: percent(precision),
    coverage: percent(coverage),
    maybe: percent(maybeShare),
  };
}

function percent(share: number | null | undefined): number | null {
  return rounded(typeof share === 'number' ? 100 * share : share);
}

function rounded(value: number | null | undefined): number | null {
  return typeof value === 'number' ? Math.round(100 * value) / 100 : null;
}
