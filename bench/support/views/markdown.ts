// Markdown to the words that a page of it shows: marks, link targets, tags and comments are left out, code stays.
import { fromMarkdown } from 'mdast-util-from-markdown';
import type { Edit } from './view';

type Root = ReturnType<typeof fromMarkdown>;
type Nodes = Root | Root['children'][number];

interface Extent {
  readonly start: number;
  readonly end: number;
}

/** What is between and around the children of these is marks. */
const marked = new Set<Nodes['type']>(['emphasis', 'strong', 'link', 'linkReference', 'heading']);
/** What is in these is no table. */
const closed = new Set<Nodes['type']>(['inlineCode', 'code', 'html', 'image', 'imageReference', 'definition']);

const separatorRow = /^[ \t>]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?)?[ \t]*$/;

/** Edits that take the markup away; a table's pipes become commas. */
export function withoutMarkup(file: string): Edit[] {
  const nodes = withDescendants(fromMarkdown(file));
  const edits = nodes
    .flatMap((node) => marksOf(file, node))
    .filter(({ start, end }) => end > start)
    .map((mark): Edit => ({ ...mark, text: '' }));
  const taken = [...edits, ...nodes.filter(({ type }) => closed.has(type)).map(extentOf)];
  const free = (edit: Edit): boolean => !taken.some(({ start, end }) => edit.start < end && start < edit.end);
  return [...edits, ...tableEdits(file).filter(free)];
}

function withDescendants(node: Nodes): Nodes[] {
  return 'children' in node ? [node, ...node.children.flatMap(withDescendants)] : [node];
}

/** The parts of a node that a page does not show. */
function marksOf(file: string, node: Nodes): Extent[] {
  const { start, end } = extentOf(node);
  const source = file.slice(start, end);
  if (node.type === 'definition' || node.type === 'thematicBreak') return [{ start, end }];
  if (node.type === 'inlineCode') {
    const ticks = /^`+/.exec(source)?.[0].length ?? 0;
    return around({ start, end }, { start: start + ticks, end: end - ticks });
  }
  if (node.type === 'code') {
    const fence = /^(?:`{3,}|~{3,}).*/.exec(source)?.[0].length ?? 0;
    const close = fence === 0 ? 0 : (/\n[ \t>]*(?:`{3,}|~{3,})[ \t]*$/.exec(source)?.[0].length ?? 0);
    return around({ start, end }, { start: start + fence, end: Math.max(start + fence, end - close) });
  }
  if (node.type === 'image' || node.type === 'imageReference') {
    const words = node.alt ?? '';
    const wordsStart = start + Math.max(0, source.indexOf(words));
    return source.includes(words)
      ? around({ start, end }, { start: wordsStart, end: wordsStart + words.length })
      : [{ start, end }];
  }
  if (node.type === 'html') {
    return [...source.matchAll(/<!--[^]*?(?:-->|$)|<[^>]*>/g)].map(({ 0: tag, index }) => {
      return { start: start + index, end: start + index + tag.length };
    });
  }
  if (!marked.has(node.type) || !('children' in node)) return [];
  const children = node.children.map(extentOf);
  return [...children, { start: end, end }].map((child, i) => ({
    start: children[i - 1]?.end ?? start,
    end: child.start,
  }));
}

/** The two parts of a whole on the sides of what is inside. */
function around(whole: Extent, inside: Extent): Extent[] {
  return [
    { start: whole.start, end: inside.start },
    { start: inside.end, end: whole.end },
  ];
}

/** Tables: a row of dashes, the row above it and those below up to a line without a pipe. */
function tableEdits(file: string): Edit[] {
  const lines = [...file.matchAll(/([^\r\n]*)(?:\r\n?|\n|$)/g)].map(({ 1: line = '', index }) => ({ line, index }));
  return lines.flatMap(({ line, index }, i) => {
    if (!separatorRow.test(line)) return [];
    const below = lines.slice(i + 1);
    const after = below.findIndex((row) => !row.line.includes('|'));
    const rows = [...lines.slice(Math.max(0, i - 1), i), ...below.slice(0, after < 0 ? undefined : after)];
    return [{ start: index, end: index + line.length, text: '' }, ...rows.flatMap(rowEdits)];
  });
}

function rowEdits({ line, index: lineStart }: { line: string; index: number }): Edit[] {
  return [...line.matchAll(/[ \t]*(?<!\\)\|[ \t]*/g)].map(({ 0: pipe, index }) => {
    const isEdge = line.slice(0, index).trim() === '' || line.slice(index + pipe.length).trim() === '';
    return { start: lineStart + index, end: lineStart + index + pipe.length, text: isEdge ? '' : ', ' };
  });
}

function extentOf({ type, position }: Nodes): Extent {
  const start = position?.start.offset;
  const end = position?.end.offset;
  if (start === undefined || end === undefined) throw new RangeError(`a ${type} has no place`);
  return { start, end };
}
