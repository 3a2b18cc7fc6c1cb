// The headings above a place in a document.
import { fromMarkdown } from 'mdast-util-from-markdown';
import { toString as plainText } from 'mdast-util-to-string';
import type { SourceDocument } from './document';

/** A document's headings in order; `level` is 1 for the highest. */
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
      headings ??= document.format === 'markdown' ? markdownHeadings(document.text) : [];
      const path: Heading[] = [];
      for (const heading of headings) {
        if (heading.start > offset) break;
        while ((path.at(-1)?.level ?? 0) >= heading.level) path.pop();
        path.push(heading);
      }
      return path.map(({ text }) => text);
    },
  };
}

/**
 * Constructs inside a paragraph, by micromark's names. They do not matter for where headings are, and some of them take
 * time that grows with the square of a paragraph's length: 100 kB of `*a_ ` would take minutes.
 */
const inline = [
  'attention',
  'autolink',
  'characterEscape',
  'characterReference',
  'codeText',
  'hardBreakEscape',
  'htmlText',
  'labelEnd',
  'labelStartImage',
  'labelStartLink',
];

/** Longest heading shown, in UTF-16 units; what is longer is text that begins with a number sign. */
const maxHeadingChars = 200;

/** Headings inside quotes and list items do not structure the document and are left out. */
function markdownHeadings(text: string): Heading[] {
  const { children } = fromMarkdown(blankFrontMatter(text), { extensions: [{ disable: { null: inline } }] });
  return children.flatMap((node) => {
    const start = node.position?.start.offset;
    if (node.type !== 'heading' || start === undefined) return [];
    // Now with emphasis, code and links, of which only the words are kept.
    const words = plainText(fromMarkdown(plainText(node).slice(0, maxHeadingChars)));
    const heading = words.replaceAll(/\s+/g, ' ').trim();
    return heading === '' ? [] : [{ start, level: node.depth, text: heading }];
  });
}

/**
 * YAML between two `---` lines at the very top would be read as a heading; blanks keep all offsets. Without a key, a
 * comment or the end in its first line it is a rule between paragraphs.
 */
function blankFrontMatter(text: string): string {
  const pattern =
    /^---[ \t]*(?:\r\n?|\n)(?=[\w-]+:|#|---|\.\.\.)(?:[^]*?(?:\r\n?|\n))??(?:---|\.\.\.)[ \t]*(?=[\r\n]|$)/;
  const matter = pattern.exec(text)?.[0];
  return matter === undefined ? text : matter.replace(/[^\r\n]/g, ' ') + text.slice(matter.length);
}
