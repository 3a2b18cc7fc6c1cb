// A question on a document, and what becomes of its answers when the best of them are read a second time.
import { answerQuestion } from '../../src/qa/answer';
import { confidenceAt } from '../../src/qa/confidence';
import { makeDocument, type SourceDocument } from '../../src/qa/document';
import type { QaModel } from '../../src/qa/model';
import { normalizeAnswer } from '../../src/qa/normalizeAnswer';

/** What is read again. `leader`: until the best answer of all is one that was; then what else passes the threshold. */
export const ways = [
  'nothing',
  'paragraph of the best',
  'paragraphs of the best 3',
  'leader, paragraph',
  'leader, at least 300 characters',
  'leader, at least 600 characters',
  'leader, middle of a window',
] as const;
export type Way = (typeof ways)[number];

/** An answer as a way has it; best first in a list. */
export interface ReadAnswer {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly evidence: number;
  readonly confidence: number;
}

export interface Outcome {
  readonly answers: readonly ReadAnswer[];
  /** How often a region was read for it beyond the first reading. */
  readonly windows: number;
}

interface Scored extends Omit<ReadAnswer, 'confidence'> {
  /** Whether it comes from a second reading. */
  readonly confirmed: boolean;
}
interface Extent {
  readonly start: number;
  readonly end: number;
}

/** Half of a window's text around an answer, in UTF-16 units. */
const halfWindowChars = 620;
/** Paragraphs longer than that are no context for one window: its middle is read instead. */
const longestChars = 1300;
const mostReadings = 5;

/** All ways at once: they share the first reading. */
export async function secondReadings(model: QaModel, question: string, text: string): Promise<Record<Way, Outcome>> {
  const document = makeDocument(text, null);
  const first = await read(model, document, question);
  const again = (scope: Extent): Promise<Scored[]> => read(model, document, question, scope);
  const paragraph = (least: number) => (span: Extent) => paragraphAround(text, span, least);
  const middle = (span: Extent): Extent => middleOf(text, span);
  const { answer: threshold } = model.rule.levels.balanced.thresholds;
  const best = async (count: number): Promise<Outcome> => {
    const extents = regions(first, count, paragraph(0));
    const found = (await Promise.all(extents.map(again))).flat();
    return { answers: judged(model, found), windows: extents.length };
  };
  const leader = async (around: (span: Extent) => Extent): Promise<Outcome> => {
    const { found, readings } = await confirm(first, around, again, threshold);
    return { answers: judged(model, found), windows: readings };
  };
  return {
    nothing: {
      answers: judged(
        model,
        first.map((answer) => ({ ...answer, confirmed: true })),
      ),
      windows: 0,
    },
    'paragraph of the best': await best(1),
    'paragraphs of the best 3': await best(3),
    'leader, paragraph': await leader(paragraph(0)),
    'leader, at least 300 characters': await leader(paragraph(300)),
    'leader, at least 600 characters': await leader(paragraph(600)),
    'leader, middle of a window': await leader(middle),
  };
}

/** Reads the region of the best answer again, until the best of all is from such a reading; then of others that pass. */
async function confirm(
  first: readonly Scored[],
  around: (span: Extent) => Extent,
  again: (scope: Extent) => Promise<Scored[]>,
  threshold: number,
): Promise<{ found: Scored[]; readings: number }> {
  let found = [...first];
  for (let readings = 0; ; readings++) {
    found.sort((a, b) => b.evidence - a.evidence);
    const next = found.find((answer, i) => !answer.confirmed && (i === 0 || answer.evidence >= threshold));
    if (next === undefined || readings === mostReadings) return { found, readings };
    const region = around(next);
    const inside = ({ start, end }: Extent): boolean => start < region.end && region.start < end;
    const second = await again(region);
    found = [...found.filter((answer) => answer.confirmed || !inside(answer)), ...second];
  }
}

async function read(model: QaModel, document: SourceDocument, question: string, scope?: Extent): Promise<Scored[]> {
  const { answers } = await answerQuestion(
    document,
    question,
    model,
    { threshold: -Infinity, top: Infinity, ...(scope && { scope }) },
    { now: () => 0, stopped: () => false },
  );
  const confirmed = scope !== undefined;
  return answers.map(({ text, start, end, evidence }) => ({ text, start, end, evidence, confirmed }));
}

/** Orders answers, one of each text, and gives each its confidence; rivals are those of a second reading. */
function judged(model: QaModel, found: readonly Scored[]): ReadAnswer[] {
  const byText = new Map<string, Scored>();
  for (const answer of [...found].sort((a, b) => b.evidence - a.evidence)) {
    const key = normalizeAnswer(answer.text) || answer.text;
    if (!byText.has(key)) byText.set(key, answer);
  }
  const answers = [...byText.values()];
  const rivals = answers.filter(({ confirmed }) => confirmed);
  return answers.map((answer) => {
    const rival = answer === rivals[0] ? rivals[1] : rivals[0];
    const margin = answer.evidence - (rival?.evidence ?? -Infinity);
    const features = { evidence: answer.evidence, margin, logWindows: 0 };
    return { ...answer, confidence: confidenceAt(model.rule.calibration.answer, features) };
  });
}

function regions(first: readonly Scored[], count: number, around: (span: Extent) => Extent): Extent[] {
  const found: Extent[] = [];
  for (const span of first.slice(0, 12)) {
    if (found.length === count) break;
    if (found.some(({ start, end }) => span.start >= start && span.end <= end)) continue;
    found.push(around(span));
  }
  return found;
}

/** The paragraphs an answer stands in, with those around them until there are so many characters. */
function paragraphAround(text: string, span: Extent, leastChars: number): Extent {
  let from = startOfParagraph(text, span.start);
  let to = endOfParagraph(text, span.end);
  if (to - from > longestChars) return middleOf(text, span);
  for (let above = true; to - from < leastChars && (from > 0 || to < text.length); above = !above) {
    if (above && from > 0) from = startOfParagraph(text, Math.max(0, from - 1 - blankBefore(text, from)));
    if (!above && to < text.length) to = endOfParagraph(text, to + /^\s*/.exec(text.slice(to, to + 50))![0].length);
    if (to - from > longestChars) return middleOf(text, span);
  }
  return { start: from, end: to };
}

function blankBefore(text: string, offset: number): number {
  return /\s*$/.exec(text.slice(Math.max(0, offset - 50), offset))![0].length;
}

function startOfParagraph(text: string, offset: number): number {
  let start = 0;
  for (const { index, 0: blank } of text.slice(0, offset).matchAll(/\n[^\S\n]*\r?\n\s*/g)) start = index + blank.length;
  return start;
}

function endOfParagraph(text: string, offset: number): number {
  const blank = /\r?\n[^\S\n]*\r?\n/.exec(text.slice(offset));
  return blank === null ? text.length : offset + blank.index;
}

function middleOf(text: string, { start, end }: Extent): Extent {
  return { start: Math.max(0, start - halfWindowChars), end: Math.min(text.length, end + halfWindowChars) };
}
