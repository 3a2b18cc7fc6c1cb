import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rangeOf } from './ranges';
import { askJson, failJson, runCli } from './runCli';
import { makeTempFolder } from './tempFolder';

const folder = await makeTempFolder();

async function write(name: string, content: string | Uint8Array): Promise<string> {
  await writeFile(join(folder, name), content);
  return name;
}

/** Every character but the line feed that moves the cursor, changes the terminal, or turns the direction of text. */
const terminalCommand = /(?!\n)[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

describe('commands to the terminal', async () => {
  const link = '\u001b]8;;http://evil.example\u0007';
  const text =
    `\u001b[2J${link} The guide ${link}\u009b31m says: the service was written by \u202eMara Lindqvist\u2066 in 2019.` +
    `\n\n\u001b[0m\u200f\u2028\u007f\n`;
  const file = await write('\u001b[31mguide\u202e.txt', text);
  const question = '\u001b[2JWho wrote\u202e the service? \u001b]0;title\u0007';

  it('in a file, its name and the question never reach the terminal', async () => {
    const { status, stdout, stderr } = await runCli(['ask', file, question, '--top', '1'], { cwd: folder });
    expect(stdout).not.toMatch(terminalCommand);
    expect(stderr).not.toMatch(terminalCommand);
    const [place, passage] = stdout.split('\n');
    expect(place).toMatch(/^\\u\{1B\}\[31mguide\\u\{202E\}\.txt:1:\d+: Mara Lindqvist {2}\(/);
    expect(passage).toBe(
      '    \\u{1B}[2J\\u{1B}]8;;http://evil.example\\u{7} The guide \\u{1B}]8;;http://evil.example\\u{7}\\u{9B}31m ' +
        'says: the service was written by \\u{202E}[[Mara Lindqvist]]\\u{2066} in 2019.',
    );
    expect(status).toBe(0);
  });

  it('are kept as they are in JSON', async () => {
    const { result } = await askJson([file, question], { cwd: folder });
    expect(result.file).toBe(file);
    expect(result.question).toBe(question);
    expect(result.answers[0]).toMatchObject({ text: 'Mara Lindqvist', ...rangeOf(text, 'Mara Lindqvist') });
    expect(result.answers[0]?.passage.text).toContain(`${link} The guide ${link}\u009b31m says`);
  });

  it('in a name that is complained about never reach the terminal, and are kept in JSON', async () => {
    const missing = '\u001b[31mmissing\u202e.txt';
    await expect(runCli(['ask', missing, question], { cwd: folder })).resolves.toMatchObject({
      stdout: '',
      stderr: 'document-qa: there is no file \\u{1B}[31mmissing\\u{202E}.txt; check the name and the folder\n',
    });
    const { message } = await failJson(['ask', '--json', missing, question], { cwd: folder });
    expect(message).toBe(`there is no file ${missing}; check the name and the folder`);
  });

  it('in an option that does not exist never reach the terminal', async () => {
    const { stdout, stderr } = await runCli(['ask', file, question, '--\u001b[2J\u202e'], { cwd: folder });
    expect(stdout).toBe('');
    expect(stderr).toBe("document-qa: unknown option '--\\u{1B}[2J\\u{202E}' (document-qa ask --help)\n");
  });
});

describe('a marker of the readers written out is ordinary text', async () => {
  const text =
    'The marker [SEP] ends a part, and </s> ends a text. The server listens on port 8420.\nA text begins with [CLS].\n';
  const file = await write('markers.txt', text);

  it.each([
    ['in a file', 'Which port does the server listen on?', '8420'],
    ['in a question', 'Which port [SEP] does the </s> server [CLS] listen on?', '8420'],
    ['in an answer', 'What does a text begin with?', '[CLS]'],
  ])('%s', async (_, question, answer) => {
    const { result } = await askJson([file, question], { cwd: folder });
    expect(result.question).toBe(question);
    expect(result.coverage.tokens).toBe(36);
    expect(result.answers[0]).toMatchObject({ text: answer, ...rangeOf(text, answer) });
  });
});

describe('words of the text and the question never stand in messages', () => {
  const secret = 'zanzibarite';
  const asked = 'quokkaform';
  const text = `The ${secret} is kept in the ${secret} drawer.\r\nMore ${secret}.\n`;
  const broken = Buffer.concat([Buffer.from(text), Buffer.of(0xff, 0x0a)]);
  const longQuestion = `Where is the ${asked}? ${`${asked} `.repeat(70)}`;

  it.each([
    ['of a result with every notice', broken, [longQuestion], false],
    ['of a result with a budget', Buffer.from(text.repeat(40)), [longQuestion, '--window-budget', '1'], false],
    ['about a binary file', Buffer.from(`\0${text}`), [longQuestion], true],
    ['about a wrong option', broken, [longQuestion, '--nothing'], true],
    ['about a wrong selection', broken, [longQuestion, '--selection', '1:1-99:1'], true],
    ['about a word too many', broken, [longQuestion, asked], true],
  ])('%s', async (_, bytes, args, fails) => {
    const { status, stderr } = await runCli(['ask', await write('secret.txt', bytes), ...args], { cwd: folder });
    expect(status === 2).toBe(fails);
    expect(stderr).toMatch(/^document-qa: .+\n/);
    expect(stderr).not.toContain(secret);
    expect(stderr).not.toContain(asked);
  });
});
