// Cached logits to what a rule makes of a document: every place with its evidence before the correction for how much
// was read, so that rules and constants can be compared without reading again.
import { normalizeAnswer } from '../../src/qa/normalizeAnswer';
import { scoreAnswer } from '../../src/evaluate/metrics';
import type { SquadQuestion } from '../../src/evaluate/squad';
import { answerQuestion, type AskOptions } from '../../src/qa/answer';
import { makeDocument } from '../../src/qa/document';
import type { SpanLogits } from '../../src/qa/logits';
import type { QaModel } from '../../src/qa/model';
import type { Answer } from '../../src/qa/result';
import { keepOrMerge, logSumExp, readWindow, type ScoredSpan, type WindowReading } from '../../src/qa/spans';
import { at, type Encoding } from '../../src/qa/tokens';
import { findSeams, type Seams } from '../../src/qa/seams';
import { layOut, makeWindows, planWindows, type Window, type WindowPlan } from '../../src/qa/windows';

/** A document's windows with their logits. */
export interface ReadDocument {
  readonly text: string;
  readonly context: Encoding;
  readonly windows: readonly Window[];
  readonly logits: readonly SpanLogits[];
  readonly contextOffset: number;
  readonly plan: WindowPlan;
  readonly seams: Seams;
  /** W: how many windows' worth of tokens there are, at least 1. */
  readonly effectiveWindows: number;
}

/**
 * The null score that a span is compared with: its own window's, the least of all windows (run_squad), or none (raw
 * logits, as Haystack takes them).
 */
export type NullScore = 'own' | 'least' | 'none';

/** Which spans are places. */
export interface PlaceRule {
  /** Whether each span belongs to one window only. */
  readonly owners: boolean;
  /** Longest span in tokens. */
  readonly maxSpanTokens: number;
}

/** One answer with all its places. */
export interface Group {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Of the best place, and of all places together: before the correction. */
  readonly best: number;
  readonly mass: number;
  readonly exact: number;
  readonly f1: number;
}

/** A question read on a document. */
export interface DocReading {
  readonly id: string;
  readonly article: string;
  readonly answerable: boolean;
  readonly size: number;
  readonly windows: number;
  readonly logWindows: number;
  /** By `best`, best first; the first few. */
  readonly groups: readonly Group[];
  /** Of the best group: its evidence less that of its best rival, Infinity where it has none. */
  readonly margin: number;
}

/** How a document is cut into windows; what is left out is as the product has it. */
export interface WindowPolicy {
  readonly maxLength?: number;
  readonly overlap?: number;
  /** Weakest seam that a cut snaps to, 1 where none is given; null for a fixed step. */
  readonly seam?: 1 | 2 | null;
}

/** The windows of a document under a policy. */
export function cutWindows(seams: Seams, { room, overlap }: WindowPlan, { seam = 1 }: WindowPolicy): Window[] {
  // Without seams the windows follow one another at a fixed step.
  const strongEnough = seams.map((strength) => (seam !== null && strength >= seam ? strength : 0));
  return makeWindows(strongEnough, room, overlap);
}

/** Reads a document with a model that keeps its logits. */
export async function readDocument(
  model: QaModel,
  question: string,
  text: string,
  options: WindowPolicy = {},
): Promise<ReadDocument> {
  const context = model.tokenizer.encode(text);
  const plan = planWindows(
    model.tokenizer.encode(question),
    model.layout,
    options.maxLength ?? model.maxLength,
    options.overlap,
  );
  const seams = findSeams(text, context);
  const windows = cutWindows(seams, plan, options);
  const inputs = windows.map((window) => layOut(window, plan.questionIds, context, model.layout));
  const logits: SpanLogits[] = [];
  for (const input of inputs) logits.push(await model.read(input));
  return {
    ...{ text, context, windows, logits, plan, seams },
    contextOffset: inputs[0]?.contextOffset ?? 0,
    effectiveWindows: Math.max(1, context.ids.length / plan.room),
  };
}

/** The product's own rule. */
export const productRule: PlaceRule = { owners: true, maxSpanTokens: Infinity };

const keptGroups = 8;

/** So many places of a document are more than a right answer may stand behind. */
const listedAnswers = 50;

/** A window's places, and its null score. */
export interface ScoredWindow {
  readonly window: Window;
  readonly reading: WindowReading;
  readonly nullScore: number;
}

