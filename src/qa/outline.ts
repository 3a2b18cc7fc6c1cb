// The headings above a place in a document.
import { fromMarkdown } from 'mdast-util-from-markdown';
import { toString as plainText } from 'mdast-util-to-string';
import type { SourceDocument } from './document';

/** A heading; `level` is 1 for the highest, `text` still has its marks. */
interface Heading {
  readonly start: number;
  readonly level: number;
  readonly text: string;
}

/** Answers which headings a place stands under. */
export interface Outline {
  /** The heading path at an offset, outermost first; empty where there is none. A heading is under itself. */
  headingsAt(offset: number): string[];
}

/** Reads a document's headings when they are first asked for: most questions on plain text never need them. */
export function makeOutline(document: SourceDocument): Outline {
  let headings: readonly Heading[] | undefined;
  return {
    headingsAt(offset) {
      headings ??= document.format === 'markdown' ? markdownHeadings(document) : [];
      const path: Heading[] = [];
      for (const heading of headings) {
        if (heading.start > offset) break;
        while ((path.at(-1)?.level ?? 0) >= heading.level) path.pop();
        path.push(heading);
      }
      return path.map(({ text }) => headingWords(text)).filter((words) => words !== '');
    },
  };
}

/** Longest line looked at and longest heading shown, in UTF-16 units; what is longer is no heading. */
const maxHeadingChars = 300;

const blank = /^[ \t]*$/;
const fenceMark = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/;
const numberSigns = /^ {0,3}(#{1,6})(?:[ \t]|$)/;
const underline = /^ {0,3}(=+|-+)[ \t]*$/;
/** Lines that begin something else than a paragraph: code, quotes, list items, HTML, tables. */
const noParagraph = /^(?: {4}|\t| {0,3}(?:[>|<]|[-*+](?:[ \t]|$)|\d{1,9}[.)](?:[ \t]|$)))/;

/**
 * A document's headings, outside quotes, lists, code and comments, in one pass over its lines. A Markdown parser knows
 * them too, but takes minutes for some paragraphs of 100 kB and a quarter of a minute for 100,000 headings; it is the
 * oracle in the tests.
 */
function markdownHeadings({ text, lineStarts }: SourceDocument): Heading[] {
  const headings: Heading[] = [];
  let fence: string | null = null;
  let inComment = false;
  let inContainer = false;
  /** Where the paragraph begins that an underline would make a heading. */
  let paragraphStart: number | null = null;
  for (let index = frontMatterLines(text, lineStarts); index < lineStarts.length; index++) {
    const start = lineStarts[index] ?? text.length;
    const whole = text.slice(start, lineStarts[index + 1]);
    const line = whole.slice(0, maxHeadingChars).replace(/[\r\n]+$/, '');
    if (fence !== null) {
      const mark = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line)?.[1];
      if (mark?.startsWith(fence) === true) fence = null;
      continue;
    }
    if (inComment) {
      inComment = !whole.includes('-->');
      continue;
    }
    const opened = fenceMark.exec(line)?.[1];
    const level = numberSigns.exec(line)?.[1]?.length;
    const rule = underline.exec(line)?.[1];
    if (opened !== undefined) {
      fence = opened;
      paragraphStart = null;
    } else if (/^ {0,3}<!--/.test(line)) {
      inComment = !whole.includes('-->');
      paragraphStart = null;
    } else if (level !== undefined) {
      headings.push({ start, level, text: line });
      paragraphStart = null;
      inContainer = false;
    } else if (rule !== undefined && paragraphStart !== null) {
      const words = text.slice(paragraphStart, Math.min(start, paragraphStart + maxHeadingChars));
      headings.push({ start: paragraphStart, level: rule.startsWith('=') ? 1 : 2, text: words });
      paragraphStart = null;
    } else if (blank.test(line)) {
      paragraphStart = null;
      inContainer = false;
    } else if (noParagraph.test(line)) {
      // A paragraph goes on over such lines when it has begun; else they and what follows belong to their container.
      inContainer ||= paragraphStart === null;
      if (/^ {0,3}(?:>|[-*+][ \t]|1[.)][ \t])/.test(line)) [paragraphStart, inContainer] = [null, true];
    } else if (!inContainer) {
      paragraphStart ??= start;
    }
  }
  return headings;
}

/**
 * Lines of YAML between two `---` at the very top. Without a key, a comment or the end in its second line it is a rule
 * between paragraphs.
 */
function frontMatterLines(text: string, lineStarts: readonly number[]): number {
  const lineAt = (index: number): string => text.slice(lineStarts[index], lineStarts[index + 1]).trimEnd();
  if (lineAt(0) !== '---' || !/^(?:[\w-]+:|#|---$|\.\.\.$)/.test(lineAt(1))) return 0;
  for (let index = 1; index < lineStarts.length; index++) {
    if (/^(?:---|\.\.\.)$/.test(lineAt(index))) return index + 1;
  }
  return 0;
}

/** The words of a heading, without the marks of emphasis, code and links. */
function headingWords(text: string): string {
  return plainText(fromMarkdown(text)).replaceAll(/\s+/g, ' ').trim();
}
