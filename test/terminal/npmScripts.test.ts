import { copyFile, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root, runNpm, textsFolder } from './runCli';
import { makeTempFolder } from './tempFolder';

const folder = await makeTempFolder();
const question = 'Who wrote Tidewater?';

describe('npm run changes the working folder, and FILE is still meant from where the person stands', () => {
  it('in a folder of the repository', async () => {
    const { status, stdout, stderr } = await runNpm(['run', '-s', 'ask', '--', 'readme.md', question], textsFolder);
    expect(stdout).toMatch(/^readme\.md:4:12: Mara Lindqvist /);
    expect(stderr).toMatch(/document-qa: read all 2 windows, 320 tokens \(reader: mini\)\n$/);
    expect(status).toBe(0);
  });

  it('in a folder outside it', async () => {
    const below = join(folder, 'notes');
    await mkdir(below);
    await copyFile(join(textsFolder, 'readme.md'), join(below, 'only-here.md'));
    const args = ['--prefix', root, 'run', '-s', 'ask', '--', './only-here.md', question, '--json'];
    const { status, stdout } = await runNpm(args, below);
    expect(JSON.parse(stdout)).toMatchObject({ file: './only-here.md', answers: [{ text: 'Mara Lindqvist' }, {}] });
    expect(status).toBe(0);
  });

  it('when the repository is reached through a link', async () => {
    const link = join(folder, 'link');
    await symlink(root, link, 'dir');
    await copyFile(join(textsFolder, 'readme.md'), join(folder, 'beside.md'));
    const args = ['--prefix', link, 'run', '-s', 'ask', '--', 'beside.md', question];
    const { status, stdout } = await runNpm(args, folder);
    expect(stdout).toMatch(/^beside\.md:4:12: Mara Lindqvist /);
    expect(status).toBe(0);
  });
});

it('npm run cli takes any command, and its exit status is that of the command', async () => {
  const args = ['run', '-s', 'cli', '--', 'ask', 'service.log', 'Which user logged in?'];
  const { status, stdout } = await runNpm(args, textsFolder);
  expect(stdout).toMatch(/^service\.log: no answer in this file {2}\(\d\d %\)\n/);
  expect(status).toBe(1);
});
