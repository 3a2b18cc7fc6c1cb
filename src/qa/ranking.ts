// The best places of all windows to groups of one answer each, best first. The order in which the windows were read
// never changes the outcome.
import { keptSpansPerDocument, maxAnswerChars, maxRunChars } from './limits';
import { normalizeAnswer } from './normalizeAnswer';
import { logSumExp, mergeInto, type ScoredSpan, type WindowReading } from './spans';
import { WordCache } from './wordCache';

/** How the evidence of one window becomes evidence of the document. */
export interface DocumentPrior {
  /** b in `evidence - b * log(W)`: how much a span's odds shrink with the number of windows read, W. */
  readonly windowExponent: number;
}

/** One answer: its best place and the other places with the same normalised text. */
export interface AnswerGroup {
  readonly best: ScoredSpan;
  /** Best first; those with less evidence than `lowestEvidence` are left out. */
  readonly mentions: readonly ScoredSpan[];
  readonly text: string;
  /** The one score that orders the list and decides the verdict: evidence of `best`, corrected for how much was read. */
  readonly evidence: number;
  /**
   * `evidence` less that of the best other group; Infinity where there is none. Once the best group was read again,
   * only groups that were, too, are rivals.
   */
  readonly margin: number;
  /** Posterior mass of all its places. */
  readonly probability: number;
}

/** All groups of a document, best first, and the posterior probability that none of them is right. */
export interface Ranking {
  readonly groups: readonly AnswerGroup[];
  readonly noAnswerProbability: number;
}

/**
 * Parts that odds are counted in. Sums of whole numbers do not depend on their order, and their size is nothing beside
 * that of "no answer", whose odds are 1.
 */
const partsOfOne = 2 ** 50;

/** Larger log odds, which no reader has, count as these: as a number of parts they must be finite. */
const mostLogOdds = 600;

/**
 * Collects windows as they are read and ranks what was found so far. Memory: some 2,000 spans, however many windows there
 * are.
 */
export class SpanCollector {
  /** The odds of all that is no kept place, in parts. */
  #rest: bigint;
  #spans: ScoredSpan[];
  /** What answers that say the same have in common; nearly all places were there when the last ranking was made. */
  readonly #keys: WordCache<string>;

  /** @param other what goes on by itself from here; left out: nothing was found yet */
  constructor(other?: SpanCollector) {
    this.#rest = other === undefined ? 0n : other.#rest;
    this.#spans = other === undefined ? [] : other.#spans.slice();
    this.#keys = other === undefined ? new WordCache<string>() : other.#keys;
  }

