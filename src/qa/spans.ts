// One window's logits to its best places: every span within the limits is scored, near-equal ones are made one.
import {
  codePointAt,
  codePointBefore,
  extendsCharacter,
  isRunCharacter,
  isWhiteSpace,
  splitsSurrogatePair,
  utf16Length,
} from './characters';
import { keptSpansPerWindow, maxAnswerChars, maxAnswerWords, maxRunChars } from './limits';
import type { SpanLogits } from './logits';
import { at, type Encoding } from './tokens';
import { spanOwner, type Window, windowAt } from './windows';

/** A place in the text that may be the answer. `start`/`end` are UTF-16 offsets, half-open. */
export interface ScoredSpan {
  readonly start: number;
  readonly end: number;
  /** `(start logit + end logit) - null score`, both of one window: log-odds against "no answer in this window". */
  readonly evidence: number;
  /** Log of the summed odds of this span and of the near-equal ones it stands for. */
  readonly logMass: number;
  /** Whether nothing but the second reading of its paragraph has a say in its evidence, or there can be none. */
  readonly readAgain: boolean;
}

/** What is kept of a window once it is read: never its logits, so that memory does not grow with the document. */
export interface WindowReading {
  /** Best first, no two overlapping by more than half of the shorter. */
  readonly spans: readonly ScoredSpan[];
  /** Log of the summed odds of the spans that none of these stands for; -Infinity when there are none. */
  readonly restLogMass: number;
}

/** The candidate spans of one window: token ranges `[startTokens[k], endTokens[k])` with their evidence. */
export interface Candidates {
  readonly length: number;
  readonly startTokens: Int32Array;
  readonly endTokens: Int32Array;
  readonly evidence: Float64Array;
}

/** One window's logits, and all that its places are found with. */
export interface WindowLogits {
  /** All windows of the document: a span belongs to one of them. */
  readonly windows: readonly Window[];
  readonly index: number;
  readonly logits: SpanLogits;
  /** Where the window's first context token stands in the logits. */
  readonly contextOffset: number;
  readonly context: Encoding;
  readonly text: string;
  readonly maxSpanTokens: number;
  /** UTF-16 `[start, end)` that no place may leave; the whole text when left out. */
  readonly scope?: { readonly start: number; readonly end: number };
  /** Whether these are the logits of a second reading; false when left out. */
  readonly readAgain?: boolean;
}

/** All spans that belong to a window: owned by it, not only white space, within the length limits. */
export function enumerateSpans(read: WindowLogits): Candidates {
  const { windows, index, logits, contextOffset, context, text, maxSpanTokens } = read;
  const window = windowAt(windows, index);
  const owns = spanOwner(windows, index);
  const shift = contextOffset - window.startToken;
  const nullScore = at(logits.start, 0) + at(logits.end, 0);
  const { blank, word } = describeTokens(window, context, text);
  const capacity = (window.endToken - window.startToken) * maxSpanTokens;
  const startTokens = new Int32Array(capacity);
  const endTokens = new Int32Array(capacity);
  const evidence = new Float64Array(capacity);
  let length = 0;
  // Each token has its logits: asked once, and not in the loop, which runs some 15,000 times a window. (There and in
  // `suppress` arrays are read without `at`, which has seen too many kinds of them to be fast.)
  at(logits.start, window.endToken - 1 + shift);
  at(logits.end, window.endToken - 1 + shift);
  for (let first = window.startToken; first < window.endToken; first++) {
    const startLogit = at(logits.start, first + shift);
    const start = at(context.starts, first);
    const firstWord = at(word, first - window.startToken);
    const stop = Math.min(window.endToken, first + maxSpanTokens);
    let onlyBlank = true;
    for (let last = first; last < stop; last++) {
      onlyBlank &&= blank[last - window.startToken] === 1;
      if ((word[last - window.startToken] ?? 0) - firstWord >= maxAnswerWords) break;
      if ((context.ends[last] ?? 0) - start > maxAnswerChars) break;
      if (onlyBlank || !owns(first, last + 1)) continue;
      startTokens[length] = first;
      endTokens[length] = last + 1;
      evidence[length] = startLogit + (logits.end[last + shift] ?? NaN) - nullScore;
      length++;
    }
  }
  return { length, startTokens, endTokens, evidence };
}

/** The best places of one window. */
export function readWindow(read: WindowLogits): WindowReading {
  return suppress(enumerateSpans(read), read);
}

