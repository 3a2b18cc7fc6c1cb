// The questions on files as people open them in an editor: every answer stands in its file, and the set is what its
// README says it is.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type EditorSet, fileKinds, fileTraits, parseEditorSet } from '../../src/evaluate/editorSet';

const folder = join(import.meta.dirname, '../fixtures/editor-set');
const json = readFileSync(join(folder, 'questions.json'), 'utf8');
const readme = readFileSync(join(folder, 'README.md'), 'utf8');
const { files } = parseEditorSet(JSON.parse(json));
const textOf = (file: string): string => readFileSync(join(folder, 'files', file), 'utf8');
const questions = files.flatMap((file) => file.questions);
const withoutAnswer = (asked: EditorSet['files'][number]['questions']): number =>
  asked.filter(({ answers }) => answers.length === 0).length;

/** What each tag says of a text. */
const traits: Record<(typeof fileTraits)[number], RegExp> = {
  crlf: /\r\n/,
  emoji: /\p{Emoji_Presentation}/u,
  cjk: /\p{Script_Extensions=Han}|\p{Script_Extensions=Katakana}/u,
  tabs: /\t/,
  combining: /(?!\p{Variation_Selector})\p{M}/u,
};

describe.each(files)('$file', ({ file, tags, questions: asked }) => {
  const text = textOf(file);

  it('has every answer where it says', () => {
    for (const { answers } of asked) {
      expect(answers.map(({ start, text: { length } }) => text.slice(start, start + length))).toEqual(
        answers.map((answer) => answer.text),
      );
    }
  });

  it('cuts no answer out of the middle of a character', () => {
    for (const { start, text: answer } of asked.flatMap(({ answers }) => answers)) {
      expect(answer, `at ${start}`).not.toMatch(/\p{Surrogate}/u);
      expect(answer, `at ${start}`).toBe(answer.trim());
    }
  });

  it('names no place twice for one question', () => {
    for (const { id, answers } of asked) {
      expect(new Set(answers.map(({ start, text: answer }) => `${start} ${answer}`)).size, id).toBe(answers.length);
    }
  });

  it('has the tags of what is in it, and no others', () => {
    expect(new Set(tags)).toEqual(new Set(fileTraits.filter((trait) => traits[trait].test(text))));
  });

  it('is UTF-8 of 1 to 40 kB without a byte order mark', () => {
    const bytes = readFileSync(join(folder, 'files', file));
    expect(Buffer.from(text)).toEqual(bytes);
    expect(text).not.toMatch(/^\ufeff/);
    expect(bytes.length).toBeGreaterThan(1000);
    expect(bytes.length).toBeLessThan(40_000);
  });

  it('asks some questions that have no answer', () => {
    expect(withoutAnswer(asked)).toBeGreaterThanOrEqual(3);
  });

  it('has its origin in the README', () => {
    expect(readme).toContain(`\`${file}\``);
  });
});

describe('the set', () => {
  it('has all files of its folder and no others', () => {
    expect(files.map(({ file }) => file).sort()).toEqual(readdirSync(join(folder, 'files')).sort());
  });

  it.each(fileKinds)('has at least two files and twenty questions of the kind %s', (kind) => {
    const ofKind = files.filter((file) => file.kind === kind);
    expect(ofKind.length).toBeGreaterThanOrEqual(2);
    expect(ofKind.flatMap((file) => file.questions).length).toBeGreaterThanOrEqual(20);
  });

  it('has a third of questions without an answer', () => {
    const share = withoutAnswer(questions) / questions.length;
    expect(share).toBeGreaterThan(0.3);
    expect(share).toBeLessThan(0.36);
  });

  it('has every tag on a file', () => {
    expect(new Set(files.flatMap(({ tags }) => tags))).toEqual(new Set(fileTraits));
  });

  it('has the numbers that its README gives', () => {
    const rows = fileKinds.map((kind) => {
      const ofKind = files.filter((file) => file.kind === kind);
      const asked = ofKind.flatMap((file) => file.questions);
      return [kind, ofKind.length, asked.length, withoutAnswer(asked)];
    });
    const table = [...rows, ['all', files.length, questions.length, withoutAnswer(questions)]];
    const given = readme.matchAll(/^\| (\w+) +\| +(\d+) \| +(\d+) \| +(\d+) \|$/gm);
    expect(Array.from(given, ([, kind, ...counts]) => [kind, ...counts.map(Number)])).toEqual(table);
  });
});

describe('what does not fit is named with its place', () => {
  const question = { id: 'a-1', question: 'Which port?', answers: [{ text: '8420', start: 5 }] };
  const file = { file: 'a.md', kind: 'markdown', tags: [], questions: [question] };
  const other = { ...file, file: 'b.md', questions: [{ ...question, id: 'b-1' }] };

  it('only where something does not fit', () => {
    expect(parseEditorSet({ files: [file, other] })).toEqual({ files: [file, other] });
  });

  it.each<[string, unknown, string]>([
    ['a list', [], 'files: '],
    ['a file without a kind', { files: [{ ...file, kind: undefined }] }, 'files.0.kind: '],
    ['a kind that there is not', { files: [{ ...file, kind: 'poem' }] }, 'files.0.kind: '],
    ['a tag that there is not', { files: [{ ...file, tags: ['rtl'] }] }, 'files.0.tags.0: '],
    [
      'an answer of no length',
      { files: [{ ...file, questions: [{ ...question, answers: [{ text: '', start: 5 }] }] }] },
      'files.0.questions.0.answers.0.text: ',
    ],
    [
      'a start that is no offset',
      { files: [{ ...file, questions: [{ ...question, answers: [{ text: '8420', start: 0.5 }] }] }] },
      'files.0.questions.0.answers.0.start: ',
    ],
    [
      'a file that is there twice',
      { files: [file, { ...other, file: 'a.md' }] },
      'files.1.file: files.0.file is a.md too',
    ],
    [
      'an id that is there twice',
      { files: [file, { ...other, questions: [question] }] },
      'files.1.questions.0.id: files.0.questions.0.id is a-1 too',
    ],
  ])('%s', (_, value, message) => {
    expect(() => parseEditorSet(value)).toThrow(message);
  });
});
