// What a reader made of questions with known answers, to the constants of its verdicts and confidences. They start from
// constants that are known already, so that the 200 questions of an entrance exam suffice (docs/verdicts.md).
import type { LogisticWeights } from '../qa/confidence';
import type { DecisionRule } from '../qa/model';
import type { Strictness, StrictnessMeasure } from '../qa/strictness';
import { fitLogistic, type Outcome, type WeightPrior } from './logisticFit';

/** The best span of a question whose answer is known. */
export interface JudgedSpan extends Omit<Outcome, 'right'> {
  /** Whether the question has an answer in what was read. */
  readonly answerable: boolean;
  /** Whether the span is one of its answers (token F1 >= 0.5). */
  readonly right: boolean;
}

/**
 * An answer is given where it is this much likelier to be right than a refusal would be: at `balanced` the two are as
 * likely, so that no other threshold says more right things.
 */
const oddsOfAnswer: Readonly<Record<Strictness, number>> = { refuse: 2, balanced: 1, answer: 0.5 };

/** The least likely span that is still shown as a maybe. */
const leastLikelyMaybe: Readonly<Record<Strictness, number>> = { refuse: 1 / 4, balanced: 1 / 6, answer: 1 / 10 };

/** How far the constants of another reader may be from those that are known: a factor of about 2, and a shift of 1.5. */
const deviation: LogisticWeights = { intercept: 1.5, evidence: 0.3, margin: 0.15, logWindows: 0.05 };

/** More evidence never makes an answer less sure, and more text read never makes anything surer. */
const answerSigns = { evidence: 1, margin: 1, logWindows: -1 } as const;
const noAnswerSigns = { evidence: -1, logWindows: -1 } as const;

/**
 * Fits the constants. The window exponent and how confidence depends on the amount read are kept where all spans come
 * from one window each: nothing was learnt about them.
 *
 * @param known what is believed before: constants of another reader
 * @param leeway a factor on how far the constants may be from those: the higher it is, the less is believed before
 */
export function fitRule(spans: readonly JudgedSpan[], known: DecisionRule, leeway = 1): DecisionRule {
  const around = (mean: LogisticWeights, held: readonly (keyof LogisticWeights)[] = []): WeightPrior =>
    priorAround(mean, leeway, held);
  const refusals = spans.map((span) => ({ ...span, right: !span.answerable }));
  const answer = fitLogistic(spans, around(known.calibration.answer), answerSigns);
  const noAnswer = fitLogistic(refusals, around(known.calibration.noAnswer, ['margin']), noAnswerSigns);
  // The verdict goes by the evidence alone.
  const alone = fitLogistic(spans, around({ ...known.calibration.answer, margin: 0 }, ['margin']), answerSigns);
  const level = (strictness: Strictness): DecisionRule['levels'][Strictness] => {
    const threshold = lowestEvidence((at) => at(alone) >= oddsOfAnswer[strictness] * at(noAnswer));
    const thresholds = {
      answer: rounded(threshold),
      maybe: Math.min(rounded(threshold), rounded(lowestEvidence((at) => at(alone) >= leastLikelyMaybe[strictness]))),
    };
    return { thresholds, measured: measureAt(spans, thresholds.answer) };
  };
  return {
    levels: { refuse: level('refuse'), balanced: level('balanced'), answer: level('answer') },
    prior: known.prior,
    calibration: { answer: roundedWeights(answer), noAnswer: roundedWeights(noAnswer) },
  };
}

/** What answering from a threshold on gives; null where no answer is given, or none could be. */
export function measureAt(spans: readonly JudgedSpan[], threshold: number): StrictnessMeasure | null {
  const given = spans.filter(({ evidence }) => evidence >= threshold);
  const answerable = spans.filter((span) => span.answerable);
  if (given.length === 0 || answerable.length === 0) return null;
  return {
    precision: given.filter(({ right }) => right).length / given.length,
    coverage: answerable.filter(({ evidence }) => evidence >= threshold).length / answerable.length,
  };
}

function priorAround(mean: LogisticWeights, leeway: number, held: readonly (keyof LogisticWeights)[]): WeightPrior {
  const { intercept, evidence, margin, logWindows } = deviation;
  const wide: LogisticWeights = {
    intercept: leeway * intercept,
    evidence: leeway * evidence,
    margin: leeway * margin,
    logWindows: leeway * logWindows,
  };
  return { mean, deviation: { ...wide, ...Object.fromEntries(held.map((name) => [name, 0])) } };
}

/** Evidence outside is none that a reader of one window has. */
const evidenceRange = { lowest: -15, highest: 15 } as const;

/** The evidence from which on a test passes that a higher evidence passes too, in one window. */
function lowestEvidence(passes: (at: (weights: LogisticWeights) => number) => boolean): number {
  let { lowest, highest }: { lowest: number; highest: number } = evidenceRange;
  for (let halvings = 0; halvings < 40; halvings++) {
    const middle = (lowest + highest) / 2;
    const at = ({ intercept, evidence }: LogisticWeights): number => 1 / (1 + Math.exp(-intercept - evidence * middle));
    if (passes(at)) highest = middle;
    else lowest = middle;
  }
  return highest;
}

/** More digits would say more than was measured. */
function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

function roundedWeights(weights: LogisticWeights): LogisticWeights {
  const round = (value: number): number => Math.round(value * 1e4) / 1e4;
  return {
    intercept: round(weights.intercept),
    evidence: round(weights.evidence),
    margin: round(weights.margin),
    logWindows: round(weights.logWindows),
  };
}
