// How do time and memory grow with the document? Documents of a thousand to a million tokens, each read whole by an engine
// process of its own. Memory is the process's own: pages of mapped files, which the system takes back, are not counted.
// SIZES=tokens, comma-separated (1000,10000,100000,1000000)
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { QaResult } from '../src/qa/result';
import { makeEncoder } from '../src/runtime/encoder';
import { EngineClient } from '../src/runtime/engineClient';
import { readerChoice } from '../test/support/readerChoice';
import { figure } from './support/figures';
import { squadQuestions } from './support/squadDocSet';
import { printTable } from './support/tables';

const sizes = (process.env.SIZES ?? '1000,10000,100000,1000000').split(',').map(Number);
const question = 'Who designed the garden for the University Library?';
const sampleMs = 20;
const folder = resolve('models/mini');

execFileSync(process.execPath, ['esbuild.mjs', 'engine', '--stale'], { stdio: 'inherit' });
const json = JSON.parse(readFileSync(`${folder}/tokenizer.json`, 'utf8')) as object;
const { tokenizer } = makeEncoder(json, 'tokenizer.json');
const paragraphs = [...new Set(squadQuestions.map(({ context }) => context))];

interface Growth {
  readonly result: QaResult;
  readonly ms: number;
  /** The most that the process had of its own, in bytes. */
  readonly peakBytes: number;
}

/** Prose of so many tokens, no two paragraphs alike: what was read is remembered. */
function proseOf(tokens: number): string {
  const parts: string[] = [];
  for (let i = 0, left = tokens; left > 0; i++) {
    const part = `${i + 1}. ${paragraphs[i % paragraphs.length] ?? ''}`;
    parts.push(part);
    left -= tokenizer.encode(part).ids.length;
  }
  return parts.join('\n\n');
}

async function read(text: string): Promise<Growth> {
  const client = new EngineClient({
    enginePath: resolve('dist/engine.js'),
    idleMs: 60_000,
    stopMs: 60_000,
    log: () => undefined,
  });
  const ask = (document: string): Promise<QaResult> =>
    client.ask(
      {
        reader: readerChoice(folder),
        document: { name: 'prose.txt', text: document, format: 'text' },
        question,
        scope: null,
        strictness: 'balanced',
        top: 5,
        allWindows: true,
      },
      new AbortController().signal,
      () => undefined,
    );
  try {
    // The reader is opened before the time begins.
    await ask('The port is 8080.');
    let peakBytes = 0;
    const timer = setInterval(() => (peakBytes = Math.max(peakBytes, ownBytes(client.pid))), sampleMs);
    const startMs = performance.now();
    const result = await ask(text);
    const ms = performance.now() - startMs;
    clearInterval(timer);
    return { result, ms, peakBytes };
  } finally {
    client.dispose();
  }
}

/** Resident memory that is no file's, as Linux tells it. */
function ownBytes(pid = 0): number {
  const [, kib] = /^RssAnon:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) * 1024;
}

const rows: Growth[] = [];
for (const size of sizes) rows.push(await read(proseOf(size)));
printTable(
  ['tokens', 'windows', 'seconds', 'ms a window', 'ms for 1,000 tokens', 'own memory at most'],
  rows.map(({ result: { coverage }, ms, peakBytes }) => [
    coverage.tokens.toLocaleString('en'),
    coverage.windows.toLocaleString('en'),
    (ms / 1000).toFixed(1),
    (ms / coverage.windows).toFixed(1),
    ((1000 * ms) / coverage.tokens).toFixed(0),
    `${(peakBytes / 1e6).toFixed(0)} MB`,
  ]),
);
const [, ten, hundred, last = hundred] = rows;
if (ten !== undefined && last !== undefined) {
  const perToken = ({ ms, result }: Growth): number => ms / result.coverage.tokens;
  figure('time of a token in the largest document, by that in 10,000', perToken(last) / perToken(ten), 'x', {
    atMost: 1.1,
  });
  figure('memory above that for 10,000 tokens', (last.peakBytes - ten.peakBytes) / 1e6, 'MB', { atMost: 100 });
}
