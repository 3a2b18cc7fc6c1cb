import { describe, expect, it } from 'vitest';
import { failJson, runCli } from './runCli';

describe('what was typed wrong', () => {
  it('names itself and the nearest right option, and nothing is printed as a result', async () => {
    await expect(runCli(['ask', 'readme.md', 'Who wrote it?', '--selecton', '1:1-2:1'])).resolves.toMatchObject({
      status: 2,
      stdout: '',
      stderr: "document-qa: unknown option '--selecton' (Did you mean --selection?) (document-qa ask --help)\n",
    });
  });

  it('is one line of text in the JSON too', async () => {
    expect(await failJson(['ask', 'readme.md', 'Who wrote it?', '--json', '--tpo', '3'])).toEqual({
      reason: 'usage',
      message: "unknown option '--tpo' (Did you mean --top?) (document-qa ask --help)",
    });
  });

  it('names the value that an option cannot have', async () => {
    await expect(runCli(['ask', 'readme.md', 'Who wrote it?', '--top', 'all'])).resolves.toMatchObject({
      status: 2,
      stdout: '',
      stderr:
        "document-qa: option '--top <count>' argument 'all' is invalid. It must be a whole number from 1 on. (document-qa ask --help)\n",
    });
  });

  it('names the argument that is missing', async () => {
    await expect(runCli(['ask', 'readme.md'])).resolves.toMatchObject({
      status: 2,
      stdout: '',
      stderr: "document-qa: missing required argument 'question' (document-qa ask --help)\n",
    });
  });

  it('names the command that does not exist', async () => {
    await expect(runCli(['aks', 'readme.md', 'Who wrote it?'])).resolves.toMatchObject({
      status: 2,
      stdout: '',
      stderr: "document-qa: unknown command 'aks' (Did you mean ask?) (document-qa --help)\n",
    });
  });
});

it('what was typed wrong behind a command refers to the help of that command', async () => {
  const { stderr } = await runCli(['models', 'info', '--jsn', 'mini']);
  expect(stderr).toBe("document-qa: unknown option '--jsn' (Did you mean --json?) (document-qa models info --help)\n");
});

describe('help', () => {
  it('of a command is a result and names every option', async () => {
    const { status, stdout, stderr } = await runCli(['ask', '--help']);
    expect(status).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^Usage: document-qa ask \[options\] <file> <question>\n/);
    expect([...stdout.matchAll(/^ {2}(?:-h, )?(--[a-z-]+)/gm)].map(([, option]) => option).sort()).toEqual([
      ...['--all-windows', '--help', '--json', '--max-length', '--model', '--overlap', '--precision'],
      ...['--selection', '--strict', '--strictness', '--threads', '--threshold', '--top', '--window-budget'],
    ]);
  });

  it('of the program is a result', async () => {
    const { status, stdout, stderr } = await runCli(['--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: document-qa \[options\] \[command\]\n[^]*\n {2}ask \[options\] <file> <question>/);
  });

  it('is what no arguments get, as an error and without words of the parser', async () => {
    const { status, stdout, stderr } = await runCli([]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^Usage: document-qa \[options\] \[command\]\n/);
    expect(stderr).not.toContain('outputHelp');
  });
});
