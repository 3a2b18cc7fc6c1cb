// The best places of all windows to groups of one answer each, best first. The order in which the windows were read
// never changes the outcome.
import { keptSpansPerDocument } from './limits';
import { normalizeAnswer } from './normalizeAnswer';
import { keepOrMerge, logSumExp, type ScoredSpan, type WindowReading } from './spans';

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

/** Collects windows as they are read and ranks what was found so far. Memory: one number a window and 512 spans. */
export class SpanCollector {
  readonly #logMasses: Float64Array;
  /** Of the places that a second reading has replaced, and of those readings. */
  readonly #replacedMasses: number[] = [];
  readonly #secondMasses: number[] = [];
  #spans: ScoredSpan[] = [];

  constructor(windows: number) {
    this.#logMasses = new Float64Array(windows).fill(-Infinity);
  }

  add(reading: WindowReading): void {
    this.#logMasses[reading.window.index] = reading.logMass;
    this.#spans.push(...reading.spans);
    // Keeping the best of a total order in portions keeps the same spans whatever the order of the portions.
    if (this.#spans.length > 4 * keptSpansPerDocument) this.#prune();
  }

  /** Puts the second reading of a part of the text, UTF-16 `[start, end)`, in the place of what was found there before. */
  replace(start: number, end: number, { spans, logMass }: WindowReading): void {
    const isReplaced = (span: ScoredSpan): boolean => !span.readAgain && span.start < end && start < span.end;
    this.#replacedMasses.push(...this.#spans.filter(isReplaced).map((span) => span.logMass));
    this.#secondMasses.push(logMass);
    this.#spans = [...this.#spans.filter((span) => !isReplaced(span)), ...spans];
  }

  /** What was found in a part of the text, UTF-16 `[start, end)`, stays as it is: there is no other reading of it. */
  settle(start: number, end: number): void {
    this.#spans = this.#spans.map((span) =>
      span.start < end && start < span.end ? { ...span, readAgain: true } : span,
    );
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
    const byText = [...groupByText(places, text).values()];
    const leaderReadAgain = byText[0]?.[0].readAgain === true;
    const rivals = byText.filter(([best]) => !leaderReadAgain || best.readAgain).map(([best]) => best.evidence);
    const groups = byText.map(([best, ...others], rank): AnswerGroup => {
      const evidence = best.evidence - correction;
      const masses = Float64Array.from([best, ...others], ({ logMass }) => logMass);
      return {
        best,
        mentions: others.filter((other) => other.evidence - correction >= lowestEvidence),
        text: text.slice(best.start, best.end),
        evidence,
        margin: best.evidence - (rivals[rank === 0 ? 1 : 0] ?? -Infinity),
        probability: Math.exp(logSumExp(masses) - correction - logZ),
      };
    });
    return { groups, noAnswerProbability };
  }

  /** Log of the summed odds of all places. */
  #logMass(): number {
    const read = logSumExp(this.#logMasses);
    const replaced = logSumExp(Float64Array.from(this.#replacedMasses));
    // Rounding must not leave less than nothing.
    const left = replaced < read ? read + Math.log1p(-Math.exp(replaced - read)) : -Infinity;
    return logSumExp(Float64Array.from([left, ...this.#secondMasses]));
  }

  #prune(): void {
    this.#spans = this.#spans.sort(byEvidence).slice(0, keptSpansPerDocument);
  }
}

/** Better first; of equals the shorter, then the earlier. A total order on spans of one document. */
function byEvidence(a: ScoredSpan, b: ScoredSpan): number {
  return b.evidence - a.evidence || a.end - a.start - (b.end - b.start) || a.start - b.start || b.logMass - a.logMass;
}

/** Spans of neighbouring windows may overlap at the border between them. */
function suppressAcrossWindows(ordered: readonly ScoredSpan[]): ScoredSpan[] {
  const kept: ScoredSpan[] = [];
  for (const span of ordered) keepOrMerge(kept, span);
  return kept;
}

/** Groups in order of their best span; each is not empty and keeps the order of its places. */
function groupByText(places: readonly ScoredSpan[], text: string): Map<string, [ScoredSpan, ...ScoredSpan[]]> {
  const groups = new Map<string, [ScoredSpan, ...ScoredSpan[]]>();
  for (const place of places) {
    const answer = text.slice(place.start, place.end);
    // An answer of articles and punctuation only ("the", "*") normalises to nothing: it is compared as it stands.
    const key = normalizeAnswer(answer) || answer;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [place]);
    else group.push(place);
  }
  return groups;
}
