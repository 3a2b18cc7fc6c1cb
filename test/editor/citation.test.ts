import fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { toString as plainText } from 'mdast-util-to-string';
import { describe, expect, it } from 'vitest';
import { citeAnswer, type CitedRun, citeRuns, runsAsJson } from '../../src/editor/citation';
import { makeDocument, rangeBetween } from '../../src/qa/document';
import type { Answer } from '../../src/qa/result';
import { answerOn, resultWith } from '../panel/states';

/** An answer on a part of a passage that is the whole document. */
function answerIn(text: string, start: number, end: number): Answer {
  const document = makeDocument(text, null);
  return {
    ...answerOn('30 seconds'),
    ...rangeBetween(document, start, end),
    text: text.slice(start, end),
    passage: { ...rangeBetween(document, 0, text.length), text },
  };
}

const runOf = (changes: Partial<CitedRun>): CitedRun => ({
  question: 'What is the default timeout?',
  fileName: 'docs/limits.md',
  outcome: 'Answer. Read all 42 windows, 10,004 tokens.',
  answers: [{ answer: answerOn('30 seconds'), fileName: 'docs/limits.md', line: 2 }],
  result: resultWith({}),
  ...changes,
});

type MarkdownNode = ReturnType<typeof fromMarkdown>['children'][number];

/** The kinds of all nodes that Markdown has. */
function kindsOf(markdown: string): Set<string> {
  const kinds = new Set<string>();
  const visit = (node: MarkdownNode): void => {
    kinds.add(node.type);
    if ('children' in node) node.children.forEach(visit);
  };
  fromMarkdown(markdown).children.forEach(visit);
  return kinds;
}

const squeezed = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** Pieces of Markdown that would be markup, a page or a command if they were not text. */
const hostile = fc
  .array(
    fc.constantFrom(
      ...[
        'a',
        'Zürich',
        '日本',
        '「x」',
        '42',
        ' ',
        '\n',
        '\r\n',
        '\n\n',
        '    ',
        '\t',
        '- ',
        '+ ',
        '* ',
        '1. ',
        '1) ',
      ],
      ...['# ', '=== ', '---', '> ', '`', '```', '~~~', '~', '*', '**', '_', '__', '\\', '|', '&amp;', '&#42;', '!['],
      ...['[', ']', '](', ')', '[x]: y', '<b>', '</b>', '<!--', '-->', '<http://a.b>', '[x](command:y)', '$'],
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((pieces) => pieces.join('').trim())
  .filter((text) => text !== '');
const hostileAnswer = hostile.chain((text) =>
  fc
    .tuple(fc.nat(text.length - 1), fc.nat(text.length - 1))
    .map((ends) => answerIn(text, Math.min(...ends), Math.max(...ends) + 1))
    // An answer neither begins nor ends with a blank.
    .filter((answer) => answer.text.trim() === answer.text),
);

describe('a citation', () => {
  it('quotes the passage with the answer in bold, and names file and line', () => {
    const cited = citeAnswer({ answer: answerOn('90 seconds'), fileName: 'docs/limits.md', line: 3 });
    expect(cited).toMatch(/^> The hard limit is \*\*90 seconds\*\*\. /);
    expect(cited).toMatch(/\n>\n> — \[docs\/limits\.md:3\]\(docs\/limits\.md#L3\)\n$/);
  });

  it('makes no markup of the document’s words', () => {
    fc.assert(
      fc.property(hostileAnswer, (answer) => {
        const markdown = citeAnswer({ answer, fileName: 'a.md', line: 1 });
        const plain = ['blockquote', 'paragraph', 'text', 'strong', 'link'];
        expect([...kindsOf(markdown)].filter((kind) => !plain.includes(kind))).toEqual([]);
        const [quote] = fromMarkdown(markdown).children;
        if (quote?.type !== 'blockquote') throw new Error('no quotation');
        expect(quote.children).toHaveLength(2);
        // Beside a letter, emphasis of a bracket is none: its stars are seen.
        const shown = squeezed(plainText(quote.children[0])).replaceAll('*', '');
        expect(shown).toBe(squeezed(answer.passage.text).replaceAll('*', ''));
      }),
      { numRuns: 300 },
    );
  });

  it('leads to the file, whatever its name', () => {
    for (const fileName of ['a b/C# (draft).md', 'javascript:alert(1)', '100%?.md', '<x>[y](z).md', 'ä/日本.md']) {
      const markdown = citeAnswer({ answer: answerOn('30 seconds'), fileName, line: 7 });
      const [quote] = fromMarkdown(markdown).children;
      const line = quote?.type === 'blockquote' ? quote.children[1] : undefined;
      const link = line?.type === 'paragraph' ? line.children[1] : undefined;
      if (link?.type !== 'link') throw new Error(`no link to ${fileName}`);
      expect(plainText(link)).toBe(`${fileName}:7`);
      const address = new URL(link.url, 'file:///base/');
      expect(decodeURIComponent(address.pathname)).toBe(`/base/${fileName}`);
      expect(address.hash).toBe('#L7');
    }
  });
});

describe('exported answers', () => {
  it('are a heading, and for each file its outcome and a numbered list', () => {
    const one = { answer: answerOn('30 seconds'), fileName: 'a.md', line: 2 };
    const runs = [
      runOf({ fileName: 'a.md', answers: Array.from({ length: 12 }, () => one) }),
      runOf({ fileName: 'b.md', outcome: 'No answer in this file. Read all of it: 9 tokens.', answers: [] }),
    ];
    const { children } = fromMarkdown(citeRuns(runs));
    expect(children.map(({ type }) => type)).toEqual([
      ...['heading', 'heading', 'paragraph', 'list', 'heading', 'paragraph'],
    ]);
    const list = children.find(({ type }) => type === 'list');
    if (list?.type !== 'list') throw new Error('no list');
    expect(list.children).toHaveLength(12);
    for (const item of list.children)
      expect(item.children.map(({ type }) => type)).toEqual(['paragraph', 'blockquote']);
  });

  it('make no markup of the question, a name or an answer', () => {
    fc.assert(
      fc.property(hostile, hostile, hostileAnswer, (question, fileName, answer) => {
        const { children } = fromMarkdown(
          citeRuns([runOf({ question, fileName, answers: [{ answer, fileName, line: 1 }] })]),
        );
        expect(children.map(({ type }) => type)).toEqual(['heading', 'heading', 'paragraph', 'list']);
        expect(children.slice(0, 2).map((heading) => plainText(heading))).toEqual([question, fileName].map(squeezed));
      }),
      { numRuns: 300 },
    );
  });

  it('are JSON with the whole results', () => {
    const runs = [runOf({}), runOf({ fileName: 'b.md' })];
    expect(JSON.parse(runsAsJson(runs))).toEqual(
      runs.map(({ fileName, question, result }) => ({ file: fileName, question, result })),
    );
  });
});
