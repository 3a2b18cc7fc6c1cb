// onnxruntime reads the data of a graph from files below one folder: the nearest that several files share.
import { dirname, isAbsolute, parse, relative, sep } from 'node:path';

/** The nearest folder above all of some absolute paths; undefined when there is none, as on two drives of Windows. */
export function commonFolder(paths: readonly string[]): string | undefined {
  const [first, ...others] = paths;
  if (first === undefined) return undefined;
  const { root } = parse(first);
  for (let folder = dirname(first); ; folder = dirname(folder)) {
    if (others.every((other) => isBelow(other, folder))) return folder;
    if (folder === root) return undefined;
  }
}

/** How a file is named in a graph whose data lie below `folder`: with slashes on every system. */
export function externalName(folder: string, path: string): string {
  return relative(folder, path).replaceAll(sep, '/');
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '' && !way.startsWith('..') && !isAbsolute(way);
}
