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

/** Headings inside quotes and list items do not structure the document and are left out. */
function markdownHeadings(text: string): Heading[] {
  return fromMarkdown(blankFrontMatter(text)).children.flatMap((node) => {
    const start = node.position?.start.offset;
    const heading = node.type === 'heading' ? plainText(node).replaceAll(/\s+/g, ' ').trim() : '';
    return node.type === 'heading' && start !== undefined && heading !== ''
      ? [{ start, level: node.depth, text: heading }]
      : [];
  });
}

/** YAML between two `---` lines at the very top would be read as a heading; blanks keep all offsets. */
function blankFrontMatter(text: string): string {
  const matter = /^---[ \t]*(?:\r\n?|\n)(?:[^]*?(?:\r\n?|\n))??(?:---|\.\.\.)[ \t]*(?=[\r\n]|$)/.exec(text)?.[0];
  return matter === undefined ? text : matter.replace(/[^\r\n]/g, ' ') + text.slice(matter.length);
}
