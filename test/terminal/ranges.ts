import type { Range } from '../../src/qa/document';

/**
 * Where `text` stands in `source`, counted without the code under test. `before` is what stands right before it.
 * Throws unless the two occur together exactly once.
 */
export function rangeOf(source: string, text: string, before = ''): Range {
  const pieces = source.split(before + text);
  const [head] = pieces;
  if (head === undefined || pieces.length !== 2) throw new Error(`${pieces.length - 1} times: ${before}${text}`);
  const start = head.length + before.length;
  const end = start + text.length;
  const first = positionAt(source, start);
  const last = positionAt(source, end);
  return { start, end, startLine: first.line, startColumn: first.column, endLine: last.line, endColumn: last.column };
}

function positionAt(source: string, offset: number): { line: number; column: number } {
  const lines = source.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
