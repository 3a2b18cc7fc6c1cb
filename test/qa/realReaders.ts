// The two tokenizers of real models, with the input layouts of their families.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InputLayout } from '../../src/qa/windows';
import { type Encoder, makeEncoder } from '../../src/runtime/encoder';

/** What a model's tokenizer.json gives, without the model. */
export interface RealReader extends Encoder {
  readonly name: string;
  readonly layout: InputLayout;
  /** Token of an id, as the vocabulary writes it. */
  pieceOf(id: number): string;
}

const root = join(import.meta.dirname, '../..');

/** BERT WordPiece: the bundled model's. */
export function makeWordPieceReader(): RealReader {
  const reader = read('models/mini/tokenizer.json');
  const [cls, sep] = [reader.special('[CLS]'), reader.special('[SEP]')];
  const layout: InputLayout = { before: [cls], between: [sep], after: [sep], contextTypeId: 1 };
  return { ...reader, name: 'BERT WordPiece', layout };
}

/** RoBERTa's byte-level BPE. */
export function makeByteLevelReader(): RealReader {
  const reader = read('test/fixtures/tinyroberta-squad2/tokenizer.json');
  const [begin, end] = [reader.special('<s>'), reader.special('</s>')];
  const layout: InputLayout = { before: [begin], between: [end, end], after: [end], contextTypeId: 0 };
  return { ...reader, name: 'byte-level BPE', layout };
}

function read(file: string): Encoder & { pieceOf(id: number): string; special(content: string): number } {
  const json = JSON.parse(readFileSync(join(root, file), 'utf8')) as { model: { vocab: Record<string, number> } };
  const encoder = makeEncoder(json, file);
  const pieces = new Map(Object.entries(json.model.vocab).map(([piece, id]) => [id, piece]));
  return {
    ...encoder,
    pieceOf: (id) => pieces.get(id) ?? '',
    special(content) {
      const id = encoder.specialIds.get(content);
      if (id === undefined) throw new Error(`${file} has no ${content}`);
      return id;
    },
  };
}
