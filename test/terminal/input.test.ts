import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rangeOf } from './ranges';
import { askJson, cliFile, failJson, type FinishedRun, runCli, textsFolder } from './runCli';
import { makeTempFolder } from './tempFolder';

const folder = await makeTempFolder();
const portQuestion = 'Which port does the server listen on?';
const portText = 'The server listens on port 8420.\n';

async function write(name: string, content: string | Uint8Array): Promise<string> {
  await writeFile(join(folder, name), content);
  return name;
}

const ask = (file: string, question: string, ...options: string[]) =>
  askJson([file, question, ...options], { cwd: folder });
const failure = (file: string, question = portQuestion) => failJson(['ask', '--json', file, question], { cwd: folder });
const run = (...args: string[]): Promise<FinishedRun> => runCli(args, { cwd: folder });

describe('standard input', () => {
  it('is read for -, and named so', async () => {
    const { status, stdout, stderr } = await runCli(['ask', '-', portQuestion], { input: portText });
    const [place, passage] = stdout.split('\n');
    expect(place).toMatch(/^\(standard input\):1:28: 8420 {2}\(\d\d %\)$/);
    expect(passage).toBe('    The server listens on port [[8420]].');
    expect(stderr).toBe('document-qa: read the one window, 9 tokens (reader: mini)\n');
    expect(status).toBe(0);
  });

  it('has no file name in JSON', async () => {
    const { result } = await askJson(['-', portQuestion], { input: Buffer.from(`\ufeff${portText}`) });
    expect(result.file).toBeNull();
    expect(result.answers[0]).toMatchObject({ text: '8420', ...rangeOf(portText, '8420') });
  });

  it('that is empty is refused under that name', async () => {
    expect(await failJson(['ask', '--json', '-', portQuestion])).toEqual({
      reason: 'emptyDocument',
      message: '(standard input) is empty: there is nothing to read',
    });
  });
});

describe('a selection', async () => {
  const readme = await readFile(join(textsFolder, 'readme.md'), 'utf8');
  const question = 'Who wrote Tidewater?';

  it('is the only part that is read, and places stay those of the file', async () => {
    const { result } = await askJson(['readme.md', 'Which version is it?', '--selection', '33:1-36:1']);
    const scope = rangeOf(readme, readme.slice(readme.indexOf('## License')));
    expect(result.scope).toEqual(scope);
    expect(result.coverage).toMatchObject({ windows: 1, complete: true });
    expect(result.answers[0]).toMatchObject({ text: '2.0', ...rangeOf(readme, '2.0') });
    expect(result.answers[0]?.headings).toEqual(['Tidewater', 'License']);
    for (const { start } of result.answers) expect(start).toBeGreaterThanOrEqual(scope.start);
  });

  it('without the answer is refused as a selection, not as a file', async () => {
    const { status, stdout } = await runCli(['ask', 'readme.md', question, '--selection', '8:1-9:60']);
    expect(stdout).toMatch(/^readme\.md: no answer in the selection {2}\(\d\d %\)\n/);
    expect(status).toBe(1);
  });

  it('may begin and end inside a line', async () => {
    const { result } = await askJson(['readme.md', 'Who is it written by?', '--selection', '4:1-4:35']);
    expect(result.scope).toEqual(rangeOf(readme, 'written by Mara Lindqvist in 2019 '));
    expect(result.answers[0]).toMatchObject({ text: 'Mara Lindqvist', ...rangeOf(readme, 'Mara Lindqvist') });
  });

  it('that does not exist names itself', async () => {
    await expect(runCli(['ask', 'readme.md', question, '--selection', '1:1-99:1'])).resolves.toMatchObject({
      status: 2,
      stdout: '',
      stderr: 'document-qa: --selection: the file has no place 99:1; it has 36 lines\n',
    });
    expect(await failJson(['ask', 'readme.md', question, '--selection', '5', '--json'])).toEqual({
      reason: 'badSelection',
      message: '--selection 5 is not LINE:COLUMN-LINE:COLUMN, as in 3:1-10:1',
    });
  });

  it.each([
    ['blanks', 'Introduction.\n  \nThe server listens on port 8420.\n'],
    ['characters that nobody can see', 'Introduction.\n\u200b\u200b\nThe server listens on port 8420.\n'],
  ])('of nothing but %s is refused as an empty selection', async (what, text) => {
    const file = await write(`${what}.txt`, text);
    expect(await failJson(['ask', '--json', file, portQuestion, '--selection', '2:1-2:3'], { cwd: folder })).toEqual({
      reason: 'emptySelection',
      message: `the selection in ${file} is empty: there is nothing to read`,
    });
  });
});

