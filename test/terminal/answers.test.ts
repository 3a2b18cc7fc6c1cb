import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rangeOf } from './ranges';
import { askJson, failJson, runCli, textsFolder } from './runCli';

const readText = (name: string): Promise<string> => readFile(join(textsFolder, name), 'utf8');

describe('the exact words and their place are the answer', () => {
  it.each([
    ['readme.md', 'How long are cached answers kept?', '15 minutes', 'for '],
    ['readme.md', 'How much memory is used for cached answers?', '512 MB', ''],
    ['service.yaml', 'How long is the penalty?', '10 minutes', ''],
    ['service.log', 'How many rows were written?', '48212', ''],
    ['LICENSE', 'Which year is the copyright?', '2021', ''],
  ])('%s: %s', async (file, question, text, before) => {
    const source = await readText(file);
    const { result, status } = await askJson([file, question]);
    expect(status).toBe(0);
    expect(result.file).toBe(file);
    expect(result.question).toBe(question);
    expect(result.answers[0]).toMatchObject({ text, ...rangeOf(source, text, before) });
    for (const { start, end, text: answer, passage } of result.answers) {
      expect(source.slice(start, end)).toBe(answer);
      expect(source.slice(passage.start, passage.end)).toBe(passage.text);
    }
  });
});

describe('an unanswerable question is refused', () => {
  it.each([
    ['readme.md', 'How much does a subscription cost?'],
    ['service.yaml', 'What is the password of the database?'],
    ['service.log', 'Which user logged in?'],
    ['LICENSE', 'How many days does the warranty last?'],
  ])('%s: %s', async (file, question) => {
    const { result, status } = await askJson([file, question]);
    expect(status).toBe(1);
    expect(result).toMatchObject({ verdict: 'noAnswer', answers: [], conflict: false, coverage: { complete: true } });
    expect(result.closest?.evidence).toBeLessThan(result.thresholds.maybe);
  });
});

it('an answer is printed as place, text, confidence and passage, and how much was read is a message', async () => {
  const { status, stdout, stderr } = await runCli(['ask', 'readme.md', 'Who wrote Tidewater?', '--top', '1']);
  const [place, ...rest] = stdout.split('\n');
  expect(place).toMatch(/^readme\.md:4:12: Mara Lindqvist {2}\(\d\d %\)$/);
  expect(rest).toEqual([
    '    It was written by [[Mara Lindqvist]] in 2019 and is maintained by the Harbour Tools group.',
    '    under Tidewater',
    '',
  ]);
  expect(stderr).toBe('document-qa: read all 2 windows, 320 tokens (reader: mini)\n');
  expect(status).toBe(0);
});

it('a refusal is printed with the closest guess and by how much it lost', async () => {
  const { status, stdout, stderr } = await runCli(['ask', 'service.log', 'Which user logged in?']);
  const [verdict, title, guess, passage, end] = stdout.split('\n');
  expect(verdict).toMatch(/^service\.log: no answer in this file {2}\(\d\d %\)$/);
  expect(title).toBe('  closest, refused:');
  expect(guess).toMatch(/^service\.log:2:57: inbox {2}\(\d %, lost by \d+\.\d\)$/);
  expect(passage).toBe('    2024-03-11 06:00:04 INFO import: 18 files found in the [[inbox]]');
  expect(end).toBe('');
  expect(stderr).toMatch(/^document-qa: read the one window, \d+ tokens \(reader: mini\)\n$/);
  expect(status).toBe(1);
});

it('a maybe is marked so; it is a success, and with --strict it is none', async () => {
  const args = ['ask', 'service.log', 'How many rows were written?'];
  const plain = await runCli(args);
  const strict = await runCli([...args, '--strict']);
  expect(plain.stdout).toMatch(/^service\.log:4:54: 48212 {2}\(maybe, \d\d %\)\n/);
  expect(plain.status).toBe(0);
  expect(strict.stdout).toBe(plain.stdout);
  expect(strict.status).toBe(1);
});

it('--strict changes nothing about an answer', async () => {
  const { result, status } = await askJson(['readme.md', 'Who wrote Tidewater?', '--strict']);
  expect(result.verdict).toBe('answer');
  expect(status).toBe(0);
});