/**
 * Greedy suppression by evidence: the best span takes over the mass of those it overlaps by more than half.
 *
 * Spans come in runs of one start. The best that is left of each run is remembered, so that a place that is kept costs a
 * look at the runs around it and not at all spans again.
 */
function suppress(candidates: Candidates, { context, text, scope, readAgain = false }: WindowLogits): WindowReading {
  const { length, startTokens, endTokens, evidence } = candidates;
  const starts = new Int32Array(length);
  const ends = new Int32Array(length);
  for (let k = 0; k < length; k++) {
    starts[k] = context.starts[startTokens[k] ?? 0] ?? 0;
    ends[k] = context.ends[(endTokens[k] ?? 0) - 1] ?? 0;
  }
  const left = new Uint8Array(length).fill(1);
  /** Of equals the shorter, then the earlier: candidates are enumerated from the earliest on. */
  const isBetter = (k: number, best: number): boolean => {
    const lead = (evidence[k] ?? 0) - (evidence[best] ?? -Infinity);
    return lead > 0 || (lead === 0 && (ends[k] ?? 0) - (starts[k] ?? 0) < (ends[best] ?? 0) - (starts[best] ?? 0));
  };
  const bestLeft = ({ from, to }: Run): number => {
    let best = -1;
    for (let k = from; k < to; k++) if (left[k] === 1 && isBetter(k, best)) best = k;
    return best;
  };
  const runs = runsOf(candidates);
  const bests = runs.map(bestLeft);
  const kept: ScoredSpan[] = [];
  while (kept.length < keptSpansPerWindow) {
    const best = bests.reduce((best, k) => (k >= 0 && isBetter(k, best) ? k : best), -1);
    if (best < 0) break;
    const start = at(starts, best);
    const end = at(ends, best);
    const peak = at(evidence, best);
    let odds = 0;
    for (const [index, run] of runs.entries()) {
      // Neither starts nor ends decrease.
      if ((ends[run.to - 1] ?? 0) < start) continue;
      if ((starts[run.from] ?? 0) > end) break;
      for (let k = run.from; k < run.to; k++) {
        if (left[k] === 0 || (k !== best && !overlapsByHalf(start, end, starts[k] ?? 0, ends[k] ?? 0))) continue;
        left[k] = 0;
        odds += Math.exp((evidence[k] ?? 0) - peak);
      }
      bests[index] = bestLeft(run);
    }
    // Parts of one word are the same place once they are completed to the word.
    const logMass = peak + Math.log(odds);
    keepOrMerge(kept, { ...toCharacters(text, start, end, scope), evidence: peak, logMass, readAgain });
  }
  const rest = evidence.subarray(0, length).filter((_, k) => left[k] === 1);
  return { spans: kept, restLogMass: logSumExp(rest) };
}

/** Candidates `[from, to)`. */
interface Run {
  readonly from: number;
  readonly to: number;
}

/** Candidates with one start token each, in order; none is empty. */
function runsOf({ length, startTokens }: Candidates): Run[] {
  const runs: Run[] = [];
  for (let from = 0; from < length;) {
    let to = from + 1;
    while (to < length && startTokens[to] === startTokens[from]) to++;
    runs.push({ from, to });
    from = to;
  }
  return runs;
}

/** Adds a span to better ones, or its mass to the first of them that it overlaps by more than half. */
export function keepOrMerge(kept: ScoredSpan[], span: ScoredSpan): void {
  const index = kept.findIndex((better) => overlapsByHalf(better.start, better.end, span.start, span.end));
  const better = kept[index];
  if (better === undefined) kept.push(span);
  else kept[index] = { ...better, logMass: logSumExp(Float64Array.of(better.logMass, span.logMass)) };
}

/** True when two ranges share more than half of the shorter one. */
export function overlapsByHalf(start: number, end: number, otherStart: number, otherEnd: number): boolean {
  const shared = Math.min(end, otherEnd) - Math.max(start, otherStart);
  return shared * 2 > Math.min(end - start, otherEnd - otherStart);
}

/** `log(sum(exp(values)))`, without overflow; -Infinity for no values. */
export function logSumExp(values: Float64Array): number {
  let peak = -Infinity;
  for (const value of values) if (value > peak) peak = value;
  if (peak === -Infinity) return peak;
  let sum = 0;
  for (const value of values) sum += Math.exp(value - peak);
  return peak + Math.log(sum);
}

/**
 * A token range as people would mark it: white space and unpaired brackets trimmed, never inside a surrogate pair, a
 * character with its marks, or a run of letters or digits ("8080" is never answered "80").
 */
