import { CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import type { AskCommandOptions } from '../../src/cli/ask';
import { makeProgram } from '../../src/cli/program';

interface Parsed {
  readonly file: string;
  readonly question: string;
  readonly options: AskCommandOptions;
}

async function parse(...argv: readonly string[]): Promise<Parsed> {
  const parsed: Parsed[] = [];
  const program = makeProgram({
    ask: (file, question, options) => {
      parsed.push({ file, question, options });
      return Promise.resolve();
    },
  });
  await program.parseAsync(argv, { from: 'user' });
  const [first] = parsed;
  if (first === undefined || parsed.length > 1) throw new Error(`${parsed.length} commands were carried out`);
  return first;
}

/** The message that a command line is refused with. */
async function refusalOf(...argv: readonly string[]): Promise<string> {
  const error: unknown = await parse(...argv).catch((cause: unknown) => cause);
  if (!(error instanceof CommanderError)) throw new Error(`not refused: ${argv.join(' ')}`);
  return error.message;
}

const refusedOption = (option: string, value: string): Promise<string> => refusalOf('ask', 'f', 'q', option, value);

it('file and question are taken as they stand, and everything else has its default', async () => {
  await expect(parse('ask', 'notes.md', ' What\nis it? ')).resolves.toEqual({
    file: 'notes.md',
    question: ' What\nis it? ',
    options: { top: 5, allWindows: false, strict: false, json: false },
  });
});

it('every option reaches the command with its value, before, between and behind the arguments', async () => {
  const { file, question, options } = await parse(
    ...['ask', '--top', '3', '--selection', '1:1-2:1', '--all-windows', '-', '--window-budget=7'],
    ...['q', '--threshold', '-1.5', '--threads', '2', '--strict', '--json'],
  );
  expect({ file, question }).toEqual({ file: '-', question: 'q' });
  expect(options).toEqual({
    top: 3,
    selection: '1:1-2:1',
    allWindows: true,
    windowBudget: 7,
    threshold: -1.5,
    threads: 2,
    strict: true,
    json: true,
  });
});

it('a question that looks like an option is one behind --', async () => {
  await expect(parse('ask', '--json', '--', 'notes.md', '--top?')).resolves.toMatchObject({
    file: 'notes.md',
    question: '--top?',
    options: { json: true },
  });
});

describe.each([
  ['--top', '--top <count>'],
  ['--window-budget', '--window-budget <count>'],
  ['--threads', '--threads <count>'],
])('%s', (option, flags) => {
  it.each(['0', '-1', '1.5', 'five', '', 'Infinity', 'NaN', '9007199254740993'])('refuses "%s"', async (value) => {
    expect(await refusedOption(option, value)).toBe(
      `error: option '${flags}' argument '${value}' is invalid. It must be a whole number from 1 on.`,
    );
  });

  it('takes 1 and more', async () => {
    await expect(parse('ask', 'f', 'q', option, '1')).resolves.toBeDefined();
    await expect(parse('ask', 'f', 'q', option, '12')).resolves.toBeDefined();
  });

  it('wants a value', async () => {
    expect(await refusalOf('ask', 'f', 'q', option)).toBe(`error: option '${flags}' argument missing`);
  });
});

describe('--threshold', () => {
  it.each(['high', '', ' ', 'Infinity', 'NaN', '1,5'])('refuses "%s"', async (value) => {
    expect(await refusedOption('--threshold', value)).toBe(
      `error: option '--threshold <evidence>' argument '${value}' is invalid. It must be a number.`,
    );
  });

  it.each(['0', '-3', '2.25'])('takes %s', async (value) => {
    const { options } = await parse('ask', 'f', 'q', '--threshold', value);
    expect(options.threshold).toBe(Number(value));
  });
});

describe('a wrong word names itself and the nearest right one', () => {
  it.each([
    ['--jsn', '--json'],
    ['--tops', '--top'],
    ['--all-window', '--all-windows'],
    ['--selecton', '--selection'],
    ['--window-buget', '--window-budget'],
    ['--treshold', '--threshold'],
    ['--thread', '--threads'],
    ['--stric', '--strict'],
  ])('%s is near %s', async (wrong, right) => {
    expect(await refusalOf('ask', 'f', 'q', wrong)).toBe(`error: unknown option '${wrong}'\n(Did you mean ${right}?)`);
  });

  it('a command', async () => {
    expect(await refusalOf('aks', 'f', 'q')).toBe("error: unknown command 'aks'\n(Did you mean ask?)");
  });

  it('with nothing near it, only itself', async () => {
    expect(await refusalOf('ask', 'f', 'q', '--colour')).toBe("error: unknown option '--colour'");
  });
});

describe('arguments', () => {
  it('a missing file is named', async () => {
    expect(await refusalOf('ask')).toBe("error: missing required argument 'file'");
  });

  it('a missing question is named', async () => {
    expect(await refusalOf('ask', 'f')).toBe("error: missing required argument 'question'");
  });

  it('a question without quotes is too many', async () => {
    expect(await refusalOf('ask', 'f', 'which', 'port')).toBe(
      "error: too many arguments for 'ask'. Expected 2 arguments but got 3.",
    );
  });
});
