// One window's logits to its best places: every span within the limits is scored, near-equal ones are made one.
import { type CandidateParts, listSpans, type SpanRun } from './candidates';
import { keptSpansPerWindow } from './limits';
import type { SpanLogits } from './logits';
import { toCharacters } from './spanEdges';
import { at, type Encoding } from './tokens';
import { type Window, windowAt } from './windows';

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

/** One window's logits, and all that its places are found with. */
export interface WindowLogits extends CandidateParts {
  readonly logits: SpanLogits;
  /** Where the window's first context token stands in the logits. */
  readonly contextOffset: number;
  /** UTF-16 `[start, end)` that no place may leave; the whole text when left out. */
  readonly scope?: { readonly start: number; readonly end: number };
  /** Whether these are the logits of a second reading; false when left out. */
  readonly readAgain?: boolean;
}

/** A logit further below the largest than this adds nothing to any sum, and is as if it were so far. */
const leastLogit = -300;

/** Starts or ends of a window: the logit of each of its tokens, and the odds beside that of the largest. */
interface TokenOdds {
  readonly logits: Float32Array;
  readonly odds: Float64Array;
  readonly largest: number;
}

/** The best places of one window. Throws Error where a logit is not a number, as of damaged weights. */
export function readWindow(read: WindowLogits): WindowReading {
  const { windows, index, logits, contextOffset, context, text, scope, readAgain = false } = read;
  const window = windowAt(windows, index);
  const nullScore = at(logits.start, 0) + at(logits.end, 0);
  const starts = tokenOdds(logits.start, contextOffset, window);
  const ends = tokenOdds(logits.end, contextOffset, window);
  if (!Number.isFinite(nullScore + starts.largest + ends.largest))
    throw new Error('the model gives logits that are no numbers');
  const left = new SpansLeft(listSpans(read), window, context, starts, ends);
  const kept: ScoredSpan[] = [];
  while (kept.length < keptSpansPerWindow) {
    const best = left.best();
    if (best === undefined) break;
    const evidence = best.score - nullScore;
    // Parts of one word are the same place once they are completed to the word.
    const logMass = evidence + Math.log(left.takeAround(best));
    keepOrMerge(kept, { ...toCharacters(text, best.start, best.end, scope), evidence, logMass, readAgain });
  }
  const restLogMass = Math.log(left.odds()) + starts.largest + ends.largest - nullScore;
  return { spans: kept, restLogMass };
}

function tokenOdds(all: Float32Array, contextOffset: number, { startToken, endToken }: Window): TokenOdds {
  const tokens = endToken - startToken;
  // Each token has its logits: asked once, and not where they are read some ten thousand times.
  at(all, contextOffset + tokens - 1);
  const logits = all.subarray(contextOffset, contextOffset + tokens);
  const largest = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  const odds = Float64Array.from(logits, (logit) => Math.exp(Math.max(leastLogit, logit - largest)));
  return { logits, odds, largest };
}

/** The best span that is left. */
interface BestSpan {
  readonly run: number;
  readonly endToken: number;
  /** UTF-16 `[start, end)`. */
  readonly start: number;
  readonly end: number;
  /** Start logit + end logit. */
  readonly score: number;
}

/**
 * The spans of a window that no place stands for yet. The best of each run is remembered, so that a place that is kept
 * costs a look at the runs around it and not at all spans again. (Arrays are read without `at` where that is done for each
 * span: it has seen too many kinds of them to be fast.)
 */
class SpansLeft {
  readonly #runs: readonly SpanRun[];
  readonly #firstToken: number;
  readonly #context: Encoding;
  readonly #starts: TokenOdds;
  readonly #ends: TokenOdds;
  /** Where the flags of each run begin, and 1 for each span that was taken. */
  readonly #flags: Int32Array;
  readonly #taken: Uint8Array;
  readonly #bestEnds: Int32Array;

  constructor(runs: readonly SpanRun[], window: Window, context: Encoding, starts: TokenOdds, ends: TokenOdds) {
    this.#runs = runs;
    this.#firstToken = window.startToken;
    this.#context = context;
    this.#starts = starts;
    this.#ends = ends;
    this.#flags = new Int32Array(runs.length);
    let spans = 0;
    for (const [i, { firstEnd, lastEnd }] of runs.entries()) {
      this.#flags[i] = spans;
      spans += lastEnd - firstEnd + 1;
    }
    this.#taken = new Uint8Array(spans);
    this.#bestEnds = Int32Array.from(runs, (_, i) => this.#bestEnd(i));
  }

