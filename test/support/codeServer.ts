import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { listProcessTree, type ProcessInfo } from './processTree';
import { runQuietly } from './quietCommand';
import type { VscodeUnderTest } from './vscodeUnderTest';

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 5000;

/** A running code-server. */
export interface CodeServer {
  /** Where the workbench answers, without a trailing slash. */
  readonly url: string;
  /** The file that all output of the server goes to. */
  readonly logFile: string;
  /** The server with everything that it has started and that still runs. */
  readonly processTree: () => Promise<ProcessInfo[]>;
  /** Ends the server and everything that it has started. */
  readonly stop: () => Promise<void>;
}

/** Where the user settings of a profile lie, under the home folder that the functions below are given. */
export const USER_SETTINGS_PATH = path.join('user-data', 'User', 'settings.json');

/** Installs a .vsix file into the profile under `home`, as a user would. */
export async function installExtension(vscode: VscodeUnderTest, home: string, vsix: string): Promise<void> {
  const args = [vscode.entry, ...profileArguments(home), '--install-extension', path.resolve(vsix), '--force'];
  await runQuietly(vscode.node, args, { cwd: home, env: serverEnvironment(home, {}) });
}

/**
 * Puts the folder of an extension into the profile under `home`, where the next start of the server finds it. Only
 * before the first `installExtension`: that one writes down what is there, and nothing else counts from then on.
 */
export async function copyExtension(home: string, folder: string): Promise<void> {
  const copy = path.join(home, 'extensions', path.basename(folder));
  await cp(folder, copy, { recursive: true });
}

/** How a server is started. */
export interface ServerOptions {
  /** Extra environment variables of the server and all that it starts. */
  readonly environment: Record<string, string>;
  /** Whether folders are trusted only when a person says so. */
  readonly asksForTrust: boolean;
}

/** Starts code-server on a free port of the loopback interface, with the profile under `home`. */
export async function startCodeServer(
  vscode: VscodeUnderTest,
  home: string,
  { environment, asksForTrust }: ServerOptions,
): Promise<CodeServer> {
  const logFile = path.join(home, 'server.log');
  const args = [
    vscode.entry,
    ...profileArguments(home),
    ...['--bind-addr', '127.0.0.1:0', '--auth', 'none'],
    ...['--disable-telemetry', '--disable-update-check'],
    ...(asksForTrust ? [] : ['--disable-workspace-trust']),
    ...['--disable-getting-started-override', '--ignore-last-opened'],
    // without it a built VS Code ignores the extension folder that the page's address may name
    ...['--vscode-option', 'enable-smoke-test-driver'],
  ];
  const child = spawn(vscode.node, args, {
    cwd: home,
    env: serverEnvironment(home, environment),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a process group of its own, to be stopped as a whole
  });
  const log = createWriteStream(logFile);
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  child.once('close', () => log.end());

  const { pid } = child;
  // everything inherits the home folder, which is this server's own
  const processTree = async (): Promise<ProcessInfo[]> =>
    pid === undefined ? [] : await listProcessTree(pid, `HOME=${home}`);
  const stop = async (): Promise<void> => await stopAll(child, processTree);
  try {
    return { url: await listeningUrl(child), logFile, stop, processTree };
  } catch (error) {
    await stop();
    throw error;
  }
}

function profileArguments(home: string): string[] {
  return [
    ...['--config', path.join(home, 'config.yaml')],
    ...['--user-data-dir', path.join(home, 'user-data')],
    ...['--extensions-dir', path.join(home, 'extensions')],
  ];
}

// Built up rather than inherited: the test runner's own variables (NODE_OPTIONS, NODE_ENV, VITEST, VSCODE_…) would make
// the extension host another one than a user has.
function serverEnvironment(home: string, extra: Record<string, string>): NodeJS.ProcessEnv {
  const inherited = ['PATH', 'LANG', 'LC_ALL', 'TZ'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(inherited),
    ...{ HOME: home, XDG_RUNTIME_DIR: home, TMPDIR: home }, // sockets and temporary files vanish with the profile
    EXTENSIONS_GALLERY: '{"serviceUrl":""}', // no marketplace, hence no requests to one
    ...extra,
  };
}

async function listeningUrl(child: ChildProcess): Promise<string> {
  let output = '';
  return await new Promise((resolve, reject) => {
    const fail = (reason: string): void => {
      clearTimeout(timer);
      reject(new Error(`code-server ${reason}:\n${output}`));
    };
    const timer = setTimeout(() => fail('did not start in time'), START_TIMEOUT_MS);
    child.once('error', (error) => fail(error.message));
    child.once('exit', () => fail('ended while starting'));
    const read = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
      const url = /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(output)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      child.stdout?.off('data', read);
      resolve(url);
    };
    child.stdout?.on('data', read);
  });
}

async function stopAll(child: ChildProcess, processTree: CodeServer['processTree']): Promise<void> {
  if (child.pid === undefined) return;
  signal(-child.pid, 'SIGTERM');
  let left = await processTree();
  for (const process of left) signal(process.pid, 'SIGTERM'); // some may have left the process group
  const end = Date.now() + STOP_TIMEOUT_MS;
  while (left.length > 0 && Date.now() < end) {
    await delay(50);
    left = await processTree();
  }
  for (const process of left) signal(process.pid, 'SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // it has ended by itself
  }
}
