// JSON text in, its value out, or the line and column where it stops being JSON: JSON.parse tells the place only of
// some faults, and in words that depend on the engine.
import { SquadFileError } from './errors';

/** What may come next: a value, an array's first item, an object's next or first name, a colon, what follows a value. */
type Place = 'value' | 'firstItem' | 'name' | 'firstName' | 'colon' | 'behind';

interface Fault {
  readonly start: number;
  readonly wanted: string;
}

const blanks = /[ \t\n\r]*/y;
const word = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\]:,]|/y;
const escape = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})|/y;
const closing = { '{': '}', '[': ']' } as const;
type Opening = keyof typeof closing;

/** The value of a JSON text; a byte order mark is skipped. Throws SquadFileError that names the line and the column. */
export function parseJsonText(text: string): unknown {
  const json = withoutMark(text);
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new SquadFileError('', `not JSON: ${describe(json, findFault(json))}`, { cause });
  }
}

/**
 * The keys of a JSON object of numbers in their order in the text, each once: JavaScript puts those that look like whole
 * numbers first. The text must have been parsed before.
 */
export function keysInOrder(text: string): string[] {
  const keys = text.match(/"(?:[^"\\]|\\.)*"/g) ?? [];
  return [...new Set(keys.map((key) => String(JSON.parse(key))))];
}

function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/** Where a text that is not JSON goes wrong, and what should be there. */
function findFault(json: string): Fault {
  const open: Opening[] = [];
  let place: Place = 'value';
  for (let start = endOf(blanks, json, 0); ;) {
    const quoted = json[start] === '"';
    const end = quoted ? textEnd(json, start) : endOf(word, json, start);
    const next = placeBehind(json.slice(start, end), place, open);
    if (next === undefined) return { start, wanted: wordsFor(place, open.at(-1)) };
    if (quoted && json[end] !== '"') return { start: end, wanted: 'the rest of a text in double quotes' };
    place = next;
    start = endOf(blanks, json, quoted ? end + 1 : end);
  }
}

/** Where a text in double quotes has its closing one, or what cannot be in it. */
function textEnd(json: string, start: number): number {
  let end = start + 1;
  for (let unit = json[end]; unit !== undefined && unit !== '"' && unit >= ' '; unit = json[end]) {
    const next = unit === '\\' ? endOf(escape, json, end) : end + 1;
    if (next === end) break;
    end = next;
  }
  return end;
}

/** Where a sticky pattern that also matches nothing ends. */
function endOf(pattern: RegExp, json: string, start: number): number {
  pattern.lastIndex = start;
  pattern.test(json);
  return pattern.lastIndex;
}

/** What may come behind a token; undefined when the token itself may not be at its place. Keeps `open`. */
function placeBehind(token: string, place: Place, open: Opening[]): Place | undefined {
  const innermost = open.at(-1);
  const closes = innermost !== undefined && token === closing[innermost];
  if (closes && (place === 'behind' || place === 'firstItem' || place === 'firstName')) {
    open.pop();
    return 'behind';
  }
  switch (place) {
    case 'value':
    case 'firstItem':
      if (token === '{' || token === '[') {
        open.push(token);
        return token === '{' ? 'firstName' : 'firstItem';
      }
      return /^["\w-]/.test(token) ? 'behind' : undefined;
    case 'name':
    case 'firstName':
      return token.startsWith('"') ? 'colon' : undefined;
    case 'colon':
      return token === ':' ? 'value' : undefined;
    case 'behind':
      if (token !== ',' || innermost === undefined) return undefined;
      return innermost === '{' ? 'name' : 'value';
  }
}

function wordsFor(place: Place, innermost: Opening | undefined): string {
  switch (place) {
    case 'value':
      return 'a value';
    case 'firstItem':
      return 'a value or ]';
    case 'name':
      return 'a name in double quotes';
    case 'firstName':
      return 'a name in double quotes or }';
    case 'colon':
      return 'a colon';
    case 'behind':
      return innermost === undefined ? 'the end' : `a comma or ${closing[innermost]}`;
  }
}

/** "line 3, column 7: there is NaN where a value should be". Both from 1, columns in UTF-16 units. */
function describe(json: string, { start, wanted }: Fault): string {
  const lines = json.slice(0, start).split(/\r\n|\r|\n/);
  const [found] = /^(?:[\w.+-]+|\\.|[^])/u.exec(json.slice(start, start + 20)) ?? [];
  const fault = found === undefined ? 'the text ends' : `there is ${/[\r\n]/.test(found) ? 'a line end' : found}`;
  return `line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}: ${fault} where ${wanted} should be`;
}
