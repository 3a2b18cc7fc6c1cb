// Where a span begins and ends so that people would mark it so.
import {
  codePointAt,
  codePointBefore,
  extendsCharacter,
  isRunCharacter,
  isWhiteSpace,
  splitsSurrogatePair,
  utf16Length,
} from './characters';
import { maxRunChars } from './limits';

/**
 * A token range as people would mark it: white space and unpaired brackets trimmed, never inside a surrogate pair, a
 * character with its marks, or a run of letters or digits ("8080" is never answered "80").
 */
export function toCharacters(
  text: string,
  start: number,
  end: number,
  scope = { start: 0, end: text.length },
): { start: number; end: number } {
  ({ start, end } = trimMarks(text, ...trimBlanks(text, start, end)));
  return { start: Math.max(scope.start, startOfRun(text, start)), end: Math.min(scope.end, endOfRun(text, end)) };
}

function trimBlanks(text: string, start: number, end: number): [start: number, end: number] {
  while (start < end && isWhiteSpace(text.charCodeAt(start))) start++;
  while (end > start && isWhiteSpace(text.charCodeAt(end - 1))) end--;
  return [start, end];
}

const brackets = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);
const closing = new Map([...brackets].map(([open, close]) => [close, open]));
const quotes = new Set(['`', '"']);

/** Takes brackets and quotes off the ends that have no partner inside: `[MIT licence` is the head of a link. */
function trimMarks(text: string, start: number, end: number): { start: number; end: number } {
  const alone = (mark: string, partner: string | undefined): boolean => {
    const inside = text.slice(start, end);
    return partner === undefined
      ? quotes.has(mark) && inside.split(mark).length % 2 === 0
      : inside.split(mark).length > inside.split(partner).length;
  };
  for (;;) {
    if (end - start < 2) return { start, end };
    const first = text.charAt(start);
    const last = text.charAt(end - 1);
    if ((brackets.has(first) || quotes.has(first)) && alone(first, brackets.get(first))) start++;
    else if ((closing.has(last) || quotes.has(last)) && alone(last, closing.get(last))) end--;
    else return { start, end };
    [start, end] = trimBlanks(text, start, end);
  }
}

function startOfRun(text: string, start: number): number {
  if (splitsSurrogatePair(text, start)) start--;
  const earliest = Math.max(0, start - maxRunChars);
  while (start > earliest && start < text.length && extendsCharacter(codePointAt(text, start))) {
    const before = codePointBefore(text, start);
    if (isWhiteSpace(before)) break;
    start -= utf16Length(before);
  }
  if (start >= text.length || !isRunCharacter(codePointAt(text, start))) return start;
  let run = start;
  while (run > 0) {
    const before = codePointBefore(text, run);
    if (!isRunCharacter(before)) break;
    run -= utf16Length(before);
    if (start - run > maxRunChars) return start;
  }
  // Marks at the start of a run belong to what is before it: the emoji selector of a warning sign before "Note".
  while (run < start && extendsCharacter(codePointAt(text, run))) run += utf16Length(codePointAt(text, run));
  return run;
}

function endOfRun(text: string, end: number): number {
  if (splitsSurrogatePair(text, end)) end++;
  if (endsInRun(text, end)) {
    const run = endWhile(text, end, isRunCharacter, end + maxRunChars + 1);
    if (run - end <= maxRunChars) end = run;
  }
  return endWhile(text, end, extendsCharacter, end + maxRunChars);
}

/** True where the character before, without its marks, is part of a run: the selector of "⚠️" begins none. */
function endsInRun(text: string, end: number): boolean {
  for (let offset = end; offset > 0;) {
    const before = codePointBefore(text, offset);
    if (!isRunCharacter(before)) return false;
    if (!extendsCharacter(before)) return true;
    offset -= utf16Length(before);
  }
  return false;
}

function endWhile(text: string, end: number, belongs: (codePoint: number) => boolean, limit: number): number {
  while (end < Math.min(limit, text.length)) {
    const codePoint = codePointAt(text, end);
    if (!belongs(codePoint)) break;
    end += utf16Length(codePoint);
  }
  return end;
}
