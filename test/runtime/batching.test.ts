import { describe, expect, it } from 'vitest';
import type { QaModel } from '../../src/qa/model';
import type { WindowInput } from '../../src/qa/windows';
import { type ReadTogether, sharingRuns, windowsOfRun } from '../../src/runtime/batching';
import { makeFakeModel, makeWordTokenizer, seesNoise } from '../qa/fakeModel';
import { makeTogether } from './togetherModel';

const model = makeFakeModel({ tokenizer: makeWordTokenizer(), read: seesNoise(7) });

/** So many tokens that nothing else has. */
let ids = 0;
function inputOf(length: number): WindowInput {
  return { ids: Int32Array.from({ length }, () => ids++), typeIds: new Int32Array(length), contextOffset: 1 };
}

/** Reads that share runs, and what ran. */
function sharing(): QaModel & { readonly runs: readonly (readonly number[])[] } {
  const together = makeTogether(model);
  return { ...sharingRuns(model, together.readTogether), runs: together.runs };
}

const readAll = (reader: QaModel, inputs: readonly WindowInput[]) =>
  Promise.all(inputs.map((input) => reader.read(input)));

describe('reads at a time', () => {
  it('share a run where they have one length, and run one after the other where they have not', async () => {
    const reader = sharing();
    await readAll(reader, [5, 7, 5, 9, 7, 5].map(inputOf));
    expect(reader.runs).toEqual([[5, 5, 5], [7, 7], [9]]);
  });

  it('share a run where some are asked for a little later, for want of nothing but their turn', async () => {
    const reader = sharing();
    const later = async (): Promise<void> => {
      for (let i = 0; i < 20; i++) await Promise.resolve();
      await reader.read(inputOf(5));
    };
    await Promise.all([reader.read(inputOf(5)), later()]);
    expect(reader.runs).toEqual([[5, 5]]);
  });

  it.each([
    [48, 13],
    [160, 4],
    [161, 3],
    [320, 2],
    [321, 1],
    [700, 1],
  ])('of %i tokens are at most %i in a run', async (length, most) => {
    expect(windowsOfRun(length)).toBe(most);
    const reader = sharing();
    await readAll(
      reader,
      Array.from({ length: 2 * most + 1 }, () => inputOf(length)),
    );
    expect(reader.runs.map((run) => run.length)).toEqual([most, most, 1]);
  });

  it('give each its own logits', async () => {
    const inputs = [5, 7, 5, 5, 7, 5, 5, 6].map(inputOf);
    await expect(readAll(sharing(), inputs)).resolves.toEqual(await readAll(model, inputs));
  });

  it('share runs with those that follow from them, and with later ones', async () => {
    const reader = sharing();
    const twice = async (): Promise<void> => {
      await reader.read(inputOf(5));
      await reader.read(inputOf(6));
    };
    await Promise.all([twice(), twice(), twice()]);
    expect(reader.runs).toEqual([
      [5, 5, 5],
      [6, 6, 6],
    ]);
    await readAll(reader, [5, 5].map(inputOf));
    expect(reader.runs).toHaveLength(3);
  });

  it('fail where their run does, and nowhere else', async () => {
    const readTogether: ReadTogether = async (inputs) => {
      if (inputs[0]?.ids.length === 7) throw new Error('out of memory');
      return readAll(model, inputs);
    };
    const reader = sharingRuns(model, readTogether);
    const settled = await Promise.allSettled([5, 7, 5, 7, 9].map((length) => reader.read(inputOf(length))));
    expect(settled.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    await expect(reader.read(inputOf(7))).rejects.toThrow('out of memory');
    await expect(reader.read(inputOf(5))).resolves.toBeDefined();
  });

  it('are refused where a run had no logits for them', async () => {
    const reader = sharingRuns(model, async ([first]) => (first === undefined ? [] : readAll(model, [first])));
    const settled = await Promise.allSettled([5, 5].map((length) => reader.read(inputOf(length))));
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });
});
