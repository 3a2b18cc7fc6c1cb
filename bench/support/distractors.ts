// Prose that has nothing to do with a question: paragraphs of the documentation of installed packages.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { normalizeAnswer } from '../../src/qa/normalizeAnswer';

const permissive = new Set(['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'CC0-1.0', '0BSD']);
const shortest = 200;

let found: readonly string[] | undefined;

/** Paragraphs without any of the answers, `chars` UTF-16 units in all or as many as there are. */
export function distractors(answers: readonly string[], chars: number): string {
  found ??= prose();
  const wanted = answers.map(normalizeAnswer).filter((answer) => answer !== '');
  let text = '';
  for (const paragraph of found) {
    if (text.length >= chars) break;
    const words = ` ${normalizeAnswer(paragraph)} `;
    if (wanted.some((answer) => words.includes(` ${answer} `))) continue;
    text += `${text === '' ? '' : '\n\n'}${paragraph}`;
  }
  return text;
}

/** Paragraphs of sentences in the Markdown files of packages whose licence allows it, by package and file name. */
function prose(): string[] {
  const files = packages('node_modules').flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.md$/i.test(name) && !/changelog|node_modules/i.test(name))
      .sort()
      .map((name) => join(folder, name)),
  );
  const paragraphs = files
    .flatMap((file) => readFileSync(file, 'utf8').split(/\r?\n\s*\r?\n/))
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
    .filter((paragraph) => paragraph.length >= shortest && /^[A-Z][^|{}<>]*[.:]$/.test(paragraph));
  return [...new Set(paragraphs)];
}

function packages(root: string): string[] {
  return readdirSync(root)
    .filter((name) => !name.startsWith('.'))
    .sort()
    .flatMap((name) => (name.startsWith('@') ? packages(join(root, name)) : [join(root, name)]))
    .filter((folder) => {
      try {
        const { license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { license?: string };
        return permissive.has(license ?? '');
      } catch {
        return false;
      }
    });
}
