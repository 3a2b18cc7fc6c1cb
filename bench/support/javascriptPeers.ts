// A folder of npm packages that a bench compares itself with, installed when first wanted.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { outputOf, peerFolder } from './peerFolder';

/**
 * `require` of a folder that has these packages. It lies in the user's cache folder; what is missing there is installed
 * by npm, without the packages' scripts: onnxruntime-node's would fetch CUDA, and the rest of it is in the package.
 *
 * @param packages pinned, as npm writes it: `name@version`
 * Throws Error, with one sentence for whoever runs the bench, where npm is missing or a package cannot be had.
 */
export function requireWith(packages: readonly string[]): NodeJS.Require {
  const folder = peerFolder('node');
  const missing = packages.filter((name) => !isInstalled(folder, name));
  if (missing.length > 0) {
    const names = missing.join(', ');
    console.log(`installing ${names} in ${folder}`);
    mkdirSync(folder, { recursive: true });
    if (!existsSync(manifestOf(folder))) writeFileSync(manifestOf(folder), '{ "private": true }');
    // Where npm started the bench it says where it is; on Windows `npm` by itself is nothing that can be run.
    const { npm_execpath: npm } = process.env;
    const start = npm === undefined ? [] : [npm];
    const args = [...start, 'install', '--ignore-scripts', '--no-audit', '--no-fund', ...missing];
    outputOf(npm === undefined ? 'npm' : process.execPath, args, `npm cannot install ${names}`, folder);
  }
  return createRequire(manifestOf(folder));
}

function manifestOf(folder: string): string {
  return join(folder, 'package.json');
}

function isInstalled(folder: string, pinned: string): boolean {
  const border = pinned.lastIndexOf('@');
  const manifest = manifestOf(join(folder, 'node_modules', pinned.slice(0, border)));
  if (!existsSync(manifest)) return false;
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  return version === pinned.slice(border + 1);
}