/** The places of every window. */
export function scoreWindows(read: ReadDocument, rule: PlaceRule): ScoredWindow[] {
  const { windows, logits, context, text, contextOffset } = read;
  return windows.map((window) => {
    const own = logits[window.index] ?? fail();
    const reading = readWindow({
      ...(rule.owners ? { windows, index: window.index } : { windows: [{ ...window, index: 0 }], index: 0 }),
      ...{ logits: own, contextOffset, context, text },
      maxSpanTokens: Math.min(rule.maxSpanTokens, read.plan.maxSpanTokens),
    });
    return { window, reading, nullScore: at(own.start, 0) + at(own.end, 0) };
  });
}

/** What a rule makes of the windows of a document. */
export function rankWindows(
  read: ReadDocument,
  scored: readonly ScoredWindow[],
  nullScores: NullScore,
  question: Pick<SquadQuestion, 'id' | 'article' | 'answers'>,
  size: number,
): DocReading {
  const { text } = read;
  const leastNull = Math.min(...scored.map(({ nullScore }) => nullScore));
  const readings = scored.map(({ reading, nullScore }) => ({
    shift: nullScores === 'own' ? 0 : nullScore - (nullScores === 'least' ? leastNull : 0),
    reading,
  }));
  const spans = readings
    .flatMap(({ reading, shift }) =>
      reading.spans.map((span) => ({ ...span, evidence: span.evidence + shift, logMass: span.logMass + shift })),
    )
    .sort((a, b) => b.evidence - a.evidence || a.end - a.start - (b.end - b.start) || a.start - b.start);
  const places: ScoredSpan[] = [];
  for (const span of spans.slice(0, 512)) keepOrMerge(places, span);
  const byText = new Map<string, ScoredSpan[]>();
  for (const place of places) {
    const answer = text.slice(place.start, place.end);
    const key = normalizeAnswer(answer) || answer;
    byText.set(key, [...(byText.get(key) ?? []), place]);
  }
  const groups = [...byText.values()].slice(0, keptGroups).map((all): Group => {
    const best = all[0] ?? fail();
    const answer = text.slice(best.start, best.end);
    return {
      ...{ text: answer, start: best.start, end: best.end, best: best.evidence },
      mass: logSumExp(Float64Array.from(all, ({ logMass }) => logMass)),
      ...scoreAnswer(question.answers, answer),
    };
  });
  return {
    ...{ id: question.id, article: question.article, size, groups },
    answerable: question.answers.length > 0,
    windows: scored.length,
    logWindows: Math.log(read.effectiveWindows),
    margin: (groups[0]?.best ?? -Infinity) - (groups[1]?.best ?? -Infinity),
  };
}

/** What the product makes of a document, every answer listed. Its window exponent is to be 0. */
export async function readAsProduct(
  model: QaModel,
  question: Pick<SquadQuestion, 'id' | 'article' | 'question' | 'answers'>,
  text: string,
  size: number,
  options: Pick<AskOptions, 'secondReadings'> = {},
): Promise<DocReading> {
  const { levels } = model.rule;
  const thresholds = { ...levels.balanced.thresholds, maybe: -Infinity };
  const listing = { ...model.rule, levels: { ...levels, balanced: { ...levels.balanced, thresholds } } };
  const { answers, noAnswerProbability, coverage } = await answerQuestion(
    makeDocument(text, null),
    question.question,
    { ...model, rule: listing },
    { ...options, top: listedAnswers, windowBudget: Infinity },
    { now: () => 0, stopped: () => false },
  );
  const { room } = planWindows(model.tokenizer.encode(question.question), model.layout, model.maxLength);
  const effectiveWindows = Math.max(1, coverage.tokens / room);
  return judgeAnswers(question, size, coverage.windows, effectiveWindows, answers, noAnswerProbability);
}

/** Answers, best first, that were ranked with the window exponent 0. */
export function judgeAnswers(
  { id, article, answers: golds }: Pick<SquadQuestion, 'id' | 'article' | 'answers'>,
  size: number,
  windows: number,
  effectiveWindows: number,
  answers: readonly Pick<Answer, 'text' | 'start' | 'end' | 'evidence' | 'probability' | 'margin'>[],
  noAnswerProbability: number,
): DocReading {
  return {
    ...{ id, article, answerable: golds.length > 0, size, windows, logWindows: Math.log(effectiveWindows) },
    groups: answers.map(({ text, start, end, evidence, probability }) => ({
      ...{ text, start, end, best: evidence, mass: Math.log(probability / noAnswerProbability) },
      ...scoreAnswer(golds, text),
    })),
    margin: answers[0]?.margin ?? Infinity,
  };
}

function fail(): never {
  throw new RangeError('a window has no logits');
}