  add({ spans, restLogMass }: WindowReading): void {
    this.#rest += partsOf(restLogMass);
    this.#spans.push(...spans);
    // Keeping the best of a total order in portions keeps the same spans whatever the order of the portions.
    if (this.#spans.length > 4 * keptSpansPerDocument) this.#prune();
  }

  /** Puts the second reading of a part of the text, UTF-16 `[start, end)`, in the place of what was found there before. */
  replace(start: number, end: number, reading: WindowReading): void {
    this.#spans = this.#spans.filter((span) => span.readAgain || !touches(span, start, end));
    this.add(reading);
  }

  /** What was found in a part of the text, UTF-16 `[start, end)`, stays as it is: there is no other reading of it. */
  settle(start: number, end: number): void {
    this.#spans = this.#spans.map((span) => (touches(span, start, end) ? { ...span, readAgain: true } : span));
  }

  /**
   * Ranks what was added.
   *
   * @param effectiveWindows W, at least 1: context tokens read / tokens a window holds
   */
  rank(text: string, prior: DocumentPrior, effectiveWindows: number, lowestEvidence: number): Ranking {
    this.#prune();
    const correction = prior.windowExponent * Math.log(effectiveWindows);
    const places = suppressAcrossWindows(this.#spans);
    const logOdds = this.#logMass() - correction;
    const noAnswerProbability = 1 / (1 + Math.exp(logOdds));
    // exp(logMass - correction) / (1 + exp(logOdds)), written so that it cannot overflow.
    const logZ = logOdds > 0 ? logOdds + Math.log1p(Math.exp(-logOdds)) : Math.log1p(Math.exp(logOdds));
    const byText = [...this.#groupByText(places, text).values()];
    const leaderReadAgain = byText[0]?.[0].readAgain === true;
    const rivals = byText.filter(([best]) => !leaderReadAgain || best.readAgain).map(([best]) => best.evidence);
    const groups = byText.map(([best, ...others], rank): AnswerGroup => {
      const evidence = best.evidence - correction;
      return {
        best,
        mentions: others.filter((other) => other.evidence - correction >= lowestEvidence),
        text: text.slice(best.start, best.end),
        evidence,
        margin: best.evidence - (rivals[rank === 0 ? 1 : 0] ?? -Infinity),
        probability: Math.exp(logMassOf(best, others) - correction - logZ),
      };
    });
    return { groups, noAnswerProbability };
  }

  /** Log of the summed odds of all that was found, whose spans are in their order. */
  #logMass(): number {
    const rest = Math.log(Number(this.#rest) / partsOfOne);
    return logSumExp(Float64Array.from([rest, ...this.#spans.map(({ logMass }) => logMass)]));
  }

  /** Groups in order of their best span; each is not empty and keeps the order of its places. */
  #groupByText(places: readonly ScoredSpan[], text: string): Map<string, [ScoredSpan, ...ScoredSpan[]]> {
    const groups = new Map<string, [ScoredSpan, ...ScoredSpan[]]>();
    for (const place of places) {
      const key = this.#keys.get(text.slice(place.start, place.end), keyOf);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [place]);
      else group.push(place);
    }
    return groups;
  }

  #prune(): void {
    const dropped = this.#spans.sort(byEvidence).splice(keptSpansPerDocument);
    for (const { logMass } of dropped) this.#rest += partsOf(logMass);
  }
}

function partsOf(logOdds: number): bigint {
  return BigInt(Math.round(Math.exp(Math.min(logOdds, mostLogOdds)) * partsOfOne));
}

function touches(span: ScoredSpan, start: number, end: number): boolean {
  return span.start < end && start < span.end;
}

/** Better first; of equals the shorter, then the earlier. A total order on spans of one document. */
function byEvidence(a: ScoredSpan, b: ScoredSpan): number {
  return b.evidence - a.evidence || a.end - a.start - (b.end - b.start) || a.start - b.start || b.logMass - a.logMass;
}

/** Log of the summed odds of the places of one answer; nearly all have one. */
function logMassOf(best: ScoredSpan, others: readonly ScoredSpan[]): number {
  return others.length === 0 ? best.logMass : logSumExp(Float64Array.from([best, ...others], ({ logMass }) => logMass));
}

/** No place is longer, in UTF-16 units: an answer, completed at both ends to whole runs and their marks. */
const stretchChars = maxAnswerChars + 4 * maxRunChars;

/** Spans of neighbouring windows may overlap at the border between them. */
function suppressAcrossWindows(ordered: readonly ScoredSpan[]): ScoredSpan[] {
  const kept: ScoredSpan[] = [];
  /** Indices of those kept, by the stretch of text that they start in: only in two stretches something can overlap. */
  const byStretch = new Map<number, number[]>();
  for (const span of ordered) {
    const stretch = Math.floor(span.start / stretchChars);
    const near = [-1, 0, 1].flatMap((step) => byStretch.get(stretch + step) ?? []).sort((a, b) => a - b);
    if (mergeInto(kept, span, near)) continue;
    byStretch.set(stretch, [...(byStretch.get(stretch) ?? []), kept.push(span) - 1]);
  }
  return kept;
}

/** An answer of articles and punctuation only ("the", "*") normalises to nothing: it is compared as it stands. */
function keyOf(answer: string): string {
  return normalizeAnswer(answer) || answer;
}
