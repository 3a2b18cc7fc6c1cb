// The whole way of a question: text to tokens, tokens to windows, windows to spans, spans to a verdict.
import { splitsSurrogatePair } from './characters';
import { confidenceAt, confidenceBounds } from './confidence';
import { CoverageCounter } from './coverage';
import { rangeBetween, type SourceDocument } from './document';
import { QaError } from './errors';
import { defaultTop, defaultWindowBudget, maxSecondReadings, snapshotIntervalMs } from './limits';
import type { QaModel } from './model';
import { makeOutline, type Outline } from './outline';
import { passageAround } from './passage';
import { type AnswerGroup, type Ranking, SpanCollector } from './ranking';
import { readingOrder } from './readingOrder';
import type { Answer, Notice, QaResult, SkippedPart, Thresholds } from './result';
import { findSeams } from './seams';
import { SecondReadings } from './secondReading';
import { readWindow, type WindowReading } from './spans';
import type { Strictness } from './strictness';
import { encodePart } from './tokens';
import { decide } from './verdict';
import { layOut, makeWindows, planWindows, type Window, windowAt } from './windows';

/** What may be chosen for one question. */
export interface AskOptions {
  /** UTF-16 `[start, end)` to read; the whole document when left out. */
  readonly scope?: { readonly start: number; readonly end: number };
  /** Answers listed at most. */
  readonly top?: number;
  /** Windows read at most; beyond it the most promising are read and the result says so. */
  readonly windowBudget?: number;
  /** Tokens that neighbouring windows share, instead of 128; at least 32. */
  readonly overlap?: number;
  /** Paragraphs read a second time at most; 0 for none. */
  readonly secondReadings?: number;
  /** How readily an answer is given; `balanced` when left out. */
  readonly strictness?: Strictness;
  /** Lowest evidence of an answer, instead of that of the strictness. */
  readonly threshold?: number;
  /** What happened to the text before it came here. */
  readonly notices?: readonly Notice[];
}

/** The world around a run: its clock, its stop button, and who watches. */
export interface AskObserver {
  /** Milliseconds on a clock that never goes back. */
  now(): number;
  /** Asked before each window; true ends the run, and the result is `stopped`. */
  stopped(): boolean;
  /** Gets what is known so far, at most every 100 ms. */
  onProvisional?(result: QaResult): void;
}

/**
 * Reads a document for the answer to a question. Every answer is `document.text.slice(start, end)`; the outcome does
 * not depend on the order in which windows are read. "No answer" is a value.
 *
 * Throws QaError when the question, the document or the selection is empty, or the question leaves no room to read.
 */
export async function answerQuestion(
  document: SourceDocument,
  question: string,
  model: QaModel,
  options: AskOptions,
  observer: AskObserver,
): Promise<QaResult> {
  const startedMs = observer.now();
  const scope = checkedScope(document, question, options.scope);
  const questionTokens = model.tokenizer.encode(question);
  const context = encodePart(model.tokenizer, document.text, scope.start, scope.end);
  if (questionTokens.ids.length === 0) throw new QaError('emptyQuestion', 'the question has no readable character');
  if (context.ids.length === 0) {
    throw new QaError(options.scope === undefined ? 'emptyDocument' : 'emptySelection', 'no readable character');
  }
  const plan = planWindows(questionTokens, model.layout, model.maxLength, options.overlap);
  const seams = findSeams(document.text, context);
  const windows = makeWindows(seams, plan.room, plan.overlap);
  const tokenizeMs = observer.now() - startedMs;

  const order = readingOrder(windows, context, document.text, question);
  const collector = new SpanCollector();
  const counter = new CoverageCounter(windows, context, document);
  const outline = makeOutline(document);
  const thresholds = thresholdsFor(model, options);
  let firstAnswerMs: number | null = null;

  const effectiveWindows = (): number => Math.max(1, counter.tokensRead / plan.room);
  const rank = (found: SpanCollector): Ranking =>
    found.rank(document.text, model.rule.prior, effectiveWindows(), thresholds.maybe);
  const read = async (all: readonly Window[], index: number, readAgain: boolean): Promise<WindowReading> => {
    const input = layOut(windowAt(all, index), plan.questionIds, context, model.layout);
    const logits = await model.read(input);
    const { contextOffset } = input;
    const { maxSpanTokens } = plan;
    const { text } = document;
    return readWindow({ windows: all, index, logits, contextOffset, context, text, maxSpanTokens, scope, readAgain });
  };

  const secondReadings = new SecondReadings({
    ...{ seams, context, rank },
    room: plan.room,
    answerThreshold: thresholds.answer,
    most: options.secondReadings ?? maxSecondReadings,
    read: (paragraph) => read([paragraph], 0, true),
    stopped: () => observer.stopped(),
  });

  const result = (ranking: Ranking, state: QaResult['state'], reason: SkippedPart['reason'] | null): QaResult => {
    const { tokensRead } = counter;
    const { verdict, answers, closest, conflict } = decide(ranking, thresholds, options.top ?? defaultTop);
    const { calibration } = model.rule;
    const logWindows = Math.log(effectiveWindows());
    const toAnswer = (group: AnswerGroup): Answer => ({
      ...describe(group, document, outline),
      confidence: confidenceAt(calibration.answer, { ...group, logWindows }),
    });
    const totalMs = observer.now() - startedMs;
    if (verdict !== 'noAnswer') firstAnswerMs ??= totalMs;
    const listed = answers.map(toAnswer);
    const noAnswerConfidence =
      // Of a part that nobody has read, nothing is known.
      tokensRead === 0
        ? confidenceBounds.lowest
        : confidenceAt(calibration.noAnswer, { ...(closest ?? nothingFound), logWindows });
    return {
      file: document.name,
      question,
      scope: rangeBetween(document, scope.start, scope.end),
      state,
      verdict,
      confidence: listed[0]?.confidence ?? noAnswerConfidence,
      answers: listed,
      closest: closest && toAnswer(closest),
      conflict,
      noAnswerProbability: ranking.noAnswerProbability,
      thresholds,
      coverage: counter.coverage(reason),
      notices: noticesOf(document, model, plan.questionTokensCut, options.notices ?? []),
      model: model.identity,
      timing: { loadMs: model.loadMs, tokenizeMs, firstAnswerMs, totalMs },
    };
  };

  const budget = options.windowBudget ?? defaultWindowBudget;
  let shownMs = -Infinity;
  const chosen = order.slice(0, budget);
  for (const [done, index] of chosen.entries()) {
    const more = done + 1 < chosen.length;
    if (observer.stopped()) return result((await secondReadings.rank(collector, 0)).ranking, 'stopped', 'stopped');
    collector.add(await read(windows, index, false));
    counter.markRead(windowAt(windows, index));
    if (more && observer.onProvisional !== undefined && observer.now() - shownMs >= snapshotIntervalMs) {
      // Read again now, the best place is shown as it will be at the end if nothing better comes.
      const { ranking } = await secondReadings.rank(collector, 1);
      shownMs = observer.now();
      observer.onProvisional(result(ranking, 'provisional', null));
    }
  }
  const { ranking, isWhole } = await secondReadings.rank(collector);
  return isWhole ? result(ranking, 'final', 'budget') : result(ranking, 'stopped', 'stopped');
}

