// How fast are a tokenizer opened and English prose tokenised with offsets, beside Hugging Face's tokenizers in Rust on one
// thread? Decides whether the merges of words may stay in JavaScript.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseSquad } from '../src/evaluate/squad';
import { makeEncoder } from '../src/runtime/encoder';
import { answer, runRole } from '../test/support/freshProcess';
import { median } from '../test/support/median';
import { pythonWith } from './support/pythonPeers';
import { figure } from './support/figures';
import { type Sample, spread, startClock } from './support/rounds';
import { printTable } from './support/tables';

const rounds = 9;
const peerPackage = 'tokenizers==0.23.3';

const tokenizers = {
  'full reader, byte-level BPE': 'test/fixtures/tinyroberta-squad2/tokenizer.json',
  'bundled reader, WordPiece': 'models/mini/tokenizer.json',
};

/** What a fresh process measures. */
interface Measured {
  /** From the text of tokenizer.json to a tokenizer. */
  readonly opening: Sample;
  readonly first: Sample;
  readonly again: Sample;
  readonly tokens: number;
}
type Part = 'opening' | 'first' | 'again';
type Measure = (tokenizerFile: string, textFile: string) => Promise<Measured>;

const [role = '', ...files] = process.argv.slice(2);
if (role === 'ours') measureOurs(files);
else await compare();

async function compare(): Promise<void> {
  const ways: readonly (readonly [name: string, measure: Measure])[] = [
    ['ours', (tokenizerFile, textFile) => runRole<Measured>('ours', [tokenizerFile, textFile])],
    ...rust(),
  ];
  const folder = mkdtempSync(join(tmpdir(), 'tokenizing-'));
  try {
    const once = prose();
    const texts = { once, thrice: once.repeat(3) };
    for (const [tokenizer, tokenizerFile] of Object.entries(tokenizers)) {
      for (const [name, text] of Object.entries(texts)) {
        const textFile = join(folder, name);
        writeFileSync(textFile, text);
        const all = ways.map((): Measured[] => []);
        for (let round = 0; round < rounds; round++) {
          for (const [i, [, measure]] of ways.entries()) all[i]?.push(await measure(tokenizerFile, textFile));
        }
        report(`${tokenizer}, ${(Buffer.byteLength(text) / 1e6).toFixed(2)} MB`, ways, all);
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Paragraphs and questions of SQuAD, each once. */
function prose(): string {
  const questions = parseSquad(readFileSync('test/fixtures/squad/squad2-dev-public.json', 'utf8'));
  return `${[...new Set(questions.flatMap(({ context, question }) => [context, question]))].join('\n')}\n`;
}

/** The peer; none where it cannot be had. */
function rust(): [string, Measure][] {
  let python: string;
  try {
    python = pythonWith([peerPackage]);
  } catch (error) {
    console.log(`ours alone, without ${peerPackage}: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
  const env = { ...process.env, RAYON_NUM_THREADS: '1', TOKENIZERS_PARALLELISM: 'false' };
  const measure: Measure = async (...paths) => {
    const { stdout } = await promisify(execFile)(python, ['bench/support/peers/tokenizing.py', ...paths], { env });
    return JSON.parse(stdout) as Measured;
  };
  return [[peerPackage, measure]];
}

function report(title: string, ways: readonly (readonly [string, Measure])[], all: readonly Measured[][]): void {
  const tokens = new Set(all.flat().map((measured) => measured.tokens));
  if (tokens.size > 1) throw new Error(`${title}: different numbers of tokens, ${[...tokens].join(' and ')}`);
  const costs = (runs: readonly Measured[], part: Part, key: keyof Sample): number[] =>
    runs.map((measured) => measured[part][key]);
  const ratio = (part: Part, key: keyof Sample): string => {
    const [ours, peer] = all.map((runs) => median(costs(runs, part, key)));
    return ours === undefined || peer === undefined ? '–' : (peer / ours).toFixed(2);
  };
  const head = [title, ...ways.flatMap(([name]) => [name, 'processor']), 'times as fast', 'by the processor'];
  const rows = (['opening', 'first', 'again'] as const).map((part) => [
    part,
    ...all.flatMap((runs) => [`${spread(costs(runs, part, 'ms'))} ms`, `${spread(costs(runs, part, 'cpuMs'))} ms`]),
    ratio(part, 'ms'),
    ratio(part, 'cpuMs'),
  ]);
  printTable(head, rows);
  const [ours = [], peer] = all;
  if (peer === undefined) return;
  const times = median(costs(peer, 'first', 'cpuMs')) / median(costs(ours, 'first', 'cpuMs'));
  figure(`tokenising, ${title}, against Rust's tokenizers`, times, 'times as fast', { atLeast: 1 / 3 });
}

/** Role: opens a tokenizer and encodes a text twice. */
function measureOurs([tokenizerFile = '', textFile = '']: readonly string[]): void {
  const tokenizerJson = readFileSync(tokenizerFile, 'utf8');
  const text = readFileSync(textFile, 'utf8');
  const [{ tokenizer }, opening] = timed(() => makeEncoder(JSON.parse(tokenizerJson) as object, tokenizerFile));
  const [{ ids }, first] = timed(() => tokenizer.encode(text));
  const [, again] = timed(() => tokenizer.encode(text));
  answer({ opening, first, again, tokens: ids.length } satisfies Measured);
}

function timed<T>(work: () => T): [T, Sample] {
  const taken = startClock();
  const result = work();
  return [result, taken()];
}
