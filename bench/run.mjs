// Runs benches: node bench/run.mjs [NAME ...] [--accept]; without a name all of them, each in a process of its own. At the
// end the figures that the project promises are compared with bench/baseline.json; --accept makes them the baseline.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const { values: flags, positionals } = parseArgs({ allowPositionals: true, options: { accept: { type: 'boolean' } } });
const all = readdirSync('bench')
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -'.ts'.length));
const names = positionals.length > 0 ? positionals : all;
const unknown = names.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`bench: there is no ${unknown.join(', ')}; there are ${all.join(', ')}`);
  process.exit(2);
}

const figuresFile = resolve('dist/bench/figures.jsonl');
const baselineFile = 'bench/baseline.json';
mkdirSync('dist/bench', { recursive: true });
rmSync(figuresFile, { force: true });
for (const name of names) {
  const outfile = `dist/bench/${name}.mjs`;
  await build({
    entryPoints: [`bench/${name}.ts`],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['onnxruntime-node', 'playwright-core'],
    // What is bundled and no module itself asks for Node's own parts by `require`.
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
    logLevel: 'warning',
  });
  console.log(`\n# ${name}`);
  const env = { ...process.env, BENCH_FIGURES: figuresFile };
  const { status } = spawnSync(process.execPath, [outfile], { stdio: 'inherit', env });
  if (status !== 0) process.exitCode = 1;
}
if (existsSync(figuresFile)) compare();

/** Shows what was promised and measured beside what was measured when the baseline was accepted. */
function compare() {
  const baseline = JSON.parse(readFileSync(baselineFile, 'utf8'));
  const lines = readFileSync(figuresFile, 'utf8').trim().split('\n');
  console.log(`\n# promised figures (load ${loadavg()[0].toFixed(1)})\n`);
  for (const { name, value, unit, promise, holds } of lines.map((line) => JSON.parse(line))) {
    const before = baseline[name] === undefined ? 'new' : `baseline ${baseline[name]}`;
    console.log(`${holds ? 'held ' : 'SHORT'} ${name}: ${value} ${unit} (${promise}; ${before})`);
    baseline[name] = value;
  }
  if (!flags.accept) return;
  if (process.exitCode !== undefined) {
    console.error('\nbench: a bench failed, so the baseline stays as it is');
    return;
  }
  const sorted = Object.fromEntries(Object.entries(baseline).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(baselineFile, `${JSON.stringify(sorted, null, 2)}\n`);
}
