import { CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import type { AskCommandOptions } from '../../src/cli/ask';
import { commandWords, makeProgram } from '../../src/cli/program';
import { idleCommands } from './commands';

interface Parsed {
  readonly file: string;
  readonly question: string;
  readonly options: AskCommandOptions;
}

async function parse(...argv: readonly string[]): Promise<Parsed> {
  const [[command, file, question, options] = [], ...others] = await parseAny(...argv);
  if (command !== 'ask' || others.length > 0) throw new Error(`${others.length + 1} commands were carried out`);
  return { file, question, options } as Parsed;
}

/** The commands that a command line carries out, each with its arguments. */
async function parseAny(...argv: readonly string[]): Promise<unknown[][]> {
  const carriedOut: unknown[][] = [];
  const program = makeProgram(idleCommands((name, args) => carriedOut.push([name, ...args])));
  await program.parseAsync(argv, { from: 'user' });
  return carriedOut;
}

/** The message that a command line is refused with. */
async function refusalOf(...argv: readonly string[]): Promise<string> {
  const error: unknown = await parseAny(...argv).catch((cause: unknown) => cause);
  if (!(error instanceof CommanderError)) throw new Error(`not refused: ${argv.join(' ')}`);
  return error.message;
}

const refusedOption = (option: string, value: string): Promise<string> => refusalOf('ask', 'f', 'q', option, value);

it('file and question are taken as they stand, and everything else has its default', async () => {
  await expect(parse('ask', 'notes.md', ' What\nis it? ')).resolves.toEqual({
    file: 'notes.md',
    question: ' What\nis it? ',
    options: { top: 5, strictness: 'balanced', allWindows: false, strict: false, json: false },
  });
});

it('every option reaches the command with its value, before, between and behind the arguments', async () => {
  const { file, question, options } = await parse(
    ...['ask', '--top', '3', '--selection', '1:1-2:1', '--all-windows', '-', '--window-budget=7'],
    ...['q', '--threshold', '-1.5', '--threads', '2', '--model', 'owner/reader', '--precision', 'int8'],
    ...['--max-length', '256', '--overlap', '64', '--strictness', 'refuse', '--strict', '--json'],
  );
  expect({ file, question }).toEqual({ file: '-', question: 'q' });
  expect(options).toEqual({
    top: 3,
    strictness: 'refuse',
    selection: '1:1-2:1',
    allWindows: true,
    windowBudget: 7,
    threshold: -1.5,
    threads: 2,
    model: 'owner/reader',
    precision: 'int8',
    maxLength: 256,
    overlap: 64,
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
  ['--max-length', '--max-length <count>'],
  ['--overlap', '--overlap <count>'],
])('%s', (option, flags) => {
  it.each(['0', '-1', '1.5', 'five', '', 'Infinity', 'NaN', '9007199254740993'])('refuses "%s"', async (value) => {
    expect(await refusedOption(option, value)).toBe(
      `error: option '${flags}' argument '${value}' is invalid. It must be a whole number from 1 on.`,
    );
  });

  it('takes a whole number', async () => {
    await expect(parse('ask', 'f', 'q', option, '32')).resolves.toBeDefined();
  });

  it('wants a value', async () => {
    expect(await refusalOf('ask', 'f', 'q', option)).toBe(`error: option '${flags}' argument missing`);
  });
});

describe('--overlap', () => {
  it.each(['31', '257'])('refuses "%s"', async (value) => {
    expect(await refusedOption('--overlap', value)).toBe(
      `error: option '--overlap <count>' argument '${value}' is invalid. It must be from 32 to 256.`,
    );
  });

  it.each(['32', '256'])('takes %s', async (value) => {
    const { options } = await parse('ask', 'f', 'q', '--overlap', value);
    expect(options.overlap).toBe(Number(value));
  });
});

it('--precision is one of two words', async () => {
  expect(await refusedOption('--precision', 'fp16')).toBe(
    "error: option '--precision <precision>' argument 'fp16' is invalid. Allowed choices are fp32, int8.",
  );
});

describe('score', () => {
  it('takes two files, and the official script’s threshold', async () => {
    expect(await parseAny('score', 'squad.json', 'predictions.json')).toEqual([
      ['score', 'squad.json', 'predictions.json', { naProbThresh: 1, pr: false, json: false }],
    ]);
  });

  it('every option reaches the command with its value', async () => {
    const options = ['--na-prob-file', 'scores.json', '--na-prob-thresh', '-0.5', '--pr', '--json'];
    expect(await parseAny('score', ...options, 'squad.json', 'predictions.json')).toEqual([
      [
        'score',
        'squad.json',
        'predictions.json',
        { naProbFile: 'scores.json', naProbThresh: -0.5, pr: true, json: true },
      ],
    ]);
  });

  it('wants predictions', async () => {
    expect(await refusalOf('score', 'squad.json')).toBe("error: missing required argument 'predictions'");
  });
});

describe('models', () => {
  const plain = { json: false };
  const examining = { json: false, exam: true };
  it.each([
    ['models', ['list', plain]],
    ['models --json', ['list', { json: true }]],
    ['models list', ['list', plain]],
    ['models info tiny --json', ['info', 'tiny', { json: true }]],
    ['models download owner/reader@main', ['download', 'owner/reader@main', examining]],
    ['models download tiny --no-exam', ['download', 'tiny', { json: false, exam: false }]],
    ['models verify', ['verify', undefined, examining]],
    ['models verify tiny --no-exam --json', ['verify', 'tiny', { json: true, exam: false }]],
    ['models import folder', ['import', 'folder', undefined, examining]],
    ['models import folder tiny', ['import', 'folder', 'tiny', examining]],
    ['models remove tiny', ['remove', 'tiny', plain]],
  ])('%s', async (line, carriedOut) => {
    expect(await parseAny(...line.split(' '))).toEqual([carriedOut]);
  });

  it.each(['info', 'download', 'remove'])('%s wants a model', async (command) => {
    expect(await refusalOf('models', command)).toBe("error: missing required argument 'model'");
  });

  it('a command that there is not names itself and the nearest right one', async () => {
    expect(await refusalOf('models', 'downlaod', 'tiny')).toBe(
      "error: unknown command 'downlaod'\n(Did you mean download?)",
    );
    expect(await refusalOf('models', 'tinyroberta-squad2')).toBe("error: unknown command 'tinyroberta-squad2'");
  });
});

it('the commands that a line begins with are those that exist', () => {
  const program = makeProgram(idleCommands());
  expect(commandWords(program, ['models', 'download', 'list'])).toEqual(['models', 'download']);
  expect(commandWords(program, ['models', 'downlaod'])).toEqual(['models']);
  expect(commandWords(program, ['aks', 'models'])).toEqual([]);
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
