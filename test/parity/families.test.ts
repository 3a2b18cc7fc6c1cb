import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ladder } from '../../src/convert/ladder';
import { convertModel, parseModelConfig } from '../../src/convert/model';
import { fp32, type Precision } from '../../src/convert/precision';
import type { WindowInput } from '../../src/qa/windows';
import { openSession } from '../../src/runtime/session';
import { withTensorFile } from '../../src/runtime/tensorFile';
import { tinyFamilies } from '../convert/families';
import { largestDifference } from './difference';

interface FamilyCase {
  readonly inputIds: readonly number[];
  readonly typeIds: readonly number[];
  readonly startLogits: readonly number[];
  readonly endLogits: readonly number[];
}

// A step of rounding is 1/127 of the largest number, so a number is off by some 0.3/127 of it, which is 1 % of a usual
// one; a model of 3 layers of 4 products is off by 12 % at worst, when all errors add up. Half the steps, twice the
// error. A matrix laid out wrongly is off by 100 % and more.
const integerRungs = ladder
  .filter(({ int8 }) => int8.size > 0)
  .flatMap((rung) => ([8, 7] as const).map((weightBits) => ({ ...rung, weightBits })));

// Tiny random models with PyTorch's float32 outputs; `bert-half` holds float16, `bert-old-names` gamma and beta.
describe.each(tinyFamilies)('%s', (family) => {
  const folder = fileURLToPath(new URL(`../fixtures/families/${family}`, import.meta.url));
  const read = (file: string): unknown => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'));
  const { cases } = read('cases.json') as { cases: readonly FamilyCase[] };
  const config = parseModelConfig(read('config.json'));

  /** The graph's logits of all cases, and PyTorch's. */
  async function logitsOf(precision: Precision): Promise<{ ours: number[][]; expected: number[][] }> {
    const graph = withTensorFile(`${folder}/model.safetensors`, (file) => convertModel(config, file, precision));
    const session = await openSession(graph, folder, 1, precision.int8.size > 0);
    const ours: number[][] = [];
    for (const { inputIds, typeIds } of cases) {
      const ids = Int32Array.from(inputIds);
      const logits = await session.run({ ids, typeIds: Int32Array.from(typeIds), contextOffset: 0 });
      ours.push([...logits.start], [...logits.end]);
    }
    await session.release();
    return { ours, expected: cases.flatMap(({ startLogits, endLogits }) => [[...startLogits], [...endLogits]]) };
  }

  it('gives PyTorch’s logits within 1e-4', async () => {
    const { ours, expected } = await logitsOf(fp32);
    expect(ours).toHaveLength(10);
    ours.forEach((logits, i) => {
      expect(largestDifference(logits, expected[i] ?? [])).toBeLessThan(1e-4);
    });
  });

  it('gives windows of one length in one run the logits that each has alone', async () => {
    const graph = withTensorFile(`${folder}/model.safetensors`, (file) => convertModel(config, file));
    const session = await openSession(graph, folder, 1);
    const inputs = [3, 5, 7, 11].map((step): WindowInput => {
      const ids = Int32Array.from({ length: 40 }, (_, i) => 5 + ((i * step) % 90));
      return { ids, typeIds: ids.map((_, i) => (i > step ? 1 : 0)), contextOffset: 0 };
    });
    const together = await session.runTogether(inputs);
    for (const [i, input] of inputs.entries()) {
      const alone = await session.run(input);
      expect(largestDifference(together[i]?.start ?? [], alone.start)).toBeLessThan(1e-4);
      expect(largestDifference(together[i]?.end ?? [], alone.end)).toBeLessThan(1e-4);
    }
    const shorter = { ids: new Int32Array(3), typeIds: new Int32Array(3), contextOffset: 0 };
    await expect(session.runTogether([...inputs, shorter])).rejects.toThrow(RangeError);
    await session.release();
  });

  it.each(integerRungs)('keeps its logits in $name with weights of $weightBits bits', async (precision) => {
    const { ours, expected } = await logitsOf(precision);
    const error = relativeError(ours.flat(), expected.flat());
    expect(error).toBeLessThan(precision.weightBits === 8 ? 0.12 : 0.24);
    // Less would mean that nothing was rounded.
    expect(error).toBeGreaterThan(1e-3);
  });

  it('without a matrix in integers is the graph of float32, byte for byte', () => {
    const convert = (precision: Precision): Uint8Array =>
      withTensorFile(`${folder}/model.safetensors`, (file) => convertModel(config, file, precision));
    const none: Precision = { int8: new Set(), perToken: true, weightBits: 7 };
    expect(Buffer.compare(convert(none), convert(fp32))).toBe(0);
  });
});

/** How far `ours` is off, as a share of how much the expected values vary. */
function relativeError(ours: readonly number[], expected: readonly number[]): number {
  const mean = expected.reduce((sum, value) => sum + value, 0) / expected.length;
  const length = (values: readonly number[]): number => Math.hypot(...values);
  return length(ours.map((value, i) => value - (expected[i] ?? NaN))) / length(expected.map((value) => value - mean));
}
