// WordPiece (BERT) with exact UTF-16 offsets. The pieces of one normalised word come from a tokenizer library; the
// normalisation is walked character by character here, because only then every piece knows where it came from.
import { codePointAt, isWhiteSpace, utf16Length } from './characters';
import { at, type Encoding, EncodingBuilder, type Tokenizer } from './tokens';
import { WordCache } from './wordCache';

/** What is needed of a tokenizer library, and BertNormalizer's settings. */
export interface WordPieceModel {
  /** Pieces of one normalised word; `[unknownToken]` when it cannot be built. */
  split(word: string): readonly string[];
  /** The id of a piece, undefined when the vocabulary lacks it. */
  idOf(piece: string): number | undefined;
  readonly unknownToken: string;
  /** What marks a piece that continues a word, usually `##`. */
  readonly continuationPrefix: string;
  readonly lowercase: boolean;
  readonly stripAccents: boolean;
  readonly cleanText: boolean;
  readonly isolateCjk: boolean;
}

/** A character after normalisation: left out, a gap, a word of its own, or part of a word. */
interface NormalizedCharacter {
  readonly kind: 'dropped' | 'gap' | 'alone' | 'inWord';
  /** Normalised code points; more than one where a character decomposes. */
  readonly parts: readonly { readonly text: string; readonly punctuation: boolean }[];
}

interface WordPieces {
  readonly ids: readonly number[];
  /** Normalised code points of each piece; their sum is the word's. An unknown word is one piece of the whole. */
  readonly lengths: readonly number[];
}

/** A tokenizer over WordPiece. Throws when the vocabulary lacks the unknown token. */
export function makeWordPieceTokenizer(model: WordPieceModel): Tokenizer {
  const unknownId = idOf(model, model.unknownToken);
  const characters = new Map<number, NormalizedCharacter>();
  const normalized = (codePoint: number): NormalizedCharacter => {
    let character = characters.get(codePoint);
    if (character === undefined) {
      character = normalize(codePoint, model);
      characters.set(codePoint, character);
    }
    return character;
  };

  const cache = new WordCache<WordPieces>();
  const piecesOf = (word: string): WordPieces => {
    const codePoints = Array.from(word).length;
    const pieces = model.split(word);
    if (pieces.length === 1 && pieces[0] === model.unknownToken) return { ids: [unknownId], lengths: [codePoints] };
    const lengths = pieces.map((piece, i) => Array.from(piece).length - (i > 0 ? model.continuationPrefix.length : 0));
    if (lengths.reduce((sum, length) => sum + length, 0) !== codePoints)
      throw new Error('a word and its pieces differ');
    return { ids: pieces.map((piece) => idOf(model, piece)), lengths };
  };

  return {
    encode(text: string): Encoding {
      const builder = new EncodingBuilder(text.length >> 2);
      // The word being collected, and the source range of each of its normalised code points.
      let word = '';
      let starts: number[] = [];
      let ends: number[] = [];
      const flush = (): void => {
        if (word === '') return;
        const { ids, lengths } = cache.get(word, piecesOf);
        let first = 0;
        ids.forEach((id, i) => {
          const last = first + (lengths[i] ?? 0) - 1;
          builder.push(id, at(starts, first), at(ends, last));
          first = last + 1;
        });
        word = '';
        starts = [];
        ends = [];
      };
      for (let offset = 0; offset < text.length;) {
        const codePoint = codePointAt(text, offset);
        const end = offset + utf16Length(codePoint);
        const { kind, parts } = normalized(codePoint);
        if (kind === 'gap' || kind === 'alone') flush();
        for (const part of parts) {
          if (part.punctuation) flush();
          word += part.text;
          starts.push(offset);
          ends.push(end);
          if (part.punctuation) flush();
        }
        if (kind === 'alone') flush();
        offset = end;
      }
      flush();
      return builder.build();
    },
  };
}

function idOf(model: WordPieceModel, piece: string): number {
  const id = model.idOf(piece);
  if (id === undefined) throw new Error('the vocabulary lacks a piece of its own model');
  return id;
}

function normalize(codePoint: number, model: WordPieceModel): NormalizedCharacter {
  const character = String.fromCodePoint(codePoint);
  if (model.cleanText && isCleanedAway(codePoint, character)) return { kind: 'dropped', parts: [] };
  if (isWhiteSpace(codePoint)) return { kind: 'gap', parts: [] };
  let codePoints = [character];
  if (model.stripAccents) {
    codePoints = Array.from(character.normalize('NFD')).filter((part) => !/^\p{Mn}$/u.test(part));
  }
  // One code point at a time, as the reference does: a whole word would turn a final sigma into another letter.
  if (model.lowercase) codePoints = codePoints.flatMap((part) => Array.from(part.toLowerCase()));
  const parts = codePoints.map((part) => ({ text: part, punctuation: isPunctuation(part) }));
  if (parts.length === 0) return { kind: 'dropped', parts };
  return { kind: model.isolateCjk && isCjk(codePoint) ? 'alone' : 'inWord', parts };
}

function isCleanedAway(codePoint: number, character: string): boolean {
  if (codePoint === 0x09 || codePoint === 0x0a || codePoint === 0x0d) return false;
  const loneSurrogate = codePoint >= 0xd800 && codePoint <= 0xdfff;
  return loneSurrogate || codePoint === 0xfffd || /^[\p{Cc}\p{Cf}\p{Co}]$/u.test(character);
}

function isPunctuation(character: string): boolean {
  return /^(?:[!-/:-@[-`{-~]|\p{P})$/u.test(character);
}

/** BertNormalizer's ranges of CJK ideographs, each a word of its own. */
const cjkRanges: readonly (readonly [number, number])[] = [
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xf900, 0xfaff],
  [0x20000, 0x2a6df],
  [0x2a700, 0x2b73f],
  [0x2b740, 0x2b81f],
  [0x2b920, 0x2ceaf],
  [0x2f800, 0x2fa1f],
];

function isCjk(codePoint: number): boolean {
  return codePoint >= 0x3400 && cjkRanges.some(([first, last]) => codePoint >= first && codePoint <= last);
}
