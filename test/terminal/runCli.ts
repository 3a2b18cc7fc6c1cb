import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { QaResult } from '../../src/qa/result';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

/** Texts as people have them. */
export const textsFolder = join(root, 'test', 'fixtures', 'texts');

/** The built command line; `npm run build` ran before. */
export const cliFile = join(root, 'dist', 'cli.js');

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
}

/** Runs `node dist/cli.js` to its end. */
export function runCli(args: readonly string[], { cwd = textsFolder, input, cli = cliFile }: RunOptions = {}) {
  return finish(startCli(args, { cwd, cli }), input);
}

/** Starts `node dist/cli.js` as the leader of its own session, so that its children can be found when it has ended. */
export function startCli(args: readonly string[], { cwd = textsFolder, cli = cliFile }: RunOptions = {}): ChildProcess {
  return spawn(process.execPath, [cli, ...args], { cwd, env: environment(), detached: true });
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

/** Without what an npm around the tests set: each process is started as from a fresh terminal. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_|^INIT_CWD$|^NODE_OPTIONS$|^VITEST/i.test(name)),
  );
}
