// The tokenizers of real models.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Encoder, makeEncoder } from '../../src/runtime/encoder';

/** What a model's tokenizer.json gives, without the model. */
export interface RealReader extends Encoder {
  readonly name: string;
  /** Token of an id, as the vocabulary writes it. */
  pieceOf(id: number): string;
}

/** Ids by piece, or a Unigram's pieces with their scores by id. */
type Vocabulary = Record<string, number> | [piece: string, score: number][];

const root = join(import.meta.dirname, '../..');

/** BERT WordPiece: the bundled model's. */
export function makeWordPieceReader(): RealReader {
  return read('BERT WordPiece', 'models/mini/tokenizer.json');
}

/** RoBERTa's byte-level BPE. */
export function makeByteLevelReader(): RealReader {
  return read('byte-level BPE', 'test/fixtures/tinyroberta-squad2/tokenizer.json');
}

/** A SentencePiece Unigram as XLM-R has it. */
export function makeUnigramReader(): RealReader {
  return read('Unigram', 'test/fixtures/tokenizer/unigram-xlmr/tokenizer.json');
}

function read(name: string, file: string): RealReader {
  const json = JSON.parse(readFileSync(join(root, file), 'utf8')) as { model: { vocab: Vocabulary } };
  const encoder = makeEncoder(json, file);
  const { vocab } = json.model;
  const entries = Array.isArray(vocab) ? vocab.map(([piece], id) => [piece, id] as const) : Object.entries(vocab);
  const pieces = new Map(entries.map(([piece, id]) => [id, piece]));
  return { ...encoder, name, pieceOf: (id) => pieces.get(id) ?? '' };
}
