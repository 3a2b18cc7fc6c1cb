import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { failJson, root, runCli, runNpm } from './runCli';
import { makeTempFolder } from './tempFolder';

const folder = await makeTempFolder();
const fixtures = join(root, 'test', 'fixtures');
const publicPart = join(fixtures, 'squad', 'squad2-dev-public.json');
const golden = JSON.parse(gunzipSync(readFileSync(join(fixtures, 'metric', 'ties.json.gz'))).toString()) as {
  predictions: Readonly<Record<string, string>>;
  noAnswerScores: Readonly<Record<string, number>>;
};
const official = JSON.parse(readFileSync(join(fixtures, 'metric', 'official.json'), 'utf8')) as {
  ties: Readonly<Record<'alone' | 'withThreshold' | 'precisionRecall', Readonly<Record<string, number>>>>;
};

const questions = [
  { id: 'port', question: 'Which port?', answers: [{ text: '8420', answer_start: 5 }] },
  ...['host', 'user', 'path', 'name', 'date', 'size'].map((id) => ({ id, question: `Which ${id}?`, answers: [] })),
];
const squad = { data: [{ title: '', paragraphs: [{ context: 'Port 8420.', qas: questions }] }] };
const everyId = (value: unknown) => Object.fromEntries(questions.map(({ id }) => [id, value]));

const write = (name: string, content: unknown): Promise<void> =>
  writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
const score = (...args: string[]) => runCli(['score', ...args], { cwd: folder });
const failure = (...args: string[]) => failJson(['score', '--json', ...args], { cwd: folder });

beforeAll(async () => {
  await write('squad.json', squad);
  await write('refused.json', everyId(''));
  await write('ties.json', golden.predictions);
  await write('ties.scores.json', golden.noAnswerScores);
});

/** Numbers as near as the ninth decimal, keys in the same order. */
function expectFigures(printed: string, expected: Readonly<Record<string, number>>): void {
  const figures = JSON.parse(printed) as Record<string, number>;
  expect(Object.keys(figures)).toEqual(Object.keys(expected));
  for (const [key, value] of Object.entries(figures)) expect(value, key).toBeCloseTo(expected[key] ?? NaN, 9);
}

describe('score', () => {
  it('prints what the official script prints, one figure a line', async () => {
    const { status, stdout, stderr } = await score(publicPart, 'ties.json');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^\{\n {2}"exact": [\d.]+,\n(?: {2}"\w+": [\d.]+,?\n){8}\}\n$/);
    expectFigures(stdout, official.ties.alone);
  });

  it('prints one line with --json', async () => {
    const { stdout } = await score(publicPart, 'ties.json', '--json', '--na-prob-file', 'ties.scores.json', '--pr');
    expect(stdout).toMatch(/^\{.*\}\n$/);
    expectFigures(stdout, official.ties.precisionRecall);
  });

  it('refuses above a threshold', async () => {
    const { stdout } = await score(
      ...[publicPart, 'ties.json', '--na-prob-file', 'ties.scores.json', '--na-prob-thresh', '0.5'],
    );
    const { threshold, ...expected } = official.ties.withThreshold;
    expect(threshold).toBe(0.5);
    expectFigures(stdout, expected);
  });

  it('says that there are no curves without scores, and to a program nothing', async () => {
    const { status, stdout, stderr } = await score('squad.json', 'refused.json', '--pr');
    expect(status).toBe(0);
    expect(Object.keys(JSON.parse(stdout) as object)).not.toContain('pr_f1_ap');
    expect(stderr).toBe('document-qa: --pr prints nothing without --na-prob-file: the curves are over its numbers\n');
    await expect(score('squad.json', 'refused.json', '--pr', '--json')).resolves.toMatchObject({ stderr: '' });
  });

  it('takes files that Windows wrote: with a byte order mark', async () => {
    await write('marked.json', `\ufeff${JSON.stringify(everyId('8420'))}`);
    const { stdout } = await score('squad.json', 'marked.json', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ total: 7, HasAns_exact: 100, NoAns_exact: 0 });
  });

  it('reads standard input for -', async () => {
    const { stdout } = await runCli(['score', 'squad.json', '-', '--json'], {
      cwd: folder,
      input: JSON.stringify(everyId('')),
    });
    expect(JSON.parse(stdout)).toMatchObject({ HasAns_exact: 0, NoAns_exact: 100 });
  });

  it('means files from where npm was called', async () => {
    const { status, stdout } = await runNpm(
      ['run', '-s', '--prefix', root, 'cli', '--', 'score', 'squad.json', 'refused.json', '--json'],
      folder,
    );
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ total: 7, NoAns_exact: 100 });
  });
});

describe('what does not fit is named with its file and its place', () => {
  const { port, ...withoutPort } = everyId('');

  it.each<[string, unknown, string]>([
    [
      'five ids without a prediction',
      { port, host: '' },
      'no prediction for 5 of 7 questions: user, path, name, date, size',
    ],
    ['more than five', { port }, 'no prediction for 6 of 7 questions: host, user, path, name, date, …'],
    ['one', withoutPort, 'no prediction for 1 of 7 questions: port'],
    [
      'a prediction that is no text',
      { ...withoutPort, port: 8420 },
      'port: it must be a text, empty where the answer is refused',
    ],
    ['a list', [], "it must be an object that has for each question's id a text, empty where the answer is refused"],
    [
      'what is not JSON',
      '{\n  "port": 84a0\n}',
      'not JSON: line 2, column 13: there is a0 where a comma or } should be',
    ],
  ])('%s', async (_, predictions, message) => {
    await write('bad.json', predictions);
    expect(await failure('squad.json', 'bad.json')).toEqual({
      reason: 'badPredictions',
      message: `bad.json: ${message}`,
    });
  });

  it.each<[string, unknown, string]>([
    ['a number that is a text', everyId('0.5'), 'port: it must be a finite number'],
    ['an id without a number', { port: 1 }, 'no no-answer score for 6 of 7 questions: host, user, path, name, date, …'],
  ])('%s', async (_, scores, message) => {
    await write('bad.json', scores);
    expect(await failure('squad.json', 'refused.json', '--na-prob-file', 'bad.json')).toEqual({
      reason: 'badNoAnswerScores',
      message: `bad.json: ${message}`,
    });
  });

  it('a question without an id', async () => {
    await write('bad.json', { data: [{ title: '', paragraphs: [{ context: '', qas: [{ question: '' }] }] }] });
    expect(await failure('bad.json', 'refused.json')).toEqual({
      reason: 'badSquadFile',
      message: 'bad.json: data[0].paragraphs[0].qas[0].id: it is missing',
    });
  });

  it('bytes that are not UTF-8', async () => {
    await writeFile(join(folder, 'bad.json'), Buffer.from('{"port": "\xe9"}', 'latin1'));
    expect(await failure('squad.json', 'bad.json')).toEqual({
      reason: 'badPredictions',
      message: 'bad.json: not valid UTF-8; save it as UTF-8',
    });
  });

  it('a file that is not there, to people on standard error', async () => {
    await expect(score('squad.json', 'nowhere.json')).resolves.toMatchObject({
      status: 2,
      stdout: '',
      stderr: 'document-qa: there is no file nowhere.json; check the name and the folder\n',
    });
  });
});
