import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { QaResult } from '../../src/qa/result';
import { makeTempFolder } from './tempFolder';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

/** Texts as people have them. */
export const textsFolder = join(root, 'test', 'fixtures', 'texts');

/** The built command line; `npm run build` ran before. */
export const cliFile = join(root, 'dist', 'cli.js');

const ownFolder = await makeTempFolder();

/** The per-user folder of models of the test file that runs; empty at first. */
export const modelHome = join(ownFolder, 'home');

/** What a finished process left behind. */
export interface FinishedRun {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** The fixture texts by default. */
  readonly cwd?: string;
  readonly input?: string | Uint8Array;
  /** Another copy of the built command line. */
  readonly cli?: string;
  /** Variables beside those of a machine of nobody's. */
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs `node dist/cli.js` to its end. */
export function runCli(args: readonly string[], { input, ...options }: RunOptions = {}) {
  return finish(startCli(args, options), input);
}

/** Starts `node dist/cli.js` as the leader of its own session, so that its children can be found when it has ended. */
export function startCli(
  args: readonly string[],
  { cwd = textsFolder, cli = cliFile, env = {} }: RunOptions = {},
): ChildProcess {
  return spawn(process.execPath, [cli, ...args], { cwd, env: { ...environment(), ...env }, detached: true });
}

/** Of util-linux: runs a command on a terminal of its own. */
const terminalProgram = 'script';

/**
 * Runs it to its end on a terminal of its own, 100 columns wide: standard error is that terminal.
 */
export async function runOnTerminal(
  args: readonly string[],
  { cwd = textsFolder, env = {} }: RunOptions = {},
): Promise<{ readonly status: number | null; readonly stdout: string; readonly terminal: string }> {
  const file = join(ownFolder, `${randomUUID()}.txt`);
  const words = [process.execPath, cliFile, ...args].map((word) => `'${word}'`).join(' ');
  const command = `stty cols 100; ${words} > '${file}'`;
  const child = spawn(terminalProgram, ['--quiet', '--return', '--command', command, '/dev/null'], {
    cwd,
    env: { ...environment(), ...env },
  });
  const { status, stdout: terminal } = await finish(child);
  return { status, stdout: await readFile(file, 'utf8'), terminal };
}

/** Runs npm to its end, as a person would from `cwd`. */
export function runNpm(args: readonly string[], cwd: string): Promise<FinishedRun> {
  const options: SpawnOptions = { cwd, env: environment(), shell: process.platform === 'win32' };
  return finish(spawn('npm', args, options));
}

/** Hands a process its whole input and waits for its end. */
export function finish(child: ChildProcess, input: string | Uint8Array = ''): Promise<FinishedRun> {
  const run = untilEnd(child);
  child.stdin?.end(input);
  return run;
}

/** Collects what a process prints until it ends. */
export async function untilEnd(child: ChildProcess): Promise<FinishedRun> {
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) throw new Error('the process has no pipes');
  const output = { stdout: '', stderr: '' };
  stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  // A process that does not want its input may end before it is written.
  stdin.on('error', () => undefined);
  const [status, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.once('error', reject).once('close', (code, name) => resolve([code, name]));
  });
  return { status, signal, ...output };
}

/** Asks with `--json`: the result, and the exit status. Fails unless stdout is one line of JSON and stderr is empty. */
export async function askJson(
  args: readonly string[],
  options?: RunOptions,
): Promise<{ result: QaResult; status: number | null }> {
  const { json, status } = await runJson(['ask', '--json', ...args], options);
  expect(json).not.toHaveProperty('error');
  return { result: json as QaResult, status };
}

/** Runs what is expected to fail with `--json`: the error's reason and message. Fails unless the exit status is 2. */
export async function failJson(
  args: readonly string[],
  options?: RunOptions,
): Promise<{ reason: string; message: string }> {
  const { json, status } = await runJson(args, options);
  expect(status).toBe(2);
  const { error, ...others } = json as { error: { reason: string; message: string } };
  expect(others).toEqual({});
  expect(Object.keys(error).sort()).toEqual(['message', 'reason']);
  return error;
}

async function runJson(
  args: readonly string[],
  options?: RunOptions,
): Promise<{ json: unknown; status: number | null }> {
  const { stdout, stderr, status } = await runCli(args, options);
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^\{.*\}\n$/);
  return { json: JSON.parse(stdout), status };
}

/** What belongs to an npm around the tests, or to the user of this machine. */
const foreign = /^npm_|^INIT_CWD$|^NODE_OPTIONS$|^VITEST|^HF_|^HUGGINGFACE_|^XDG_|_proxy$|^NODE_EXTRA_CA_CERTS$/i;

/** Each process is started as from a fresh terminal of a user who has no models, and whose Hub nobody reaches. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return {
    ...Object.fromEntries(own),
    DOCUMENT_QA_HOME: modelHome,
    HF_HOME: join(modelHome, 'no-huggingface'),
    HF_HUB_CACHE: join(modelHome, 'no-cache'),
    HF_ENDPOINT: 'http://127.0.0.1:1',
  };
}
