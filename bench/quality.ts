// Does the bundled reader, fp32, answer as well as it did? Every figure beside the baseline; one that moved is a failure.
// UPDATE=1 writes the baseline anew, for a change that is meant to move them.
import { writeFileSync } from 'node:fs';
import { openReader } from '../src/runtime/reader';
import { readerChoice } from '../test/support/readerChoice';
import {
  baselineFile,
  compareFigures,
  type Figures,
  howToUpdate,
  measureQuality,
  readBaseline,
} from './support/quality';
import { qualitySets } from './support/qualitySets';

/** In percentage points. Processors may differ in the last bits of a logit, which seldom moves a figure. */
const tolerance = 0.05;

const baseline = readBaseline();
const measured: Record<string, Figures> = {};
let moved = 0;
const reader = await openReader(readerChoice('models/mini', { precision: 'fp32' }));
for (const set of qualitySets()) {
  console.log(`\n## ${set.name}\n`);
  const figures = await measureQuality(reader, set);
  measured[set.name] = figures;
  const changes = compareFigures(figures, baseline[set.name] ?? {});
  moved += changes.filter((change) => change.moved > tolerance).length;
  console.log('| figure | now | baseline | |\n| --- | ---: | ---: | --- |');
  for (const { figure, now, before, moved: distance } of changes) {
    console.log(`| ${figure} | ${now ?? '-'} | ${before ?? '-'} | ${distance > tolerance ? 'moved' : ''} |`);
  }
}
await reader.close();

if (process.env.UPDATE === '1') {
  writeFileSync(baselineFile, `${JSON.stringify(measured, null, 2)}\n`);
  console.log(`\n${moved} figures moved; ${baselineFile} is written`);
} else if (moved > 0) {
  console.error(`\n${moved} figures moved. ${howToUpdate}`);
  process.exitCode = 1;
}