it('--json has every field of the contract and no other', async () => {
  const range = ['end', 'endColumn', 'endLine', 'start', 'startColumn', 'startLine'];
  const answerFields = ['confidence', 'evidence', 'headings', 'margin', 'mentions', 'passage', 'probability', 'text'];
  const keys = (value: object | null | undefined): string[] => Object.keys(value ?? {}).sort();
  const { result } = await askJson(['readme.md', 'Who wrote Tidewater?']);
  expect(keys(result)).toEqual(
    [
      ...['answers', 'closest', 'confidence', 'conflict', 'coverage', 'file', 'model', 'noAnswerProbability'],
      ...['notices', 'question', 'scope', 'state', 'thresholds', 'timing', 'verdict'],
    ].sort(),
  );
  expect(keys(result.scope)).toEqual(range);
  expect(keys(result.answers[0])).toEqual([...range, ...answerFields].sort());
  expect(keys(result.answers[0]?.passage)).toEqual([...range, 'text'].sort());
  expect(keys(result.thresholds)).toEqual(['answer', 'maybe']);
  expect(keys(result.coverage)).toEqual(['complete', 'skipped', 'tokens', 'tokensRead', 'windows', 'windowsRead']);
  expect(keys(result.timing)).toEqual(['firstAnswerMs', 'loadMs', 'tokenizeMs', 'totalMs']);
  const { revision, ...model } = result.model;
  expect(model).toEqual({ name: 'mini', precision: 'fp32', backend: 'native' });
  expect(revision).toMatch(/^[0-9a-f]{40}$/);
  expect(result).toMatchObject({ state: 'final', verdict: 'answer', closest: null, notices: [] });
});

describe('--top', () => {
  it('shortens the list and leaves its beginning as it was', async () => {
    const ask = async (top: string) =>
      (await askJson(['readme.md', 'Who wrote Tidewater?', '--top', top])).result.answers;
    const two = await ask('2');
    expect(two.map(({ text }) => text)).toEqual(['Mara Lindqvist', 'Harbour Tools group']);
    expect(await ask('1')).toEqual(two.slice(0, 1));
  });
});

describe('--threshold', () => {
  it('above the evidence makes a maybe of an answer', async () => {
    const { result } = await askJson(['readme.md', 'How much memory is used for cached answers?', '--threshold', '30']);
    expect(result).toMatchObject({ verdict: 'maybe', thresholds: { answer: 30 } });
    expect(result.answers[0]?.text).toBe('512 MB');
  });

  it('below the evidence of a refused guess makes an answer of it', async () => {
    const { result, status } = await askJson(['service.log', 'Which user logged in?', '--threshold', '-40']);
    expect(result).toMatchObject({ verdict: 'answer', thresholds: { answer: -40, maybe: -40 }, closest: null });
    expect(result.answers[0]?.text).toBe('inbox');
    expect(status).toBe(0);
  });
});

describe('the reader', () => {
  const ask = (...options: readonly string[]) =>
    askJson(['readme.md', 'Who wrote Tidewater?', '--top', '1', ...options]);

  it('reads in windows of a chosen length, that share a chosen number of tokens', async () => {
    const windowsOf = async (...options: readonly string[]): Promise<number> =>
      (await ask(...options)).result.coverage.windows;
    const usual = await windowsOf();
    const shorter = await windowsOf('--max-length', '128', '--overlap', '32');
    const sharing = await windowsOf('--max-length', '128', '--overlap', '64');
    expect(shorter).toBeGreaterThan(usual);
    expect(sharing).toBeGreaterThan(shorter);
  });

  it('in windows that leave no room is an error with the way out', async () => {
    const { reason, message } = await failJson(['ask', 'readme.md', 'Who wrote it?', '--max-length', '32', '--json']);
    expect(reason).toBe('noContextRoom');
    expect(message).toMatch(
      /^windows of 32 tokens leave \d+ for the file; ask a shorter question, or choose a larger /,
    );
  });

  it('reads in the precision that was chosen', async () => {
    for (const precision of ['fp32', 'int8']) {
      const { result } = await ask('--precision', precision);
      expect(result.model).toMatchObject({ name: 'mini', precision });
      expect(result.answers[0]?.text).toBe('Mara Lindqvist');
    }
  });

  it('is the one that was named', async () => {
    expect((await ask('--model', 'mini')).result.model.name).toBe('mini');
  });
});
