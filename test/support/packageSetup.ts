import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.resolve(import.meta.dirname, '../..');

/** The extension as users install it, packed once before the tests. */
export const vsixPath = path.join(root, '.vscode-test', 'document-qa.vsix');

/** vitest's global set-up: packs the extension for this machine. */
export async function setup(): Promise<void> {
  await packExtension(vsixPath);
}

/** Packs the extension for this machine into a file, of programs built for production. */
export async function packExtension(file: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const target = `${process.platform}-${process.arch}`;
  await promisify(execFile)(process.execPath, ['scripts/package.mjs', target, file], { cwd: root });
}
