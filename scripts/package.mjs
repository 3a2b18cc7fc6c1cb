// Packs the extension for one target: node scripts/package.mjs [TARGET] [FILE.vsix]
// TARGET is linux-x64, linux-arm64, darwin-arm64, win32-x64 or win32-arm64; by default this machine's.
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVSIX } from '@vscode/vsce';

const [target = `${process.platform}-${process.arch}`, packagePath = `document-qa-${target}.vsix`] =
  process.argv.slice(2);
const native = `node_modules/onnxruntime-node/bin/napi-v6/${target.replace('-', '/')}`;
if (!existsSync(native)) {
  console.error(`package.mjs: onnxruntime has no files for ${target} (looked for ${native})`);
  process.exit(2);
}

const folder = await mkdtemp(join(tmpdir(), 'document-qa-package-'));
try {
  const ignoreFile = join(folder, '.vscodeignore');
  await writeFile(ignoreFile, `${await readFile('.vscodeignore', 'utf8')}!${native}/**\n`);
  // There is no public repository yet for the README's links to lead to.
  await createVSIX({ target, packagePath, ignoreFile, allowMissingRepository: true, rewriteRelativeLinks: false });
} finally {
  await rm(folder, { recursive: true, force: true });
}
