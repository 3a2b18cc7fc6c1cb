// The sentence, list item, table row or key-value pair around an answer: enough to judge it by, never a whole page.
import { isWhiteSpace, splitsSurrogatePair } from './characters';
import { lineAround, lineIndexAt, type SourceDocument } from './document';
import { maxPassageChars } from './limits';

/** A part of the text, UTF-16 half-open. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

const tableRow = /^\s*\|.*\|\s*$/;
const listItem = /^\s*(?:[-*+•]|\d{1,9}[.)])\s/;
const heading = /^\s{0,3}#{1,6}\s|^\s*(?:={3,}|-{3,})\s*$/;
const fence = /^\s*(?:```|~~~)/;
const keyValue = /^\s*(?:[/*#;-]+\s*)?["']?[\w$.@/-]+["']?\s*(?::|=>?)(?:\s|$|["'{[\d])/;
const logLine = /^\s*(?:\[|\{|<|\d{4}-\d\d-\d\d|\d\d:\d\d:\d\d)/;
const standsAlone = [tableRow, listItem, heading, fence, keyValue, logLine];

/** Marks that begin a line and are no part of what it says. */
const leader = /^\s*(?:>\s*)*(?:(?:[-*+•]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?|#{1,6}\s+)?/;

/** How much text around an answer is looked at for its sentence, in UTF-16 units: lines of a megabyte exist. */
const searchChars = 2000;

/** The passage around `[start, end)`: contains it, holds no white space at its ends, at most `maxPassageChars` longer. */
export function passageAround(document: SourceDocument, start: number, end: number): Extent {
  const { text } = document;
  const block = blockAround(document, start, end);
  const from = snap(text, Math.max(block.start, start - searchChars));
  const to = snap(text, Math.min(block.end, end + searchChars));
  const sentence = sentenceAround(text, from, to, start, end);
  return trim(text, clip(text, sentence, start, end), start, end);
}

/** The lines that belong together with those of the answer: a paragraph, or a line that stands for itself. */
function blockAround(document: SourceDocument, start: number, end: number): Extent {
  const { text, lineStarts } = document;
  const lineAt = (index: number): string | undefined => {
    const lineStart = lineStarts[index];
    if (lineStart === undefined) return undefined;
    const line = lineAround(document, lineStart);
    return text.slice(line.start, Math.min(line.end, line.start + searchChars));
  };
  const alone = (line: string): boolean => standsAlone.some((pattern) => pattern.test(line));
  const continues = (line: string | undefined): boolean => line !== undefined && line.trim() !== '' && !alone(line);

  let first = lineIndexAt(document, start);
  let last = lineIndexAt(document, end);
  const firstLine = lineAt(first) ?? '';
  const mayGrow = !alone(firstLine) || listItem.test(firstLine);
  while (continues(lineAt(first)) && start - (lineStarts[first] ?? 0) < searchChars) {
    const above = lineAt(first - 1);
    if (above === undefined || !(continues(above) || listItem.test(above))) break;
    first--;
  }
  while (mayGrow && (lineStarts[last] ?? 0) - end < searchChars && continues(lineAt(last + 1))) last++;
  const blockStart = lineStarts[first] ?? 0;
  const marks = leader.exec(text.slice(blockStart, blockStart + searchChars))?.[0].length ?? 0;
  return {
    start: Math.min(start, blockStart + marks),
    end: Math.max(end, lineAround(document, lineStarts[last] ?? text.length).end),
  };
}

/** The sentences of `[from, to)` that hold the answer. A line end inside a paragraph ends no sentence. */
function sentenceAround(text: string, from: number, to: number, start: number, end: number): Extent {
  const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
  let sentenceStart = from;
  let sentenceEnd = to;
  for (const { index, segment } of segmenter.segment(text.slice(from, to).replace(/[\r\n]/g, ' '))) {
    const segmentStart = from + index;
    const segmentEnd = segmentStart + segment.length;
    if (segmentStart <= start) sentenceStart = segmentStart;
    if (segmentEnd >= end) {
      sentenceEnd = segmentEnd;
      break;
    }
  }
  return { start: sentenceStart, end: sentenceEnd };
}

/** Cuts what is too long at blanks, the answer in the middle. */
function clip(text: string, passage: Extent, start: number, end: number): Extent {
  const spare = maxPassageChars - (passage.end - passage.start - (end - start));
  if (spare >= 0) return passage;
  const side = maxPassageChars >> 1;
  let from = Math.max(passage.start, start - side);
  let to = Math.min(passage.end, end + side);
  if (from > passage.start) {
    const blank = text.slice(from, start).search(/\s/);
    from = blank < 0 ? from + (splitsSurrogatePair(text, from) ? 1 : 0) : from + blank;
  }
  if (to < passage.end) {
    while (to > end && !isWhiteSpace(text.charCodeAt(to))) to--;
    if (to === end) to = snap(text, Math.min(passage.end, end + side));
  }
  return { start: from, end: to };
}

function trim(text: string, passage: Extent, start: number, end: number): Extent {
  let from = passage.start;
  let to = passage.end;
  while (from < start && isWhiteSpace(text.charCodeAt(from))) from++;
  while (to > end && isWhiteSpace(text.charCodeAt(to - 1))) to--;
  return { start: from, end: to };
}

function snap(text: string, offset: number): number {
  return splitsSurrogatePair(text, offset) ? offset - 1 : offset;
}
