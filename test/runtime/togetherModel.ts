import type { QaModel } from '../../src/qa/model';
import type { BatchModel, ReadTogether } from '../../src/runtime/batching';

/** A model that can read several windows in one run, and the lengths of the windows of each run. */
export interface TogetherModel extends BatchModel {
  readonly readTogether: ReadTogether;
  readonly runs: (readonly number[])[];
}

export function makeTogether(model: QaModel): TogetherModel {
  const runs: (readonly number[])[] = [];
  return {
    ...model,
    runs,
    readTogether(inputs) {
      runs.push(inputs.map(({ ids }) => ids.length));
      return Promise.all(inputs.map((input) => model.read(input)));
    },
  };
}
