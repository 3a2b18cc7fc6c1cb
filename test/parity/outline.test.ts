import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { toString as plainText } from 'mdast-util-to-string';
import { expect, it } from 'vitest';
import { makeDocument } from '../../src/qa/document';
import { makeOutline } from '../../src/qa/outline';

/** The files that dependencies bring with them: real Markdown of many hands. */
const packages = path.resolve(import.meta.dirname, '../../node_modules');
const files = readdirSync(packages)
  .filter((name) => !name.startsWith('.') && !name.startsWith('@'))
  .map((name) => path.join(packages, name, 'README.md'))
  .flatMap((file) => {
    try {
      return [{ file, text: readFileSync(file, 'utf8') }];
    } catch {
      return [];
    }
  })
  .filter(({ text }) => text.length < 30_000)
  .slice(0, 100);

const firstWord = (words: string | undefined): string => /[\p{L}\p{N}]+/u.exec(words ?? '')?.[0] ?? '';

it('a Markdown parser puts every block of real files under the same heading', () => {
  let blocks = 0;
  const different: string[] = [];
  for (const { file, text } of files) {
    const outline = makeOutline(makeDocument(text, file));
    let heading = '';
    for (const node of fromMarkdown(text).children) {
      const start = node.position?.start.offset ?? 0;
      // Links by reference and images keep their marks in ours: what tells headings apart is their first word.
      if (node.type === 'heading') heading = firstWord(plainText(node));
      blocks++;
      const found = firstWord(outline.headingsAt(start).at(-1));
      if (found !== heading) different.push(`${path.relative(packages, file)} at ${start}: ${heading} / ${found}`);
    }
  }
  console.log(
    `${different.length} of ${blocks} blocks in ${files.length} files differ\n${different.slice(0, 8).join('\n')}`,
  );
  expect(blocks).toBeGreaterThan(2000);
  expect(different.length / blocks).toBeLessThan(0.01);
}, 30_000);