describe('a file that cannot be read is refused with the way out', () => {
  it('because it is a folder', async () => {
    await mkdir(join(folder, 'docs'));
    await expect(run('ask', 'docs', portQuestion)).resolves.toMatchObject({
      status: 2,
      stdout: '',
      stderr: 'document-qa: docs is a folder; name one file in it\n',
    });
  });

  it('because it does not exist, or lies below a file', async () => {
    const below = join(await write('plain.txt', portText), 'below.txt');
    for (const file of ['missing.txt', below]) {
      expect(await failure(file)).toEqual({
        reason: 'notFound',
        message: `there is no file ${file}; check the name and the folder`,
      });
    }
  });

  it('because it is binary', async () => {
    expect(await failure(await write('data.bin', Buffer.from([1, 2, 0, 3])))).toEqual({
      reason: 'binaryFile',
      message: 'data.bin is a binary file; ask a text file, or extract its text first',
    });
  });

  it('because its permissions forbid it', async () => {
    const file = join(folder, await write('secret.txt', portText));
    await chmod(file, 0o000);
    // Root may read everything, so it becomes nobody once the program is loaded; where it lies may be root's alone.
    const becomeNobody = 'if (process.getuid?.() === 0) process.setuid(65534);';
    const asNobody = await write('asNobody.cjs', `require(${JSON.stringify(cliFile)}); ${becomeNobody}`);
    const options = { cwd: folder, cli: join(folder, asNobody) };
    expect(await failJson(['ask', '--json', file, portQuestion], options)).toEqual({
      reason: 'unreadable',
      message: `${file} may not be read; check its permissions`,
    });
  });

  it.each([
    ['blank', ' \n\t\r\n\u00a0\n'],
    ['made of characters that nobody can see', '\u200b\u0001\ufffd\n'],
  ])('because it is %s', async (_, text) => {
    expect(await failure(await write('nothing.txt', text))).toEqual({
      reason: 'emptyDocument',
      message: 'nothing.txt is empty: there is nothing to read',
    });
  });
});

describe('a question', () => {
  it.each([' \t\n', '\u200b'])('without a word is refused: %j', async (question) => {
    expect(await failure(await write('port.txt', portText), question)).toEqual({
      reason: 'emptyQuestion',
      message: 'the question is empty; write it in quotes behind the file',
    });
  });

  it('of 64 tokens is read whole', async () => {
    const { result } = await ask(await write('port.txt', portText), `${'please '.repeat(56)}${portQuestion}`);
    expect(result.notices).toEqual([]);
  });

  it('over 64 tokens is cut, and how much is said', async () => {
    const file = await write('port.txt', portText);
    const question = `${portQuestion} ${'please '.repeat(61)}`;
    const { result } = await ask(file, question);
    expect(result.notices).toEqual([{ kind: 'questionCut', count: 5 }]);
    expect(result.question).toBe(question);
    expect(result.answers[0]).toMatchObject({ text: '8420', ...rangeOf(portText, '8420') });
  });
});

