// A folder in the arguments and rows of token ids as JSON on stdin; out come the folder of a full-size random model that
// was made there, and its logits as our graph gives them. For fullReader.py, which has PyTorch beside it.
import { text } from 'node:stream/consumers';
import { openReader } from '../../src/runtime/reader';
import { installFullSizeModel } from '../support/fullSizeModel';
import { readerChoice } from '../support/readerChoice';

const [home] = process.argv.slice(2);
if (home === undefined) throw new Error('usage: node fullReaderLogits.mjs FOLDER < windows.json');
const windows = JSON.parse(await text(process.stdin)) as readonly (readonly number[])[];

const { folder } = await installFullSizeModel(home);
const reader = await openReader(readerChoice(folder, { precision: 'fp32' }));
const rows: { start: readonly number[]; end: readonly number[] }[] = [];
for (const window of windows) {
  const ids = Int32Array.from(window);
  const logits = await reader.read({ ids, typeIds: new Int32Array(ids.length), contextOffset: 0 });
  rows.push({ start: [...logits.start], end: [...logits.end] });
}
await reader.close();
process.stdout.write(`${JSON.stringify({ folder, rows })}\n`);
