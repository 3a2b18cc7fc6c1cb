// Checks what comes from the panel: a webview is the less trusted side.
import * as v from 'valibot';
import type { FromPanel } from '../protocol/panel';

/** Against a page pasted into the question field; the reader cuts questions at 64 tokens anyway. */
const maxQuestionChars = 100_000;

const offset = v.pipe(v.number(), v.integer(), v.minValue(0));
const schema = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('ask'), question: v.pipe(v.string(), v.maxLength(maxQuestionChars)) }),
  v.object({ type: v.literal('stop') }),
  v.object({ type: v.literal('askAgain'), allWindows: v.boolean() }),
  v.object({
    type: v.literal('open'),
    place: v.object({ start: offset, end: offset }),
    focus: v.boolean(),
  }),
  v.object({ type: v.literal('chooseStrictness') }),
  v.object({ type: v.literal('showLog') }),
  v.object({
    type: v.literal('reader'),
    action: v.picklist([
      'download',
      'cancel',
      'decline',
      'chooseReader',
      'importModel',
      'setToken',
      'openSettings',
      'showLog',
    ]),
  }),
]);

/** The message, or undefined when it is none of the panel's. */
export function parsePanelMessage(message: unknown): FromPanel | undefined {
  const result = v.safeParse(schema, message);
  return result.success ? result.output : undefined;
}
