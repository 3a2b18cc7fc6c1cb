import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { makeProgram } from '../../src/cli/program';
import { answerOn, resultWith } from '../panel/states';

const reference = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');

/** First cells, in code marks, of the table rows below a heading or sentence. */
function firstCells(after: string, until: string): string[] {
  const start = reference.indexOf(after);
  const part = reference.slice(start, reference.indexOf(until, start + after.length));
  return [...part.matchAll(/^\| `([^`]+)`/gm)].map(([, cell = '']) => cell);
}

describe('docs/cli.md', () => {
  const program = makeProgram({ ask: () => Promise.resolve() });

  it('has exactly the commands that exist', () => {
    const commands = program.commands.map((command) =>
      [command.name(), ...command.registeredArguments.map((argument) => `<${argument.name()}>`)].join(' '),
    );
    expect([...reference.matchAll(/^## `([a-z]+ [^`]*)`/gm)].map(([, heading]) => heading)).toEqual(commands);
  });

  it('has exactly the options that exist', () => {
    const ask = program.commands.find((command) => command.name() === 'ask');
    expect(firstCells('## `ask', '\nExit status')).toEqual(ask?.options.map(({ flags }) => flags));
  });

  it('has exactly the fields of a result', () => {
    expect(firstCells('## `QaResult`', '\nA range has').sort()).toEqual(Object.keys(resultWith({})).sort());
  });

  it('has exactly the fields of an answer', () => {
    const rangeFields = ['start', 'end', 'startLine', 'startColumn', 'endLine', 'endColumn'];
    for (const field of rangeFields) expect(reference).toContain(`\`${field}\``);
    expect(firstCells('An answer is a range and', '\u0000').sort()).toEqual(
      Object.keys(answerOn('30 seconds'))
        .filter((field) => !rangeFields.includes(field))
        .sort(),
    );
  });
});
