import { describe, expect, it } from 'vitest';
import { exampleQuestions } from '../../src/editor/exampleQuestions';
import { handbook } from '../support/handbook';

describe('questions to begin with', () => {
  it('are made from the headings of the file, three at most', () => {
    expect(exampleQuestions(handbook)).toEqual([
      'What is Relay handbook?',
      'How is it installed?',
      'Where is it configured?',
    ]);
  });

  it('are each made once, whatever ends the lines', () => {
    expect(exampleQuestions('# Install\r\n## Setup\r# Licensing ##\n')).toEqual([
      'How is it installed?',
      'Which licence does this have?',
    ]);
  });

  it('name no heading that is a sentence, names nothing, or is more than words', () => {
    const headings = [
      'Overview',
      'Table of Contents',
      'How all of this came about',
      '`code`',
      '[a](command:b)',
      '2024',
    ];
    expect(exampleQuestions(headings.map((words) => `# ${words}\n`).join('\n'))).toEqual([]);
  });

  it('are not made from comments in code', () => {
    expect(exampleQuestions('```sh\n# Install\n```\n~~~\n# Limits\n~~~\n# Storage\n')).toEqual(['What is Storage?']);
  });

  it('are none without a heading', () => {
    for (const text of ['', '\n\n', '#\n#hashtag\n', 'Install\n=======\n']) expect(exampleQuestions(text)).toEqual([]);
  });

  it('are found at once where a line has a megabyte', () => {
    expect(exampleQuestions(`# a${' '.repeat(1_000_000)}b\n# Storage`)).toEqual(['What is Storage?']);
  });
});
