// The bundled reader's quality, as far as it is quick to measure, against the figures it had: `npm run bench -- quality`
// measures all of them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareFigures, howToUpdate, measureQuality, readBaseline } from '../../bench/support/quality';
import { qualitySets } from '../../bench/support/qualitySets';
import type { Reader } from '../../src/runtime/model';
import { openReader } from '../../src/runtime/reader';
import { readerChoice } from '../support/readerChoice';

/** In percentage points. Processors differ in the last bits of a logit, which may move a confidence to the next bin. */
const tolerance = 0.3;

const baseline = readBaseline();
const sets = qualitySets();

let reader: Reader;
beforeAll(async () => {
  reader = await openReader(readerChoice('models/mini', { precision: 'fp32' }));
});
afterAll(() => reader.close());

describe('the baseline', () => {
  it('has the sets that are measured, and of each the number of its questions', () => {
    const counts = Object.entries(baseline).map(([name, figures]) => [name, figures.questions]);
    expect(counts, howToUpdate).toEqual(sets.map(({ name, questions }) => [name, questions.length]));
  });
});

describe('the bundled reader is as good as it was', () => {
  it.each(sets.filter(({ tested }) => tested))('on $name', async (set) => {
    const changes = compareFigures(await measureQuality(reader, set), baseline[set.name] ?? {});
    expect(
      changes.filter(({ moved }) => moved > tolerance),
      howToUpdate,
    ).toEqual([]);
  });
});
