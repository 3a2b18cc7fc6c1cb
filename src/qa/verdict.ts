// Answer, maybe or no answer: the decision over all groups of a document.
import { normalizedWords } from './normalizeAnswer';
import type { AnswerGroup, Ranking } from './ranking';
import type { QaResult, Thresholds } from './result';

/** What is said of a document, and which groups are shown for it. */
export interface Verdict {
  readonly verdict: QaResult['verdict'];
  /** Best first; empty exactly when the verdict is `noAnswer`. */
  readonly answers: readonly AnswerGroup[];
  /** The best refused group. */
  readonly closest: AnswerGroup | null;
  readonly conflict: boolean;
}

/** Least posterior mass of a second answer that contradicts the first; with less it is a runner-up (docs/verdicts.md). */
const conflictShare = 0.15;

/**
 * Decides by the best group's evidence. Each listed group passes the lower threshold by itself; two that contradict
 * each other are both listed whatever `top` is. The list for `top` is a prefix of the list for `top + 1`.
 */
export function decide(ranking: Ranking, thresholds: Thresholds, top: number): Verdict {
  const [best] = ranking.groups;
  if (best === undefined || best.evidence < thresholds.maybe) {
    return { verdict: 'noAnswer', answers: [], closest: best ?? null, conflict: false };
  }
  const passing = withoutFragments(ranking.groups.filter(({ evidence }) => evidence >= thresholds.maybe));
  const opposed = passing.findIndex(
    (group) => group.evidence >= thresholds.answer && group.probability >= conflictShare && contradict(best, group),
  );
  const conflict = opposed > 0;
  return {
    verdict: best.evidence >= thresholds.answer ? 'answer' : 'maybe',
    answers: passing.slice(0, Math.max(opposed + 1, 1, top)),
    closest: null,
    conflict,
  };
}

/**
 * Leaves out runners-up that are no other answers: pieces, whose best place touches that of a better group, and lone
 * marks, without a letter or digit.
 */
function withoutFragments(ordered: readonly AnswerGroup[]): AnswerGroup[] {
  const listed: AnswerGroup[] = [];
  for (const group of ordered) {
    const touches = listed.some(({ best }) => group.best.start < best.end && best.start < group.best.end);
    if (listed.length === 0 || (!touches && /[\p{L}\p{N}]/u.test(group.text))) listed.push(group);
  }
  return listed;
}

/** "30 seconds" and "about 30 seconds" say the same; "30 seconds" and "60 seconds" do not. */
export function contradict(a: Pick<AnswerGroup, 'text'>, b: Pick<AnswerGroup, 'text'>): boolean {
  const within = (inner: readonly string[], outer: readonly string[]): boolean =>
    inner.every((word) => outer.includes(word));
  const words = normalizedWords(a.text);
  const others = normalizedWords(b.text);
  return !within(words, others) && !within(others, words);
}
