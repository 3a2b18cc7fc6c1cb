// Checks what comes from the panel: a webview is the less trusted side.
import * as v from 'valibot';
import type { FromPanel } from '../protocol/panel';

/** Against a page pasted into the question field; the reader cuts questions at 64 tokens anyway. */
const maxQuestionChars = 100_000;

const integer = v.pipe(v.number(), v.integer(), v.minValue(0));
const place = v.object({ start: integer, end: integer });
const schema = v.variant('type', [
  v.object({ type: v.literal('ask'), question: v.pipe(v.string(), v.maxLength(maxQuestionChars)) }),
  v.object({
    type: v.literal('askElsewhere'),
    where: v.picklist(['target', 'selection', 'file', 'openFiles']),
  }),
  v.object({ type: v.literal('askAgain'), run: integer, allWindows: v.boolean() }),
  v.object({ type: v.literal('open'), run: integer, place, focus: v.boolean() }),
  v.object({ type: v.picklist(['copy', 'pin']), run: integer, place }),
  v.object({ type: v.literal('openPin'), pin: integer, focus: v.boolean() }),
  v.object({ type: v.literal('unpin'), pin: integer }),
  v.object({
    type: v.picklist(['ready', 'stop', 'leave', 'openFile', 'chooseStrictness', 'chooseReader', 'showLog']),
  }),
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
