import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { listProcessTree } from '../support/processTree';
import { rangeOf } from './ranges';
import { askJson, finish, runCli, runOnTerminal, startCli, untilEnd } from './runCli';
import { makeTempFolder } from './tempFolder';

const folder = await makeTempFolder();

async function write(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return name;
}

/** Minutes of meetings that speak of a founder; one paragraph in their middle, in other words, tells who it was. */
function minutesOf(meetings: number): string {
  const topics = ['roof', 'budget', 'library', 'garden', 'parking', 'heating', 'website', 'newsletter'];
  const paragraphs = Array.from(
    { length: meetings },
    (_, i) =>
      `Meeting ${i + 1}. The committee talked about the ${topics[i % 8] ?? ''} and the founder of the society. ` +
      'The founder was thanked again, and the society will honour its founder next spring. ' +
      `Nothing was decided about the ${topics[(i + 3) % 8] ?? ''}.`,
  );
  paragraphs.splice(meetings >> 1, 0, 'It was established by Edith Marlowe, a schoolteacher, in 1931.');
  return `${paragraphs.join('\n\n')}\n`;
}

describe('of a file that is longer than the budget', async () => {
  const minutes = minutesOf(40);
  const file = await write('minutes.txt', minutes);
  const question = 'Who was the founder of the society?';

  it('a refusal speaks of the part read, and the way to the rest is named', async () => {
    const unanswerable = 'Which port does the server listen on?';
    const args = ['ask', file, unanswerable, '--window-budget', '1'];
    const { status, stdout, stderr } = await runCli(args, { cwd: folder });
    expect(stdout).toMatch(/^minutes\.txt: no answer in the part read {2}\(\d\d %\)\n/);
    expect(stderr).toBe(
      'document-qa: read 1 of 9 windows, 309 of 1,575 tokens; --all-windows reads the rest (reader: mini)\n',
    );
    expect(status).toBe(1);
  });

  it('the result says which parts were not read, and why', async () => {
    const { result } = await askJson([file, question, '--window-budget', '1'], { cwd: folder });
    const { tokens, tokensRead, windows, windowsRead, complete, skipped } = result.coverage;
    expect({ tokens, tokensRead, windows, windowsRead, complete }).toEqual({
      ...{ tokens: 1575, tokensRead: 309, windows: 9, windowsRead: 1 },
      complete: false,
    });
    expect(skipped.map(({ reason }) => reason)).toEqual(skipped.map(() => 'budget'));
    const missed = rangeOf(minutes, 'Edith Marlowe');
    expect(skipped.filter(({ range }) => range.start <= missed.start && range.end >= missed.end)).toHaveLength(1);
  });

  it('--all-windows reads the rest and finds the answer there, whatever the budget', async () => {
    const { result, status } = await askJson([file, question, '--window-budget', '1', '--all-windows'], {
      cwd: folder,
    });
    expect(result.coverage).toEqual({
      ...{ tokens: 1575, tokensRead: 1575, windows: 9, windowsRead: 9 },
      ...{ complete: true, skipped: [] },
    });
    expect(result.answers[0]).toMatchObject({ text: 'Edith Marlowe', ...rangeOf(minutes, 'Edith Marlowe') });
    expect(status).toBe(0);
  });

  it('an answer is an answer although more was not read', async () => {
    const options = ['--window-budget', '2', '--top', '1'];
    const { status, stdout, stderr } = await runCli(['ask', file, 'When was the society established?', ...options], {
      cwd: folder,
    });
    expect(stdout).toMatch(/^minutes\.txt:41:58: 1931 {2}\(/);
    expect(stderr).toMatch(/^document-qa: read 2 of 9 windows, .*; --all-windows reads the rest \(reader: mini\)\n$/);
    expect(status).toBe(0);
  });
});

describe('in one line of a megabyte', () => {
  it('the answer in the middle has its exact place, and a passage of a bounded length', async () => {
    const weather = 'Rain fell over the town in the morning. The market was closed and most shops opened late. ';
    const half = weather.repeat(Math.ceil(500_000 / weather.length));
    const text = `${half}The lighthouse keeper was called Anselm Grieg. ${half}`;
    const question = 'What was the lighthouse keeper called?';
    const { result } = await askJson([await write('line.txt', text), question, '--window-budget', '2'], {
      cwd: folder,
    });
    expect(result.answers[0]).toMatchObject({ text: 'Anselm Grieg', ...rangeOf(text, 'Anselm Grieg') });
    expect(result.answers[0]?.passage.text).toBe('The lighthouse keeper was called Anselm Grieg.');
  });

  it('without a blank around the sentence, the passage is bounded all the same', async () => {
    const blob = 'QUJD'.repeat(125_000);
    const text = `data=${blob}:The server listens on port 8420:${blob}`;
    const { result } = await askJson([await write('blob.txt', text), 'Which port does the server listen on?'], {
      cwd: folder,
    });
    const [answer] = result.answers;
    expect(answer).toMatchObject({ text: '8420', ...rangeOf(text, '8420') });
    expect(answer?.passage.text).toContain('server listens on port 8420');
    expect(answer?.passage.text.length).toBeLessThanOrEqual(604);
    expect(text.slice(answer?.passage.start, answer?.passage.end)).toBe(answer?.passage.text);
  });
});

describe('Ctrl-C', () => {
  it('during a long reading ends it with 130, with nothing printed and no process left', async () => {
    const child = startCli(['ask', '-', 'Who was the founder of the society?', '--all-windows', '--json']);
    const ended = finish(child, minutesOf(2000));
    const pid = child.pid ?? 0;
    const waitingTime = { timeout: 30_000, interval: 20 };
    const loaded = vi.waitFor(async () => {
      expect(await readFile(`/proc/${pid}/maps`, 'utf8')).toContain('onnxruntime_binding.node');
    }, waitingTime);
    await loaded;
    child.kill('SIGINT');
    await expect(ended).resolves.toEqual({ status: 130, signal: null, stdout: '', stderr: '' });
    expect(await listProcessTree(pid)).toEqual([]);
  });

  it('while standard input is awaited ends it with 130', async () => {
    const child = startCli(['ask', '-', 'Who was the founder of the society?']);
    const ended = untilEnd(child);
    // More than a pipe holds: once it is written, the program is reading.
    await new Promise((resolve) => child.stdin?.write('Nothing yet. '.repeat(200_000), resolve));
    child.kill('SIGINT');
    await expect(ended).resolves.toEqual({ status: 130, signal: null, stdout: '', stderr: '' });
  });
});

it('progress is shown on a terminal, and is gone before the messages', async () => {
  await write('progress.txt', minutesOf(120));
  const args = ['ask', 'progress.txt', 'Who was the founder of the society?'];
  const { status, stdout, terminal } = await runOnTerminal(args, { cwd: folder });
  const clearLine = '\r\u001b[K';
  const [before, ...shown] = terminal.split(clearLine);
  const messages = shown.pop();
  expect(before).toBe('');
  expect(shown.length).toBeGreaterThan(1);
  for (const line of shown) expect(line).toMatch(/^reading: \d+ of 29 windows$/);
  expect(messages).toBe('document-qa: read all 29 windows, 4,695 tokens (reader: mini)\r\n');
  expect(stdout).toMatch(/^progress\.txt:121:23: Edith Marlowe /);
  expect(status).toBe(0);
});

it('a reader of the output that has gone is no fault of the program', async () => {
  const child = startCli(['ask', 'readme.md', 'Who wrote Tidewater?']);
  child.stdout?.destroy();
  const { stderr } = await finish(child);
  expect(stderr).not.toMatch(/EPIPE|\n {4}at /);
});
