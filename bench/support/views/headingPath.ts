// The headings that a window stands under, read in front of it: `Setup > Ports: `. They take room from the window, and
// no answer can be in them.
import type { SourceDocument } from '../../../src/qa/document';
import type { QaModel } from '../../../src/qa/model';
import { makeOutline } from '../../../src/qa/outline';
import { readingOrder } from '../../../src/qa/readingOrder';
import { findSeams } from '../../../src/qa/seams';
import { at } from '../../../src/qa/tokens';
import { makeWindows, planWindows, windowAt } from '../../../src/qa/windows';

/** Room that is kept for headings, in tokens. */
const pathTokens = 32;

/** The model for one reading of a question on a document: it reads the windows in the order in which they are asked. */
export function withHeadingPaths(model: QaModel, document: SourceDocument, question: string): QaModel {
  const maxLength = model.maxLength - pathTokens;
  const context = model.tokenizer.encode(document.text);
  const plan = planWindows(model.tokenizer.encode(question), model.layout, maxLength);
  const windows = makeWindows(findSeams(document.text, context), plan.room, plan.overlap);
  const outline = makeOutline(document);
  const order = readingOrder(windows, context, document.text, question);
  const contextOffset = model.layout.before.length + plan.questionIds.length + model.layout.between.length;
  let asked = 0;
  return {
    ...model,
    maxLength,
    read: async (input) => {
      const window = windowAt(windows, at(order, asked++));
      const path = outline.headingsAt(at(context.starts, window.startToken)).join(' > ');
      const added = path === '' ? new Int32Array(0) : model.tokenizer.encode(`${path}: `).ids.slice(-pathTokens);
      const insert = (array: Int32Array, values: Int32Array): Int32Array =>
        Int32Array.of(...array.subarray(0, contextOffset), ...values, ...array.subarray(contextOffset));
      const { start, end } = await model.read({
        ids: insert(input.ids, added),
        typeIds: insert(input.typeIds, new Int32Array(added.length).fill(model.layout.contextTypeId)),
        contextOffset,
      });
      const without = (logits: Float32Array): Float32Array =>
        Float32Array.of(...logits.subarray(0, contextOffset), ...logits.subarray(contextOffset + added.length));
      return { start: without(start), end: without(end) };
    },
  };
}