  /** Of equals the shorter, then the earlier; undefined when none is left. */
  best(): BestSpan | undefined {
    const { starts, ends } = this.#context;
    let best: BestSpan | undefined;
    for (const [run, { startToken }] of this.#runs.entries()) {
      const endToken = this.#bestEnds[run] ?? 0;
      if (endToken === 0) continue;
      const score = this.#startLogit(startToken) + this.#endLogit(endToken);
      const lead = best === undefined ? Infinity : score - best.score;
      if (lead < 0) continue;
      const start = starts[startToken] ?? 0;
      const end = ends[endToken - 1] ?? 0;
      if (best === undefined || lead > 0 || end - start < best.end - best.start) {
        best = { run, endToken, start, end, score };
      }
    }
    return best;
  }

  /** Takes the best span and those that it overlaps by more than half; their odds, of which its own are 1. */
  takeAround({ run: bestRun, endToken: bestEndToken, start, end }: BestSpan): number {
    const { starts, ends } = this.#context;
    let odds = 0;
    for (const [run, { startToken, firstEnd, lastEnd }] of this.#runs.entries()) {
      const runStart = starts[startToken] ?? 0;
      // Neither starts nor ends decrease.
      if ((ends[lastEnd - 1] ?? 0) < start) continue;
      if (runStart > end) break;
      const flags = (this.#flags[run] ?? 0) - firstEnd;
      let endOdds = 0;
      for (let endToken = firstEnd; endToken <= lastEnd; endToken++) {
        if (this.#taken[flags + endToken] === 1) continue;
        const isBest = run === bestRun && endToken === bestEndToken;
        if (!isBest && !overlapsByHalf(start, end, runStart, ends[endToken - 1] ?? 0)) continue;
        this.#taken[flags + endToken] = 1;
        endOdds += this.#endOdds(endToken);
      }
      odds += this.#startOdds(startToken) * endOdds;
      if (this.#taken[flags + (this.#bestEnds[run] ?? 0)] === 1) this.#bestEnds[run] = this.#bestEnd(run);
    }
    const bestStart = this.#runs[bestRun]?.startToken ?? 0;
    return odds / (this.#startOdds(bestStart) * this.#endOdds(bestEndToken));
  }

  /** The odds of all that is left, beside those of the largest start and end. */
  odds(): number {
    let odds = 0;
    for (const [run, { startToken, firstEnd, lastEnd }] of this.#runs.entries()) {
      const flags = (this.#flags[run] ?? 0) - firstEnd;
      let endOdds = 0;
      for (let endToken = firstEnd; endToken <= lastEnd; endToken++) {
        if (this.#taken[flags + endToken] === 0) endOdds += this.#endOdds(endToken);
      }
      odds += this.#startOdds(startToken) * endOdds;
    }
    return odds;
  }

  /** The end of the best span that is left of a run; 0 where none is. */
  #bestEnd(run: number): number {
    const { firstEnd = 0, lastEnd = -1 } = this.#runs[run] ?? {};
    const flags = (this.#flags[run] ?? 0) - firstEnd;
    let best = 0;
    let largest = -Infinity;
    for (let endToken = firstEnd; endToken <= lastEnd; endToken++) {
      const logit = this.#endLogit(endToken);
      if (this.#taken[flags + endToken] === 1 || (best !== 0 && logit <= largest)) continue;
      best = endToken;
      largest = logit;
    }
    return best;
  }

  #startLogit(startToken: number): number {
    return this.#starts.logits[startToken - this.#firstToken] ?? NaN;
  }

  #endLogit(endToken: number): number {
    return this.#ends.logits[endToken - 1 - this.#firstToken] ?? NaN;
  }

  #startOdds(startToken: number): number {
    return this.#starts.odds[startToken - this.#firstToken] ?? NaN;
  }

  #endOdds(endToken: number): number {
    return this.#ends.odds[endToken - 1 - this.#firstToken] ?? NaN;
  }
}

/** Adds a span to better ones, or its mass to the first of them that it overlaps by more than half. */
export function keepOrMerge(kept: ScoredSpan[], span: ScoredSpan): void {
  if (!mergeInto(kept, span, kept.keys())) kept.push(span);
}

/**
 * Adds a span's mass to the first of some better ones that it overlaps by more than half; false where there is none.
 *
 * @param indices of those of `better` that are looked at, best first
 */
export function mergeInto(better: ScoredSpan[], span: ScoredSpan, indices: Iterable<number>): boolean {
  for (const index of indices) {
    const one = better[index];
    if (one === undefined || !overlapsByHalf(one.start, one.end, span.start, span.end)) continue;
    better[index] = { ...one, logMass: logSumExp(Float64Array.of(one.logMass, span.logMass)) };
    return true;
  }
  return false;
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