/** The part to read, never beginning or ending inside a surrogate pair. */
function checkedScope(
  document: SourceDocument,
  question: string,
  scope: AskOptions['scope'],
): { start: number; end: number } {
  const { text } = document;
  if (isBlank(question)) throw new QaError('emptyQuestion', 'the question is empty');
  if (isBlank(text)) throw new QaError('emptyDocument', 'the text is empty');
  if (scope === undefined) return { start: 0, end: text.length };
  const start = scope.start - (splitsSurrogatePair(text, scope.start) ? 1 : 0);
  const end = scope.end + (splitsSurrogatePair(text, scope.end) ? 1 : 0);
  if (isBlank(text.slice(start, end))) throw new QaError('emptySelection', 'the selection is empty');
  return { start, end };
}

/** The thresholds of a question: those of its strictness, or the one that was chosen in their place. */
export function thresholdsFor(
  { rule }: Pick<QaModel, 'rule'>,
  { strictness = 'balanced', threshold }: AskOptions,
): Thresholds {
  const { answer, maybe } = rule.levels[strictness].thresholds;
  return threshold === undefined ? { answer, maybe } : { answer: threshold, maybe: Math.min(maybe, threshold) };
}

function noticesOf(
  document: SourceDocument,
  model: QaModel,
  questionTokensCut: number,
  given: readonly Notice[],
): Notice[] {
  const notices = [...given];
  if (!model.examined) notices.push({ kind: 'unexamined' });
  if (questionTokensCut > 0) notices.push({ kind: 'questionCut', count: questionTokensCut });
  if (document.mixedLineEnds) notices.push({ kind: 'mixedLineEnds' });
  return notices;
}

/** The features of a refusal where there was not even a span to refuse. */
const nothingFound = { evidence: -Infinity, margin: Infinity };

/** What an answer is, its confidence apart. */
function describe(group: AnswerGroup, document: SourceDocument, outline: Outline): Omit<Answer, 'confidence'> {
  const { start, end } = group.best;
  const passage = passageAround(document, start, end);
  return {
    ...rangeBetween(document, start, end),
    text: group.text,
    probability: group.probability,
    evidence: group.evidence,
    margin: Number.isFinite(group.margin) ? group.margin : null,
    mentions: group.mentions
      .map((mention) => rangeBetween(document, mention.start, mention.end))
      .sort((a, b) => a.start - b.start),
    passage: {
      ...rangeBetween(document, passage.start, passage.end),
      text: document.text.slice(passage.start, passage.end),
    },
    headings: outline.headingsAt(start),
  };
}

/** Unicode's white space, and the byte order mark. */
function isBlank(text: string): boolean {
  return /^[\p{White_Space}\ufeff]*$/u.test(text);
}
