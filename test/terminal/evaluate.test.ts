import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Evaluation } from '../../src/evaluate/evaluation';
import { failJson, finish, root, runCli, runNpm, runOnTerminal, startCli } from './runCli';
import { makeTempFolder } from './tempFolder';

interface SquadFile {
  readonly data: readonly {
    readonly title: string;
    readonly paragraphs: readonly { readonly context: string; readonly qas: readonly { readonly id: string }[] }[];
  }[];
}

const folder = await makeTempFolder();
const publicPart = join(root, 'test', 'fixtures', 'squad', 'squad2-dev-public.json');
const inFolder = { cwd: folder };
const contentOf = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
const jsonOf = async (name: string) => JSON.parse(await contentOf(name)) as Record<string, string | number>;
const write = (name: string, content: unknown): Promise<void> =>
  writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
const evaluate = (...args: string[]) => runCli(['evaluate', ...args], inFolder);
const failure = (...args: string[]) => failJson(['evaluate', '--json', ...args], inFolder);

const full = JSON.parse(await readFile(publicPart, 'utf8')) as SquadFile;
/** Two paragraphs of an article with four questions each, half of them without an answer as the file has them. */
const small: SquadFile = {
  data: full.data.slice(0, 1).map(({ title, paragraphs }) => ({
    title,
    paragraphs: paragraphs
      .slice(0, 2)
      .map(({ context, qas }) => ({ context, qas: [...qas.slice(0, 2), ...qas.slice(-2)] })),
  })),
};
const ids = small.data.flatMap(({ paragraphs }) => paragraphs.flatMap(({ qas }) => qas.map(({ id }) => id)));

beforeAll(() => write('squad.json', small));

describe('evaluate', () => {
  it('prints the official figures and ours beneath in words, and leaves what was asked for', async () => {
    const { status, stdout, stderr } = await evaluate(
      ...['squad.json', '--out', 'out.json', '--spans', 'spans.json', '--na-prob', 'na.json', '--report', 'page.html'],
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^\{\n {2}"exact": [\d.]+,\n[^}]*"best_f1_thresh": [^}]+\}\n\n8 questions, 8 windows, /);
    expect(stdout).toMatch(
      /\nanswers given: \d[^]+\nof the questions without an answer, [^]+\nconfidences are off by [^]+/,
    );
    expect(stdout).toMatch(/\nkind +questions +EM +F1 +answered\nanswerable +\d/);
    expect((await readdir(folder)).sort()).toEqual(['na.json', 'out.json', 'page.html', 'spans.json', 'squad.json']);
    for (const name of ['out.json', 'spans.json', 'na.json']) expect(Object.keys(await jsonOf(name))).toEqual(ids);
    const page = await contentOf('page.html');
    expect(page).toMatch(/^<!doctype html>/i);
    expect(page).toContain('squad.json');
    expect(page).toContain('vscode://file/');
    expect(page).not.toMatch(/<script/i);
  });

  it('writes files of which score gives the same figures', async () => {
    const { stdout } = await evaluate('squad.json', '--json', ...['--out', 'o', '--spans', 's', '--na-prob', 'n']);
    const figures = JSON.parse(stdout) as Record<string, number>;
    const alone = await runCli(['score', '--json', 'squad.json', 'o'], inFolder);
    const best = await runCli(['score', '--json', 'squad.json', 's', '--na-prob-file', 'n', '--pr'], inFolder);
    const scores = JSON.parse(alone.stdout) as Record<string, number>;
    expect(scores).toHaveProperty('total', 8);
    for (const [key, value] of Object.entries(scores)) expect(figures[key], key).toBe(value);
    const bestScores = Object.entries(JSON.parse(best.stdout) as Record<string, number>);
    const ofSpans = bestScores.filter(([key]) => /^(?:best|pr)_/.test(key));
    expect(ofSpans).toHaveLength(7);
    for (const [key, value] of ofSpans) expect(figures[key], key).toBe(value);
    const [predictions, spans, noAnswer] = await Promise.all(['o', 's', 'n'].map(jsonOf));
    for (const id of ids) expect(predictions?.[id]).toBe(Number(noAnswer?.[id]) <= 0 ? spans?.[id] : '');
  });

  it('reads the reference’s predictions by the reference’s rules', async () => {
    const reference = JSON.parse(
      await readFile(join(root, 'test', 'fixtures', 'mini', 'reference.predictions.json'), 'utf8'),
    ) as Record<string, string>;
    const { stdout } = await evaluate(
      publicPart,
      '--reference',
      ...['--limit', '30', '--out', 'by-reference.json', '--json'],
    );
    const predictions = await jsonOf('by-reference.json');
    expect(Object.keys(predictions)).toHaveLength(30);
    expect(predictions).toEqual(Object.fromEntries(Object.keys(predictions).map((id) => [id, reference[id]])));
    expect(JSON.parse(stdout)).toMatchObject({ subject: { rules: 'reference', thresholds: { answer: 0 } } });
  });

  it('is stricter on request, and joins paragraphs to longer documents', async () => {
    const runs = ['refuse', 'answer'].map((word) => evaluate('squad.json', '--json', '--strictness', word));
    const [strict, generous] = (await Promise.all(runs)).map(({ stdout }) => JSON.parse(stdout) as Evaluation);
    expect(strict?.answered).toBeLessThan(generous?.answered ?? 0);
    const { stdout } = await evaluate(publicPart, '--json', '--limit', '2', '--document-windows', '4');
    const joined = JSON.parse(stdout) as Evaluation;
    expect(joined.questions).toBe(2);
    expect(joined.windows).toBeGreaterThan(2);
  });

  it('takes version 1.1, where every question has an answer, from standard input', async () => {
    const qas = [{ id: '7', question: 'Which port?', answers: [{ text: '8420', answer_start: 5 }] }];
    const squad = { version: '1.1', data: [{ title: '', paragraphs: [{ context: 'Port 8420.', qas }] }] };
    const { stdout, status } = await runCli(['evaluate', '--json', '-'], { ...inFolder, input: JSON.stringify(squad) });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ total: 1, HasAns_total: 1, falseAnswers: null });
    expect(stdout).not.toContain('NoAns');
  });

  it('shows progress on a terminal only, and clears it', async () => {
    const { stdout, terminal } = await runOnTerminal(['evaluate', 'squad.json'], inFolder);
    expect(terminal).toMatch(/reading: 0 of 8 questions/);
    expect(terminal.endsWith('\r\u001b[K')).toBe(true);
    expect(stdout).not.toContain('reading: ');
  });

  it('finds the file from where npm was called', async () => {
    const { status, stdout } = await runNpm(
      [
        'run',
        '-s',
        '--prefix',
        root,
        'cli',
        '--',
        'evaluate',
        'squad.json',
        '--limit',
        '1',
        '--json',
        '--out',
        'npm.json',
      ],
      folder,
    );
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ total: 1 });
    expect(existsSync(join(folder, 'npm.json'))).toBe(true);
  });
});

