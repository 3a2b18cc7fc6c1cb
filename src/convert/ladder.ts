// The mixtures of integers and float32 that a model may run in, for the one to be found that is fast and says the same.
import { fp32, type MatrixRole, type Precision } from './precision';

/** One mixture: its name and which matrices multiply in integers. */
export interface Rung extends Omit<Precision, 'weightBits'> {
  readonly name: string;
}

const all: readonly MatrixRole[] = ['attentionInput', 'attentionOutput', 'ffnInput', 'ffnOutput'];

/**
 * Fastest first; the last is float32, which all others are compared with. For every family. Chosen by measurement:
 * docs/performance.md, "int8".
 */
export const ladder: readonly [Rung, ...Rung[]] = [
  { name: 'int8', int8: new Set(all), perToken: true },
  { name: 'int8Mixed', int8: new Set(all.filter((role) => role !== 'ffnInput')), perToken: true },
  { ...fp32, name: 'fp32' },
];
