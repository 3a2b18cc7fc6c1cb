// A text with its line index: the one place where UTF-16 offsets become lines and columns and back.

/**
 * A place in a document. `start`/`end` are UTF-16 offsets, half-open; lines and columns are 1-based, columns in UTF-16
 * units. Lines end at `\n`, `\r\n` or a lone `\r`.
 */
export interface Range {
  readonly start: number;
  readonly end: number;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** How a document's structure is read: Markdown has headings, anything else is lines of text. */
export type DocumentFormat = 'markdown' | 'text';

/** A document to be read. `name` is what people know it by; null where there is none. */
export interface SourceDocument {
  readonly name: string | null;
  readonly text: string;
  readonly format: DocumentFormat;
  /** UTF-16 offset of each line's first character; never empty. */
  readonly lineStarts: readonly number[];
  /** True where two kinds of line end occur. */
  readonly mixedLineEnds: boolean;
}

/** Indexes a text. `name` decides the format by its ending unless one is given. */
export function makeDocument(text: string, name: string | null, format?: DocumentFormat): SourceDocument {
  const lineStarts = [0];
  const kinds = new Set<string>();
  for (const { 0: lineEnd, index } of text.matchAll(/\r\n?|\n/g)) {
    kinds.add(lineEnd);
    lineStarts.push(index + lineEnd.length);
  }
  return { name, text, format: format ?? formatOf(name), lineStarts, mixedLineEnds: kinds.size > 1 };
}

function formatOf(name: string | null): DocumentFormat {
  return name !== null && /\.(?:md|mdx|markdown|mkd)$/i.test(name) ? 'markdown' : 'text';
}

/** The range between two offsets of a document. Throws RangeError when they are not `0 <= start <= end <= length`. */
export function rangeBetween(document: SourceDocument, start: number, end: number): Range {
  if (!(start >= 0 && start <= end && end <= document.text.length)) {
    throw new RangeError(`[${start}, ${end}) is not a range in a text of ${document.text.length}`);
  }
  const startIndex = lineIndexAt(document, start);
  const endIndex = lineIndexAt(document, end);
  return {
    start,
    end,
    startLine: startIndex + 1,
    startColumn: start - lineStart(document, startIndex) + 1,
    endLine: endIndex + 1,
    endColumn: end - lineStart(document, endIndex) + 1,
  };
}

/** The offset of a 1-based line and column, or undefined when the document has no such place. */
export function offsetOf(document: SourceDocument, line: number, column: number): number | undefined {
  const start = document.lineStarts[line - 1];
  if (start === undefined || column < 1) return undefined;
  const offset = start + column - 1;
  const next = document.lineStarts[line];
  return offset <= document.text.length && (next === undefined || offset < next) ? offset : undefined;
}

/** Offsets of the line that holds `offset`, its line end left out. */
export function lineAround(document: SourceDocument, offset: number): { start: number; end: number } {
  const index = lineIndexAt(document, offset);
  const start = lineStart(document, index);
  let end = document.lineStarts[index + 1] ?? document.text.length;
  while (end > start && isLineEnd(document.text.charCodeAt(end - 1))) end--;
  return { start, end };
}

/** 0-based index of the line that holds an offset. */
export function lineIndexAt(document: SourceDocument, offset: number): number {
  const { lineStarts } = document;
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (lineStart(document, middle) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function lineStart(document: SourceDocument, index: number): number {
  const start = document.lineStarts[index];
  if (start === undefined) throw new RangeError(`no line ${index + 1} in ${document.lineStarts.length} lines`);
  return start;
}

function isLineEnd(unit: number): boolean {
  return unit === 0x0a || unit === 0x0d;
}
