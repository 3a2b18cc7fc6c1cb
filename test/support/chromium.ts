import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { withProcessLock } from './processLock';
import { runQuietly } from './quietCommand';

const COMMAND_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const APPLICATION_PATHS: Partial<Record<NodeJS.Platform, string[]>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .map((folder) => path.join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe')),
};

// DejaVu for Latin, Greek and Cyrillic; the other two so that Chinese, Japanese, Korean and emoji are no empty boxes
// in a screenshot. WenQuanYi is 2 MB where the Noto CJK family is 57 MB.
const DEBIAN_PACKAGES = ['chromium', 'fonts-dejavu-core', 'fonts-wqy-microhei', 'fonts-noto-color-emoji'];

const FLAGS = [
  '--no-sandbox', // Chromium refuses to run as root with its sandbox; it only ever opens pages of this machine here
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Nothing but this machine has a name: whatever gets past the tests' own request filter still goes nowhere.
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost',
];

/**
 * Finds a Chromium or Chrome executable: `CHROMIUM_PATH` first, then the usual commands and install folders. With none
 * of them, root on a system with apt-get gets Debian's package installed; anyone else gets an error that says what to do.
 */
export async function findChromium(): Promise<string> {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) {
    if (await isExecutable(chosen)) return chosen;
    throw new Error(`CHROMIUM_PATH names no executable file: ${chosen}`);
  }
  const found = await findInstalled();
  if (found) return found;

  const isRoot = process.getuid?.() === 0;
  if (process.platform === 'linux' && isRoot && (await findOnPath(['apt-get']))) {
    return await withProcessLock(
      'install-chromium',
      async () => (await findInstalled()) ?? (await installFromDebian()),
    );
  }
  throw new Error('No Chromium found: install Chromium or Google Chrome, or set CHROMIUM_PATH to its executable.');
}

/** Starts a headless Chromium that can reach nothing but this machine. */
export async function launchChromium(): Promise<Browser> {
  return await chromium.launch({ executablePath: await findChromium(), headless: true, args: FLAGS });
}

async function installFromDebian(): Promise<string> {
  process.stderr.write(`No Chromium found: installing ${DEBIAN_PACKAGES.join(', ')} with apt-get (about 130 MB).\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runQuietly('apt-get', ['update'], { env });
  await runQuietly('apt-get', ['install', '-y', '--no-install-recommends', ...DEBIAN_PACKAGES], { env });
  const installed = await findInstalled();
  if (installed) return installed;
  throw new Error('apt-get installed no Chromium: set CHROMIUM_PATH to the executable of one.');
}

async function findInstalled(): Promise<string | undefined> {
  return (await findOnPath(COMMAND_NAMES)) ?? (await firstExecutable(APPLICATION_PATHS[process.platform] ?? []));
}

async function findOnPath(names: string[]): Promise<string | undefined> {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return await firstExecutable(names.flatMap((name) => folders.map((folder) => path.join(folder, name))));
}

async function firstExecutable(candidates: string[]): Promise<string | undefined> {
  for (const candidate of candidates) {
    if (await isExecutable(candidate)) return candidate;
  }
  return undefined;
}

async function isExecutable(file: string): Promise<boolean> {
  return await access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
