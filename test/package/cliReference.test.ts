import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { reportAll } from '../../src/cli/models/report';
import { makeProgram } from '../../src/cli/program';
import { readCatalogue } from '../../src/hub/catalogue';
import { summarize } from '../../src/evaluate/evaluation';
import { ModelStore } from '../../src/hub/store';
import { idleCommands } from '../cli/commands';
import { answered, subject } from '../evaluate/evaluations';
import { answerOn, resultWith } from '../panel/states';

const reference = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');

/** First cells, in code marks, of the table rows below a heading or sentence. */
function firstCells(after: string, until: string): string[] {
  const start = reference.indexOf(after);
  const part = reference.slice(start, reference.indexOf(until, start + after.length));
  return [...part.matchAll(/^\| `([^`]+)`/gm)].map(([, cell = '']) => cell);
}

/** A command as a heading names it: `models import <folder> [model]`. */
function headingOf(command: Command, prefix = ''): string {
  const words = command.registeredArguments.map((argument) =>
    argument.required ? `<${argument.name()}>` : `[${argument.name()}]`,
  );
  return [prefix, command.name(), ...words].join(' ').trim();
}

describe('docs/cli.md', () => {
  const program = makeProgram(idleCommands());
  const { ask, evaluate, score, models } = Object.fromEntries(
    program.commands.map((command) => [command.name(), command]),
  );

  it('has exactly the commands that exist', () => {
    const headings = program.commands.flatMap((command) =>
      command.commands.length === 0
        ? [headingOf(command)]
        : command.commands.map((inner) => headingOf(inner, command.name())),
    );
    expect([...reference.matchAll(/^##+ `([a-z]+ [^`]*)`/gm)].map(([, heading]) => heading)).toEqual(headings);
  });

  it('has exactly the options that exist', () => {
    expect(firstCells('## `ask', '\nExit status')).toEqual(ask?.options.map(({ flags }) => flags));
    expect(firstCells('## `evaluate', '\nWhile')).toEqual(evaluate?.options.map(({ flags }) => flags));
    expect(firstCells('## `score', '\nExit status')).toEqual(score?.options.map(({ flags }) => flags));
  });

  it('has exactly the options of the commands on models, each once', () => {
    const options = new Set(models?.commands.flatMap((command) => command.options.map(({ flags }) => flags)));
    expect(firstCells('## Models', '\n### ').sort()).toEqual([...options].sort());
  });

  it('names the commands on models that end with an exam', () => {
    const examining = models?.commands.filter(({ options }) => options.some(({ long }) => long === '--no-exam'));
    const [, named = ''] = /\| `--no-exam` +\| of ([^:]+):/.exec(reference) ?? [];
    expect([...named.matchAll(/`([a-z]+)`/g)].map(([, name]) => name)).toEqual(examining?.map((each) => each.name()));
  });

  it('has exactly the fields of an evaluation', () => {
    const { official, ...ours } = summarize([answered.question], new Map([['id', answered.reading]]), subject);
    expect(official).toHaveProperty('f1');
    expect(firstCells('## An evaluation in JSON', '\nShares')).toEqual(Object.keys(ours));
    for (const field of Object.keys(ours.subject)) expect(reference).toContain(`\`${field}\``);
  });

  it('has exactly the fields of a model', async () => {
    const home = await mkdtemp(join(tmpdir(), 'document-qa-'));
    try {
      const store = new ModelStore(home);
      const catalogue = await readCatalogue(fileURLToPath(new URL('../../models', import.meta.url)));
      const [report] = await reportAll({ catalogue, store });
      expect(firstCells('## A model in JSON', '\u0000').sort()).toEqual(Object.keys(report ?? {}).sort());
    } finally {
      await rm(home, { recursive: true });
    }
  });

  it('has exactly the fields of a result', () => {
    expect(firstCells('## `QaResult`', '\nA range has').sort()).toEqual(Object.keys(resultWith({})).sort());
  });

  it('has exactly the fields of an answer', () => {
    const rangeFields = ['start', 'end', 'startLine', 'startColumn', 'endLine', 'endColumn'];
    for (const field of rangeFields) expect(reference).toContain(`\`${field}\``);
    expect(firstCells('An answer is a range and', '\n## ').sort()).toEqual(
      Object.keys(answerOn('30 seconds'))
        .filter((field) => !rangeFields.includes(field))
        .sort(),
    );
  });
});
