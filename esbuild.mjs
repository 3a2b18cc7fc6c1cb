// Builds the programs, one entry each, into dist/.
//   node esbuild.mjs [program ...] [--watch] [--stale] [--production]
// --stale builds only the programs whose sources are newer than their bundle; --production minifies and drops source maps.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { build, context, transform } from 'esbuild';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { watch: { type: 'boolean' }, stale: { type: 'boolean' }, production: { type: 'boolean' } },
});

const jsx = { jsx: 'automatic', jsxImportSource: 'preact' };
const node = { platform: 'node', format: 'cjs', target: 'node20' };
const webview = {
  ...{ platform: 'browser', format: 'iife', target: 'es2022', ...jsx },
  // The words of src/ ask for it; a page has its translation already.
  alias: { '@vscode/l10n': './media/translation.ts' },
};

/** Everything but onnxruntime (native files of its own) and `vscode` (given by the host) is bundled. */
const programs = {
  // What is imported where it is first needed becomes a file of its own, and what both files need a third.
  extension: {
    ...node,
    entryPoints: { extension: 'src/extension.ts' },
    external: ['vscode', './engineConnection'],
    chunkNames: 'extension.[name]',
    plugins: [{ name: 'splitCommonJs', setup: splitCommonJs }],
  },
  // Shares nothing with the extension, which loads it from beside itself with the first question.
  engineConnection: { ...node, entryPoints: { engineConnection: 'src/runtime/engineConnection.ts' } },
  engine: { ...node, entryPoints: { engine: 'src/runtime/engineMain.ts' }, external: ['onnxruntime-node'] },
  cli: {
    ...node,
    ...jsx,
    entryPoints: { cli: 'src/cli/main.ts' },
    external: ['onnxruntime-node'],
    // The report's page has its style in it.
    loader: { '.css': 'text' },
    banner: { js: '#!/usr/bin/env node' },
  },
  panel: {
    ...webview,
    entryPoints: { 'panel/main': 'media/panel/main.tsx', 'panel/panel': 'media/panel/panel.css' },
    plugins: [{ name: 'shapesOfIcons', setup: shapesOfIcons }],
  },
  report: {
    ...webview,
    entryPoints: { 'report/main': 'media/report/main.tsx', 'report/report': 'media/report/report.css' },
  },
};

/** esbuild splits only ES modules, and VS Code loads CommonJS: each file is made one when it is done. */
function splitCommonJs({ initialOptions, onEnd }) {
  const { format, target, platform, minify } = initialOptions;
  const sourcemap = initialOptions.sourcemap && 'inline';
  Object.assign(initialOptions, { format: 'esm', splitting: true, sourcemap, write: false });
  const options = { format, target, platform, minify, sourcemap, supported: { 'dynamic-import': false } };
  onEnd(async ({ outputFiles = [] }) => {
    for (const { path, text } of outputFiles) {
      const { code } = await transform(text, options);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, code);
    }
  });
}

/** What is drawn in an icon of 16 by 16, to a hundredth of its unit, without the element that is the same around all. */
function shapesOfIcons({ onLoad }) {
  const rounded = (number) => String(Number(Number(number).toFixed(2)));
  onLoad({ filter: /\.svg$/ }, async ({ path }) => {
    const svg = await readFile(path, 'utf8');
    // "1.5.25" is two numbers, "010.5" three: no icon has such yet.
    if (/\.\d+\.\d|(?<![\d.])0\d/.test(svg)) throw new Error(`${path}: its numbers run into each other`);
    return { contents: svg.replaceAll(/<\/?svg[^>]*>|\s+$/g, '').replaceAll(/\d+\.\d{3,}/g, rounded), loader: 'text' };
  });
}

const optionsOf = (name) => ({
  ...programs[name],
  outdir: 'dist',
  bundle: true,
  metafile: true,
  legalComments: 'none',
  minify: flags.production === true,
  sourcemap: flags.production === true ? false : 'linked',
  logLevel: 'warning',
});

const metafileOf = (name) => `dist/meta/${name}.json`;

/** A program is stale when its bundle is missing or any of its inputs, this file included, is newer than its metafile. */
function isStale(name) {
  const metafile = metafileOf(name);
  if (!existsSync(metafile)) return true;
  const builtMs = statSync(metafile).mtimeMs;
  const { inputs, outputs } = JSON.parse(readFileSync(metafile, 'utf8'));
  const newer = (path) => !existsSync(path) || statSync(path).mtimeMs > builtMs;
  return (
    ['esbuild.mjs', 'package-lock.json', ...Object.keys(inputs)].some(newer) ||
    !Object.keys(outputs).every((path) => existsSync(path))
  );
}

async function buildOnce(name) {
  const { metafile } = await build(optionsOf(name));
  await mkdir('dist/meta', { recursive: true });
  await writeFile(metafileOf(name), JSON.stringify(metafile));
}

const unknown = positionals.filter((name) => !(name in programs));
if (unknown.length > 0) {
  console.error(`esbuild.mjs: no program called ${unknown.join(', ')}; there are ${Object.keys(programs).join(', ')}`);
  process.exit(2);
}
const chosen = positionals.length > 0 ? positionals : Object.keys(programs);

if (flags.watch) {
  for (const name of chosen) await (await context({ ...optionsOf(name), logLevel: 'info' })).watch();
} else {
  await Promise.all(chosen.filter((name) => !flags.stale || isStale(name)).map(buildOnce));
}
