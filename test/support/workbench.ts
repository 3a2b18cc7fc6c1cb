import { copyFile, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { launchChromium } from './chromium';
import { copyExtension, installExtension, startCodeServer, type CodeServer } from './codeServer';
import { createHostChannel, type HostChannel, type HostFunction } from './hostChannel';
import { refuseOutsideRequests } from './outsideRequests';
import type { ProcessInfo } from './processTree';
import { locateQuickInput, runFromPalette, type QuickInput } from './quickInput';
import { hoverOverSelection } from './selectionHover';
import { installVscode } from './vscodeUnderTest';
import { writeProfile, type ProfileContent } from './workbenchProfile';

const READY_TIMEOUT_MS = 60_000;
const STEP_TIMEOUT_MS = 20_000;
const REPOSITORY_ROOT = path.resolve(import.meta.dirname, '..', '..'); // of a bench's bundle in dist/bench, too
const HARNESS_EXTENSION = path.join(REPOSITORY_ROOT, 'test', 'support', 'harnessExtension');
const FAILED_OPEN_FOLDER = path.join(REPOSITORY_ROOT, '.screenshots', 'workbench-did-not-open');

/** What a workbench is to be opened with. */
export interface WorkbenchOptions extends ProfileContent {
  /** A packaged extension to install into the fresh profile. */
  readonly vsix?: string;
  /** A folder to load an extension from, as "Run Extension" does. */
  readonly extensionDevelopmentPath?: string;
  /** Extra environment variables of the extension host. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** A real VS Code with a fresh profile: a page in a browser, and a way into its extension host. */
export interface Workbench {
  readonly page: Page;
  readonly workspacePath: string;
  readonly quickInput: QuickInput;
  /** Every address outside this machine that the page has tried to reach; none was reached. */
  readonly outsideRequests: readonly string[];
  /** Runs a self-contained function with the `vscode` API inside the extension host. */
  readonly host: <T, A>(fn: HostFunction<T, A>, arg?: A) => Promise<T>;
  /** Opens a file of the workspace with its default editor and waits for its tab. */
  readonly openFile: (name: string) => Promise<void>;
  /** Runs a command by its title from the command palette. */
  readonly palette: (commandTitle: string) => Promise<void>;
  /** The document inside the webview of an extension, given as `publisher.name`. */
  readonly webview: (extensionId: string) => FrameLocator;
  /** Rests the mouse on the selected text and returns the contents of the hover that shows. */
  readonly hoverSelection: () => Promise<Locator>;
  /** Saves a picture of the whole page. */
  readonly screenshot: (file: string) => Promise<void>;
  /** Reloads the window: a new extension host with the same profile. */
  readonly reload: () => Promise<void>;
  /** The server, its extension host, and all that these have started. */
  readonly serverProcessTree: () => Promise<ProcessInfo[]>;
  /** Saves what helps to understand a failed test: a picture, the server's output and the browser's console. */
  readonly saveFailureArtifacts: (folder: string) => Promise<void>;
  /** Stops and removes everything; safe to call twice. */
  readonly close: () => Promise<void>;
}

/** Opens a real VS Code on a fresh workspace and waits until it and its extension host are up. */
export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const cleanUp: (() => Promise<unknown>)[] = [];
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => await (closing ??= undo(cleanUp));
  try {
    // The name is short because Unix sockets, whose paths must not exceed 107 bytes, are created inside.
    const home = await realpath(await mkdtemp(path.join(os.tmpdir(), 'dqa-')));
    cleanUp.push(async () => await rm(home, { recursive: true, force: true, maxRetries: 3 }));
    const vscode = await installVscode();
    const workspacePath = await writeProfile(home, options);
    await copyExtension(home, HARNESS_EXTENSION);
    if (options.vsix !== undefined) await installExtension(vscode, home, options.vsix);

    const channel = createHostChannel(home);
    const server = await startCodeServer(vscode, home, { ...options.environment, ...channel.environment });
    cleanUp.push(server.stop);
    const browser = await launchChromium();
    cleanUp.push(async () => await browser.close());
    const context = await browser.newContext({
      viewport: options.viewport ?? { width: 1280, height: 800 },
      reducedMotion: 'reduce',
      permissions: ['clipboard-read', 'clipboard-write'], // without them `vscode.env.clipboard` never answers
    });
    return await openPage({ context, server, channel, workspacePath, close, options });
  } catch (error) {
    await close().catch(() => undefined); // the first failure is the one to report
    throw error;
  }
}

interface PageParts {
  readonly context: BrowserContext;
  readonly server: CodeServer;
  readonly channel: HostChannel;
  readonly workspacePath: string;
  readonly close: () => Promise<void>;
  readonly options: WorkbenchOptions;
}

async function openPage({ context, server, channel, workspacePath, close, options }: PageParts): Promise<Workbench> {
  const outsideRequests = await refuseOutsideRequests(context);
  const page = await context.newPage();
  page.setDefaultTimeout(STEP_TIMEOUT_MS);
  const consoleLines: string[] = [];
  page.on('console', (message) => consoleLines.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => consoleLines.push(`uncaught: ${error.stack ?? error.message}`));

  const untilReady = async (): Promise<void> => {
    await page.locator('.monaco-workbench .statusbar').waitFor({ timeout: READY_TIMEOUT_MS });
    await channel.ready(READY_TIMEOUT_MS);
  };
  const screenshot = async (file: string): Promise<void> => {
    await mkdir(path.dirname(file), { recursive: true });
    // "disabled" takes the picture after what fades in has come in: a hover would be half transparent
    await page.screenshot({ path: file, animations: 'disabled' });
  };

  const workbench: Workbench = {
    page,
    workspacePath,
    quickInput: locateQuickInput(page),
    outsideRequests,
    host: channel.call,
    screenshot,
    close,
    serverProcessTree: server.processTree,
    palette: async (commandTitle) => await runFromPalette(page, commandTitle),
    hoverSelection: async () => await hoverOverSelection(page),

    async openFile(name) {
      const file = path.join(workspacePath, name);
      await channel.call(async (api, target: string) => {
        await api.commands.executeCommand('vscode.open', api.Uri.file(target));
      }, file);
      await page.locator(`.tabs-container .tab.active[data-resource-name="${path.basename(file)}"]`).waitFor();
    },

    webview(extensionId) {
      const outer = page.frameLocator(`iframe.webview.ready[src*="extensionId=${extensionId}"]`);
      return outer.frameLocator('iframe#active-frame');
    },

    async reload() {
      await channel.reset();
      await page.reload();
      await untilReady();
    },

    async saveFailureArtifacts(folder) {
      await mkdir(folder, { recursive: true });
      await Promise.allSettled([
        screenshot(path.join(folder, 'page.png')),
        copyFile(server.logFile, path.join(folder, 'server.log')),
        writeFile(path.join(folder, 'console.log'), consoleLines.join('\n')),
      ]);
    },
  };

  try {
    await page.goto(workbenchUrl(server.url, workspacePath, options.extensionDevelopmentPath));
    await untilReady();
  } catch (error) {
    await workbench.saveFailureArtifacts(FAILED_OPEN_FOLDER);
    throw new Error(`The workbench did not open; see ${FAILED_OPEN_FOLDER}.`, { cause: error });
  }
  return workbench;
}

/** Runs every step, the last one first, whatever becomes of the others. */
async function undo(steps: readonly (() => Promise<unknown>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const step of steps.toReversed()) {
    await step().catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw new AggregateError(failures, 'The workbench could not be closed cleanly.');
}

function workbenchUrl(server: string, workspacePath: string, extensionDevelopmentPath?: string): string {
  const query = new URLSearchParams({ folder: workspacePath });
  if (extensionDevelopmentPath !== undefined) {
    const folder = encodeURI(path.resolve(extensionDevelopmentPath));
    const location = `vscode-remote://${new URL(server).host}${folder}`;
    query.set(
      'payload',
      JSON.stringify([
        ['extensionDevelopmentPath', location],
        ['skipWelcome', 'true'],
      ]),
    );
  }
  return `${server}/?${query.toString()}`;
}
