// Cuts a document's tokens into overlapping windows, says which window answers for which span, and lays out the model's
// input.
import { defaultOverlapTokens, maxAnswerTokens, maxQuestionTokens, minContextRoomTokens } from './limits';
import { QaError } from './errors';
import type { Seams } from './seams';
import { at, type Encoding } from './tokens';

/** A slice of the document: context tokens `[startToken, endToken)`, the index-th in document order. */
export interface Window {
  readonly index: number;
  readonly startToken: number;
  readonly endToken: number;
}

/** How a model wants question and context put together: `before question between context after`. */
export interface InputLayout {
  readonly before: readonly number[];
  readonly between: readonly number[];
  readonly after: readonly number[];
  /** The type id of the context and what follows it: 1 for BERT, 0 where there is one type only. */
  readonly contextTypeId: 0 | 1;
}

/** One window as the model reads it. */
export interface WindowInput {
  readonly ids: Int32Array;
  readonly typeIds: Int32Array;
  /** Where the window's first context token stands in `ids`. */
  readonly contextOffset: number;
}

/** The window sizes that follow from a question: all in tokens. */
export interface WindowPlan {
  readonly questionIds: Int32Array;
  /** Question tokens left out because of the limit. */
  readonly questionTokensCut: number;
  /** Context tokens of a full window. */
  readonly room: number;
  readonly overlap: number;
  /** Longest span that is sure to lie whole in some window. */
  readonly maxSpanTokens: number;
}

/**
 * Sizes the windows for a question. Throws QaError `noContextRoom` when fewer than 64 tokens are left for the context.
 *
 * @param maxLength tokens of a whole input, special tokens included
 * @param overlapWanted tokens that neighbours share, at most half of the room
 */
export function planWindows(
  question: Encoding,
  layout: InputLayout,
  maxLength: number,
  overlapWanted: number = defaultOverlapTokens,
): WindowPlan {
  const questionIds = question.ids.subarray(0, maxQuestionTokens);
  const specials = layout.before.length + layout.between.length + layout.after.length;
  const room = maxLength - questionIds.length - specials;
  if (room < minContextRoomTokens) {
    throw new QaError('noContextRoom', `windows of ${maxLength} tokens leave ${room} for the file`);
  }
  const overlap = Math.min(overlapWanted, room >> 1);
  return {
    questionIds,
    questionTokensCut: question.ids.length - questionIds.length,
    room,
    overlap,
    maxSpanTokens: Math.min(maxAnswerTokens, overlap),
  };
}

/** Share of a window within which its ends look for a seam; wider ones only make more windows (docs/verdicts.md). */
const reachShare = 0.25;

/**
 * Windows over all context tokens, in document order. They begin and end at seams where there is one in reach, so that
 * what belongs together is read together, and so that most windows stay the same when the text before them is edited.
 * Neighbours share at least `overlap` tokens; the last window is moved left so that it is full.
 *
 * @param overlap at most half of `room`
 */
export function makeWindows(seams: Seams, room: number, overlap: number): Window[] {
  const tokens = seams.length;
  const reach = Math.floor(room * reachShare);
  const windows: Window[] = [];
  const add = (startToken: number, endToken: number): void => {
    windows.push({ index: windows.length, startToken, endToken });
  };
  let startToken = 0;
  while (startToken + room < tokens) {
    const endToken = seamIn(seams, startToken + room - reach, startToken + room);
    add(startToken, endToken);
    const latest = endToken - overlap;
    startToken = seamIn(seams, Math.max(startToken, latest - reach), latest);
  }
  if (tokens > 0) add(Math.max(0, tokens - room), tokens);
  return windows;
}

/** The last seam in `(from, to]`; `to` where there is none. A stronger one further off costs more windows than it is worth. */
function seamIn(seams: Seams, from: number, to: number): number {
  for (let token = to; token > from; token--) {
    if (at(seams, token) > 0) return token;
  }
  return to;
}

/**
 * The rule that gives each span to exactly one window: the one in which it has most room on its narrower side, the
 * earlier one where two are equal. A span `[startToken, endToken)` inside a window belongs to it when
 * `startToken + endToken`, twice its middle, is from `least` to `most`.
 *
 * For starts and ends of windows both increase: of two windows, a span has more room in the earlier one as long as its
 * middle is before the middle of what they share.
 */
export function ownedSums(windows: readonly Window[], index: number): { least: number; most: number } {
  const own = windowAt(windows, index);
  const previous = windows[index - 1];
  const next = windows[index + 1];
  return {
    least: previous === undefined ? -Infinity : previous.endToken + own.startToken + 1,
    most: next === undefined ? Infinity : own.endToken + next.startToken,
  };
}

/** The index-th window. Throws RangeError when there is none. */
export function windowAt(windows: readonly Window[], index: number): Window {
  const window = windows[index];
  if (window === undefined) throw new RangeError(`no window ${index} of ${windows.length}`);
  return window;
}

/** The model's input for one window. */
export function layOut(window: Window, questionIds: Int32Array, context: Encoding, layout: InputLayout): WindowInput {
  const contextOffset = layout.before.length + questionIds.length + layout.between.length;
  const contextTokens = window.endToken - window.startToken;
  const ids = new Int32Array(contextOffset + contextTokens + layout.after.length);
  ids.set(layout.before, 0);
  ids.set(questionIds, layout.before.length);
  ids.set(layout.between, layout.before.length + questionIds.length);
  ids.set(context.ids.subarray(window.startToken, window.endToken), contextOffset);
  ids.set(layout.after, contextOffset + contextTokens);
  const typeIds = new Int32Array(ids.length).fill(layout.contextTypeId, contextOffset);
  return { ids, typeIds, contextOffset };
}

/** UTF-16 `[start, end)` of a window's text. */
export function windowText(window: Window, context: Encoding): { start: number; end: number } {
  return { start: at(context.starts, window.startToken), end: at(context.ends, window.endToken - 1) };
}