describe('the exact place is kept in', () => {
  it('UTF-8 with a mark, and with letters and emoji of several units before the answer', async () => {
    const text = '# Größe 漢字 😀👩‍💻\n\nNaïve e\u0301tude. 😀 The server listens on port 8420.\n';
    const { result } = await ask(await write('mark.md', `\ufeff${text}`), portQuestion);
    expect(result.scope).toMatchObject({ start: 0, end: text.length });
    expect(result.answers[0]).toMatchObject({ text: '8420', ...rangeOf(text, '8420') });
    expect(result.answers[0]?.headings).toEqual(['Größe 漢字 😀👩‍💻']);
    expect(result.notices).toEqual([]);
  });

  it('UTF-8 with invalid sequences, which are counted and said', async () => {
    const broken = Buffer.concat([
      ...[Buffer.from('Caf'), Buffer.of(0xe9), Buffer.from(' \ufffd '), Buffer.of(0xed, 0xa0, 0x80)],
      Buffer.from(`. ${portText}`),
    ]);
    const file = await write('broken.txt', broken);
    const text = `Caf\ufffd \ufffd \ufffd\ufffd\ufffd. ${portText}`;
    const { result } = await ask(file, portQuestion);
    expect(result.answers[0]).toMatchObject({ text: '8420', ...rangeOf(text, '8420') });
    expect(result.notices).toEqual([{ kind: 'invalidUtf8', count: 4 }]);
  });

  it.each(['le', 'be'] as const)('UTF-16 %s with a mark, a pair and a lone surrogate', async (order) => {
    const source = `😀 \ud83d. ${portText}`;
    const bytes = Buffer.from(`\ufeff${source}`, 'utf16le');
    if (order === 'be') bytes.swap16();
    const { result } = await ask(await write(`${order}.txt`, bytes), portQuestion);
    expect(result.answers[0]).toMatchObject({ text: '8420', ...rangeOf(source, '8420') });
    expect(result.scope.end).toBe(source.length);
    expect(result.notices).toEqual([{ kind: 'invalidUtf16', count: 1 }]);
  });

  it('a file with \\r\\n, whose lines and columns are those of the same file with \\n', async () => {
    const lf = await readFile(join(textsFolder, 'readme.md'), 'utf8');
    const text = lf.replaceAll('\n', '\r\n');
    const file = await write('crlf.md', text);
    const question = 'Who wrote Tidewater?';
    const { result } = await ask(file, question, '--top', '1');
    expect(result.answers).toHaveLength(1);
    expect(result.answers[0]).toMatchObject({ text: 'Mara Lindqvist', ...rangeOf(text, 'Mara Lindqvist') });
    expect(result.answers[0]?.headings).toEqual(['Tidewater']);
    expect(result.notices).toEqual([]);
  });

  it('a file that mixes line ends, which is said', async () => {
    const text = `first\r\nsecond\rthird\n\n${portText}`;
    const file = await write('mixed.txt', text);
    const { result } = await ask(file, portQuestion, '--top', '1');
    expect(result.answers[0]).toMatchObject({ text: '8420', ...rangeOf(text, '8420') });
    expect(result.notices).toEqual([{ kind: 'mixedLineEnds' }]);
  });

  it('a file with tabs, which are one column each', async () => {
    const text = 'name\tvalue\n\t\tThe server listens\ton port\t8420.\n';
    const file = await write('tabs.txt', text);
    const { stdout } = await run('ask', file, portQuestion, '--top', '1');
    const [place, passage] = stdout.split('\n');
    expect(place).toMatch(/^tabs\.txt:2:30: 8420 {2}\(/);
    expect(passage).toMatch(/The server listens on port \[\[8420\]\]\.$/);
    const { result } = await ask(file, portQuestion, '--top', '1');
    expect(result.answers[0]).toMatchObject({ text: '8420', ...rangeOf(text, '8420') });
  });

  it('a file with a NUL behind its first 8 KiB', async () => {
    const text = `${'x'.repeat(9000)}\n\0 ${portText}`;
    const { result } = await ask(await write('nul.txt', text), portQuestion, '--top', '1');
    expect(result.answers[0]).toMatchObject({ text: '8420', ...rangeOf(text, '8420') });
  });
});

it('what happened to the input is said in one line each, and nothing else is', async () => {
  const file = await write(
    'notices.txt',
    Buffer.concat([Buffer.of(0xe9, 0x0d, 0x0a, 0xff, 0x0a), Buffer.from(portText)]),
  );
  const { status, stdout, stderr } = await run('ask', file, `${portQuestion} ${'please '.repeat(58)}`, '--top', '1');
  expect(stderr.split('\n')).toEqual([
    'document-qa: read the one window, 9 tokens (reader: mini)',
    'document-qa: not valid UTF-8: 2 invalid sequences read as U+FFFD',
    'document-qa: the question is over 64 tokens: its last 2 were not read',
    'document-qa: the file mixes line ends; lines are counted at each kind',
    '',
  ]);
  expect(stdout).toMatch(/^notices\.txt:3:28: 8420 /);
  expect(status).toBe(0);
});
