// Any text with less room between its words.
import type { Edit } from './view';

/** Edits that join the lines of a paragraph; list items, headings, tables and quotes begin lines of their own. */
export function joinedLines(file: string): Edit[] {
  return [...file.matchAll(/(?<=\S)[ \t]*(?:\r\n?|\n)[ \t]*(?=[^\s\-*+|#>=\d])/g)].map(({ 0: gap, index }) => {
    return { start: index, end: index + gap.length, text: ' ' };
  });
}

/** Edits that make one blank of several, of a tab and of a ruler. */
export function singleBlanks(file: string): Edit[] {
  return [...file.matchAll(/(?:[ \t]+|([-=*_~#+.])\1{3,})+/g)]
    .filter(([gap]) => gap !== ' ')
    .map(({ 0: gap, index }) => ({ start: index, end: index + gap.length, text: ' ' }));
}