export function toCharacters(
  text: string,
  start: number,
  end: number,
  scope = { start: 0, end: text.length },
): { start: number; end: number } {
  ({ start, end } = trimMarks(text, ...trimBlanks(text, start, end)));
  return { start: Math.max(scope.start, startOfRun(text, start)), end: Math.min(scope.end, endOfRun(text, end)) };
}

function trimBlanks(text: string, start: number, end: number): [start: number, end: number] {
  while (start < end && isWhiteSpace(text.charCodeAt(start))) start++;
  while (end > start && isWhiteSpace(text.charCodeAt(end - 1))) end--;
  return [start, end];
}

const brackets = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);
const closing = new Map([...brackets].map(([open, close]) => [close, open]));
const quotes = new Set(['`', '"']);

/** Takes brackets and quotes off the ends that have no partner inside: `[MIT licence` is the head of a link. */
function trimMarks(text: string, start: number, end: number): { start: number; end: number } {
  const alone = (mark: string, partner: string | undefined): boolean => {
    const inside = text.slice(start, end);
    return partner === undefined
      ? quotes.has(mark) && inside.split(mark).length % 2 === 0
      : inside.split(mark).length > inside.split(partner).length;
  };
  for (;;) {
    if (end - start < 2) return { start, end };
    const first = text.charAt(start);
    const last = text.charAt(end - 1);
    if ((brackets.has(first) || quotes.has(first)) && alone(first, brackets.get(first))) start++;
    else if ((closing.has(last) || quotes.has(last)) && alone(last, closing.get(last))) end--;
    else return { start, end };
    [start, end] = trimBlanks(text, start, end);
  }
}

function startOfRun(text: string, start: number): number {
  if (splitsSurrogatePair(text, start)) start--;
  const earliest = Math.max(0, start - maxRunChars);
  while (start > earliest && start < text.length && extendsCharacter(codePointAt(text, start))) {
    const before = codePointBefore(text, start);
    if (isWhiteSpace(before)) break;
    start -= utf16Length(before);
  }
  if (start >= text.length || !isRunCharacter(codePointAt(text, start))) return start;
  let run = start;
  while (run > 0) {
    const before = codePointBefore(text, run);
    if (!isRunCharacter(before)) break;
    run -= utf16Length(before);
    if (start - run > maxRunChars) return start;
  }
  // Marks at the start of a run belong to what is before it: the emoji selector of a warning sign before "Note".
  while (run < start && extendsCharacter(codePointAt(text, run))) run += utf16Length(codePointAt(text, run));
  return run;
}

function endOfRun(text: string, end: number): number {
  if (splitsSurrogatePair(text, end)) end++;
  if (endsInRun(text, end)) {
    const run = endWhile(text, end, isRunCharacter, end + maxRunChars + 1);
    if (run - end <= maxRunChars) end = run;
  }
  return endWhile(text, end, extendsCharacter, end + maxRunChars);
}

/** True where the character before, without its marks, is part of a run: the selector of "⚠️" begins none. */
function endsInRun(text: string, end: number): boolean {
  for (let offset = end; offset > 0;) {
    const before = codePointBefore(text, offset);
    if (!isRunCharacter(before)) return false;
    if (!extendsCharacter(before)) return true;
    offset -= utf16Length(before);
  }
  return false;
}

function endWhile(text: string, end: number, belongs: (codePoint: number) => boolean, limit: number): number {
  while (end < Math.min(limit, text.length)) {
    const codePoint = codePointAt(text, end);
    if (!belongs(codePoint)) break;
    end += utf16Length(codePoint);
  }
  return end;
}

/** For each token of a window: whether it is only white space, and the number of the word it belongs to. */
function describeTokens(window: Window, context: Encoding, text: string): { blank: Uint8Array; word: Int32Array } {
  const tokens = window.endToken - window.startToken;
  const blank = new Uint8Array(tokens);
  const word = new Int32Array(tokens);
  let words = 0;
  for (let i = 0; i < tokens; i++) {
    const start = at(context.starts, window.startToken + i);
    const end = at(context.ends, window.startToken + i);
    let content = start;
    while (content < end && isWhiteSpace(text.charCodeAt(content))) content++;
    blank[i] = content === end ? 1 : 0;
    const afterBlank = content > start || (start > 0 && isWhiteSpace(text.charCodeAt(start - 1)));
    if (i > 0 && afterBlank && content < end) words++;
    word[i] = words;
  }
  return { blank, word };
}
