// How do time and memory grow with the document? Documents of a thousand to a million tokens, each read whole by an engine
// process of its own. Memory is the process's own: pages of mapped files, which the system takes back, are not counted.
// SIZES=tokens, comma-separated (1000,10000,100000,1000000)
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { makeEncoder } from '../src/runtime/encoder';
import { readerChoice } from '../test/support/readerChoice';
import { type Asked, BenchEngine } from './support/engine';
import { figure } from './support/figures';
import { squadQuestions } from './support/squadDocSet';
import { printTable } from './support/tables';

const sizes = (process.env.SIZES ?? '1000,10000,100000,1000000').split(',').map(Number);
const question = 'Who designed the garden for the University Library?';
const sampleMs = 20;
const folder = resolve('models/mini');

const json = JSON.parse(readFileSync(`${folder}/tokenizer.json`, 'utf8')) as object;
const { tokenizer } = makeEncoder(json, 'tokenizer.json');
const paragraphs = [...new Set(squadQuestions.map(({ context }) => context))];

interface Growth extends Asked {
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
  const engine = await BenchEngine.start(readerChoice(folder));
  try {
    let peakBytes = 0;
    let asked: Asked | undefined;
    const reading = engine.ask(text, question).then((done) => (asked = done));
    while (asked === undefined) {
      peakBytes = Math.max(peakBytes, ownBytes(engine.pid));
      await Promise.race([reading, delay(sampleMs)]);
    }
    return { ...asked, peakBytes };
  } finally {
    engine.end();
  }
}

/** Resident memory that is no file's, as Linux tells it. */
function ownBytes(pid: number): number {
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
