// SentencePiece Unigram (XLM-R, ALBERT, DeBERTa-v3) with exact UTF-16 offsets: the text is normalised character by
// character, each with its place, split into words at blanks, and each word into its likeliest pieces.
import { isWhiteSpace } from './characters';
import { type CharacterSink, normalizeInto, type Stage } from './normalization';
import { at, type Encoding, EncodingBuilder, type Tokenizer } from './tokens';
import type { WordPieces } from './unigramPieces';
import { WordCache } from './wordCache';

/** The model of words, and how a text becomes words. */
export interface UnigramModel {
  /** The pieces of a word. */
  split(word: string): WordPieces;
  readonly normalization: readonly Stage[];
  /** Whether white space parts the text into sections before blanks are marked (WhitespaceSplit). */
  readonly sections: boolean;
  /** Which sections get a blank mark in front where they have none: all, that at the text's start, or none. */
  readonly prepend: 'always' | 'first' | 'never';
}

/** SentencePiece's mark of a blank, U+2581; each begins a word. */
const mark = '\u2581';
const markCodePoint = 0x2581;
const space = 0x20;

/** A tokenizer over a Unigram model. A word's leading blank is part of it; a mark that is put in front has no place. */
export function makeUnigramTokenizer(model: UnigramModel): Tokenizer {
  const cache = new WordCache<WordPieces>();
  return {
    encode(text: string): Encoding {
      const builder = new EncodingBuilder(text.length >> 2);
      normalizeInto(text, model.normalization, new WordSink(model, cache, builder));
      return builder.build();
    },
  };
}

/** Collects characters to words, and their pieces in the builder. */
class WordSink implements CharacterSink {
  #word = '';
  // The source place of each UTF-16 unit of the word.
  #starts: number[] = [];
  #ends: number[] = [];
  #sectionBegins = true;

  constructor(
    private readonly model: UnigramModel,
    private readonly cache: WordCache<WordPieces>,
    private readonly builder: EncodingBuilder,
  ) {}

  push(codePoint: number, start: number, end: number): void {
    if (this.model.sections && isWhiteSpace(codePoint)) {
      this.#flush();
      this.#sectionBegins = true;
      return;
    }
    const isMark = codePoint === space || codePoint === markCodePoint;
    if (isMark) this.#flush();
    else if (this.#sectionBegins && this.#prepends(start)) this.#append(mark, start, start);
    this.#append(isMark ? mark : String.fromCodePoint(codePoint), start, end);
    this.#sectionBegins = false;
  }

  finish(): void {
    this.#flush();
  }

  #prepends(sectionStart: number): boolean {
    const { prepend, sections } = this.model;
    return prepend === 'always' || (prepend === 'first' && (!sections || sectionStart === 0));
  }

  #append(character: string, start: number, end: number): void {
    this.#word += character;
    this.#starts.push(start);
    this.#ends.push(end);
    if (character.length === 2) {
      this.#starts.push(start);
      this.#ends.push(end);
    }
  }

  #flush(): void {
    const word = this.#word;
    if (word === '') return;
    const { ids, ends } = this.cache.get(word, (unknown) => this.model.split(unknown));
    let pieceStart = 0;
    ids.forEach((id, i) => {
      const pieceEnd = at(ends, i);
      this.builder.push(id, at(this.#starts, pieceStart), at(this.#ends, pieceEnd - 1));
      pieceStart = pieceEnd;
    });
    this.#word = '';
    this.#starts = [];
    this.#ends = [];
  }
}
