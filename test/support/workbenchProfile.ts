import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { USER_SETTINGS_PATH } from './codeServer';

/** What a fresh profile is made of. */
export interface ProfileContent {
  /** The files of the folder to open, by their path inside it. */
  readonly workspace: Readonly<Record<string, string | Uint8Array>>;
  /** User settings on top of the quiet defaults. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** A colour theme by its settings name, such as `Light Modern`. */
  readonly theme?: string;
}

/** Writes the user settings and the workspace files under `home`; returns the folder to open. */
export async function writeProfile(home: string, { workspace, settings, theme }: ProfileContent): Promise<string> {
  const workspacePath = path.join(home, 'workspace');
  const files = new Map<string, string | Uint8Array>([[USER_SETTINGS_PATH, userSettings(settings, theme)]]);
  for (const [name, content] of Object.entries(workspace)) files.set(path.join('workspace', name), content);
  await mkdir(workspacePath);
  for (const [name, content] of files) {
    const file = path.join(home, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  return workspacePath;
}

function userSettings(settings: Readonly<Record<string, unknown>> = {}, theme?: string): string {
  const quiet = {
    'workbench.startupEditor': 'none',
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
    'extensions.autoUpdate': false,
    'extensions.autoCheckUpdates': false,
    'git.enabled': false,
    'remote.autoForwardPorts': false, // else VS Code announces the harness extension's port
    'files.autoSave': 'off', // in a browser VS Code saves a second after an edit, which a test may take back later
    'chat.disableAIFeatures': true,
    'editor.hover.delay': 100,
    ...(theme === undefined ? {} : { 'workbench.colorTheme': theme }),
  };
  return JSON.stringify({ ...quiet, ...settings }, undefined, 2);
}
