// A Python with the packages that a bench compares itself with: in a folder of its own, installed when first wanted.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { outputOf, peerFolder } from './peerFolder';

/** Prints those of its arguments, `name==version`, that are not installed; a build's own mark (`+cpu`) may differ. */
const missingPackages = `
import importlib.metadata, sys
for package in sys.argv[1:]:
    name, version = package.split('==')
    try:
        installed = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        installed = ''
    if version not in (installed, installed.split('+')[0]):
        print(package)
`;

/**
 * The path of a Python that has these packages. It lies in the user's cache folder; what is missing there is installed
 * by pip, which takes minutes for a large package.
 *
 * @param packages pinned, as pip writes it: `name==version`
 * Throws Error, with one sentence for whoever runs the bench, where Python or pip is missing or a package cannot be had.
 */
export function pythonWith(packages: readonly string[]): string {
  const folder = peerFolder('python');
  const python = process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
  if (!existsSync(python)) {
    console.log(`making a Python of its own in ${folder}`);
    const systemPython = process.platform === 'win32' ? 'python' : 'python3';
    outputOf(systemPython, ['-m', 'venv', folder], `${systemPython} with venv and pip is needed and is not to be had`);
  }
  const missing = outputOf(python, ['-c', missingPackages, ...packages], `${python} does not work: remove ${folder}`)
    .split(/\s+/)
    .filter((name) => name !== '');
  if (missing.length > 0) {
    const names = missing.join(', ');
    console.log(`installing ${names} there`);
    outputOf(
      python,
      ['-m', 'pip', 'install', '--disable-pip-version-check', ...missing],
      `pip cannot install ${names}`,
    );
  }
  return python;
}
