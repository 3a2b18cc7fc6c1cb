// Source code to what it says in words: comments without their marks, their lines joined to paragraphs.
import { commentsOf, type Comment, type CommentStyle } from './comments';
import type { Edit } from './view';

const marks = {
  line: /^(?:\/{2,}!?|#+!?)[ \t]?/,
  block: /^\/\*+!?[ \t]?/,
  docstring: /^[rRuUbB]{0,2}(?:"""|''')/,
};
const leaders = {
  line: /(?:\/{2,}!?|#+!?)[ \t]?/y,
  block: /\*(?!\/)[ \t]?/y,
  docstring: /(?:)/y,
};

/** Edits that take the marks of comments away; code stays as it is. */
export function withoutCommentMarks(file: string, style: CommentStyle): Edit[] {
  return sections(file, commentsOf(file, style)).flatMap((section) => sectionEdits(file, section));
}

/** Edits that leave comments and docstrings only, without their marks. */
export function commentsOnly(file: string, style: CommentStyle): Edit[] {
  const found = sections(file, commentsOf(file, style));
  const codeEdits = [...found, undefined].map((section, i): Edit => {
    return { start: found[i - 1]?.end ?? 0, end: section?.start ?? file.length, text: '\n' };
  });
  return [...found.flatMap((section) => sectionEdits(file, section)), ...codeEdits];
}

/** Comments of one line each that stand directly below each other are one. */
function sections(file: string, comments: readonly Comment[]): Comment[] {
  const joined: Comment[] = [];
  for (const comment of comments) {
    const above = joined.at(-1);
    const between = above === undefined ? '' : file.slice(above.end, comment.start);
    if (above?.kind === 'line' && comment.kind === 'line' && /^[ \t]*(?:\r\n?|\n)[ \t]*$/.test(between)) {
      joined[joined.length - 1] = { ...above, end: comment.end };
    } else joined.push(comment);
  }
  return joined;
}

function sectionEdits(file: string, { start, end, kind }: Comment): Edit[] {
  const source = file.slice(start, end);
  const opening = marks[kind].exec(source)?.[0].length ?? 0;
  const closing = kind === 'line' ? 0 : (/(?:\*+\/|"""|''')$/.exec(source.slice(opening))?.[0].length ?? 0);
  const edits: Edit[] = [{ start, end: start + opening, text: '' }];
  const bodyEnd = source.length - closing;
  let lineStart = opening;
  for (const { 0: lineEnd, index } of source.matchAll(/[ \t]*(?:\r\n?|\n)[ \t]*/g)) {
    if (index < lineStart) continue;
    const leader = leaders[kind];
    leader.lastIndex = index + lineEnd.length;
    const next = Math.min(bodyEnd, leader.test(source) ? leader.lastIndex : index + lineEnd.length);
    const isBlank = source.slice(lineStart, index).trim() === '' || /^[ \t]*[\r\n]/.test(source.slice(next));
    edits.push({ start: start + index, end: start + next, text: isBlank ? '\n' : ' ' });
    lineStart = next;
  }
  if (closing > 0) edits.push({ start: start + bodyEnd, end, text: '' });
  return edits;
}