describe('an evaluation that is stopped', () => {
  const line = ['evaluate', publicPart, '--limit', '40', '--out', 'long.json'];
  const partial = join(folder, 'long.json.partial');
  const readSoFar = async (): Promise<number> => (await readFile(partial, 'utf8')).split('\n').length - 2;

  it(
    'says how to go on, goes on there, and gives the same bytes as one that was not',
    { timeout: 120_000 },
    async () => {
      const child = startCli(line, inFolder);
      const ended = finish(child);
      await vi.waitFor(async () => expect(await readSoFar()).toBeGreaterThan(4), { timeout: 30_000, interval: 20 });
      child.kill('SIGINT');
      const { status, stdout, stderr } = await ended;
      expect({ status, stdout }).toEqual({ status: 130, stdout: '' });
      const read = await readSoFar();
      expect(stderr).toBe(
        `document-qa: stopped after ${read} of 40 questions; they are in long.json.partial; the same command goes on from there\n`,
      );
      expect(existsSync(join(folder, 'long.json'))).toBe(false);

      const second = await runCli(line, inFolder);
      expect(second.status).toBe(0);
      expect(second.stderr).toBe(`document-qa: going on from long.json.partial: ${read} questions were read before\n`);
      expect(existsSync(partial)).toBe(false);
      await evaluate(publicPart, '--limit', '40', '--out', 'whole.json');
      expect(await contentOf('long.json')).toBe(await contentOf('whole.json'));
    },
  );

  it('begins anew with other settings, and says so', async () => {
    await write('other.json.partial', '{"version":1,"data":"of another file"}\n');
    const { status, stderr } = await evaluate('squad.json', '--limit', '1', '--out', 'other.json');
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: 'document-qa: other.json.partial was of another run; begun anew\n',
    });
  });
});

describe('what cannot be evaluated', () => {
  it.each([
    ['{"data": [}', 'line 1, column 11: there is } where a value or ] should be'],
    [{ data: [{ title: '' }] }, 'data[0].paragraphs: it is missing'],
    [{ data: [] }, 'data: there is no question in it'],
  ])('is named with its place: %j', async (content, fault) => {
    await write('bad.json', content);
    const { reason, message } = await failure('bad.json', '--out', 'never.json');
    expect(reason).toBe('badSquadFile');
    expect(message).toContain('bad.json: ');
    expect(message).toContain(fault);
    expect(existsSync(join(folder, 'never.json.partial'))).toBe(false);
  });

  it('is a question without a readable character, named before anything is read', async () => {
    const qas = [{ id: '7', question: ' ', answers: [] }];
    await write('blank.json', { data: [{ title: '', paragraphs: [{ context: 'Port 8420.', qas }] }] });
    await expect(failure('blank.json')).resolves.toEqual({
      reason: 'badSquadFile',
      message: 'blank.json: data[0].paragraphs[0].qas[0].question: the question is empty',
    });
  });

  it.each([
    [['--out', 'nowhere/out.json'], '--out nowhere/out.json: there is no folder'],
    [['--report', '.'], '--report . is a folder; name a file'],
    [['--out', 'squad.json'], '--out squad.json is the file of the questions too; name another'],
    [['--out', './squad.json'], '--out ./squad.json is the file of the questions too; name another'],
    [['--out', 'a.json', '--spans', 'a.json'], '--spans a.json is the file of --out too; name another'],
    [['--out', 'a.json', '--na-prob', 'a.json.partial'], '--na-prob a.json.partial is the file of --out too'],
    [['--out', 'taken.json'], '--out taken.json.partial is a folder'],
  ])('is kept from files that cannot be written: %j', async (args, fault) => {
    await mkdir(join(folder, 'taken.json.partial'), { recursive: true });
    const before = await readdir(folder);
    const { reason, message } = await failure('squad.json', ...args);
    expect(reason).toBe('badOutput');
    expect(message).toContain(fault);
    expect(await readdir(folder)).toEqual(before);
  });

  it('is a strictness of the reference rules, which have none', async () => {
    await expect(failure('squad.json', '--reference', '--strictness', 'refuse')).resolves.toMatchObject({
      reason: 'usage',
    });
  });

  it('is windows too short for a question, in words', async () => {
    const { reason, message } = await failure('squad.json', '--max-length', '40');
    expect(reason).toBe('noContextRoom');
    expect(message).toContain('--max-length');
  });
});
