// Byte-level BPE (GPT-2, RoBERTa) with exact UTF-16 offsets, from the splitting into words on: no JavaScript library has
// the offsets.
import type { MergedWord } from './bytePairs';
import { codePointAt, isWhiteSpace, splitsSurrogatePair, utf16Length, utf8Length } from './characters';
import { at, type Encoding, EncodingBuilder, type Tokenizer } from './tokens';
import { WordCache } from './wordCache';

/** A vocabulary with its merges. */
export interface BytePairModel {
  /** The id of a token in GPT-2's byte alphabet, one UTF-16 unit a byte; undefined when the vocabulary lacks it. */
  idOf(token: string): number | undefined;
  /** The tokens of one word, given by the ids of its bytes. */
  merge(bytes: readonly number[]): MergedWord;
}

/**
 * Longest word given to the merges at once, in UTF-16 units: what they need of memory is bounded by it on a megabyte
 * without a blank. Cutting changes ids only in words longer than this, offsets never.
 */
const maxWordChars = 1024;

interface WordTokens {
  readonly ids: readonly number[];
  /** UTF-16 offsets within the word. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/**
 * A tokenizer over byte-level merges, with a word's leading blank part of it (`add_prefix_space` false).
 * Throws when the vocabulary lacks a byte: such a vocabulary would lose text silently.
 */
export function makeByteLevelTokenizer(model: BytePairModel): Tokenizer {
  const byteIds = byteAlphabet.map((symbol) => {
    const id = model.idOf(symbol);
    if (id === undefined) throw new Error(`the vocabulary lacks the byte symbol ${JSON.stringify(symbol)}`);
    return id;
  });
  const cache = new WordCache<WordTokens>();
  const tokensOf = (word: string): WordTokens => mergeWord(word, byteIds, model);

  return {
    encode(text: string): Encoding {
      const builder = new EncodingBuilder(text.length >> 1);
      const push = (start: number, end: number): void => {
        const { ids, starts, ends } = cache.get(text.slice(start, end), tokensOf);
        ids.forEach((id, i) => builder.push(id, start + (starts[i] ?? 0), start + (ends[i] ?? 0)));
      };
      forEachWord(text, (start, end) => {
        let from = start;
        while (end - from > maxWordChars) {
          const cut = from + maxWordChars - (splitsSurrogatePair(text, from + maxWordChars) ? 1 : 0);
          push(from, cut);
          from = cut;
        }
        push(from, end);
      });
      return builder.build();
    },
  };
}

/**
 * A tokenizer that reads a text as if a blank stood before its first word (`add_prefix_space` true). That blank has no
 * place: a token of it alone is empty, at the start of the text.
 */
export function withLeadingBlank(tokenizer: Tokenizer): Tokenizer {
  return {
    encode(text: string): Encoding {
      if (text === '' || text.startsWith(' ')) return tokenizer.encode(text);
      const { ids, starts, ends } = tokenizer.encode(` ${text}`);
      return { ids, starts: starts.map((start) => Math.max(0, start - 1)), ends: ends.map((end) => end - 1) };
    },
  };
}

/**
 * The tokens of a word with their places: a token that begins inside a character starts at it, one that ends inside a
 * character ends behind it.
 */
function mergeWord(word: string, byteIds: readonly number[], model: BytePairModel): WordTokens {
  const bytes: number[] = [];
  // Of each byte, where its character begins and ends.
  const starts: number[] = [];
  const ends: number[] = [];
  for (let offset = 0; offset < word.length;) {
    const codePoint = codePointAt(word, offset);
    const end = offset + utf16Length(codePoint);
    for (const byte of utf8Bytes(codePoint)) {
      bytes.push(at(byteIds, byte));
      starts.push(offset);
      ends.push(end);
    }
    offset = end;
  }
  const tokens = model.merge(bytes);
  // The proof that nothing was lost, on every word.
  if (tokens.ends.at(-1) !== bytes.length) throw new Error('a word and its tokens differ in bytes');
  return {
    ids: tokens.ids,
    starts: tokens.ends.map((_, i) => at(starts, i > 0 ? at(tokens.ends, i - 1) : 0)),
    ends: tokens.ends.map((end) => at(ends, end - 1)),
  };
}

/** GPT-2's alphabet: printable bytes are themselves, the others follow from U+0100. */
const byteAlphabet: readonly string[] = (() => {
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
    return String.fromCharCode(printable ? byte : next++);
  });
})();

/** A lone surrogate is U+FFFD, as the reference reads it. */
function utf8Bytes(codePoint: number): readonly number[] {
  const scalar = codePoint >= 0xd800 && codePoint <= 0xdfff ? 0xfffd : codePoint;
  const tail = (shift: number): number => 0x80 | ((scalar >> shift) & 0x3f);
  switch (utf8Length(scalar)) {
    case 1:
      return [scalar];
    case 2:
      return [0xc0 | (scalar >> 6), tail(0)];
    case 3:
      return [0xe0 | (scalar >> 12), tail(6), tail(0)];
    case 4:
      return [0xf0 | (scalar >> 18), tail(12), tail(6), tail(0)];
  }
}

const letter = 1;
const digit = 2;
const space = 3;
const other = 4;
type CharacterClass = typeof other | typeof letter | typeof digit | typeof space;

/** Of each code point, 0 until it is asked for. */
const classes = new Uint8Array(0x110000);

function classOf(codePoint: number): CharacterClass {
  const known = classes[codePoint] ?? 0;
  if (known !== 0) return known as CharacterClass;
  const character = String.fromCodePoint(codePoint);
  const result = isWhiteSpace(codePoint)
    ? space
    : /^\p{L}$/u.test(character)
      ? letter
      : /^\p{N}$/u.test(character)
        ? digit
        : other;
  classes[codePoint] = result;
  return result;
}

const contraction = /'(?:[stmd]|re|ve|ll)/y;

/**
 * Splits as GPT-2's pattern `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+` does, in linear
 * time: on a run of millions of characters the regular expression itself overflows the stack.
 */
function forEachWord(text: string, visit: (start: number, end: number) => void): void {
  const length = text.length;
  let start = 0;
  while (start < length) {
    let end: number;
    contraction.lastIndex = start;
    if (text.charCodeAt(start) === 0x27 && contraction.test(text)) {
      end = contraction.lastIndex;
    } else {
      const first = text.charCodeAt(start) === 0x20 && start + 1 < length ? start + 1 : start;
      const kind = classOf(codePointAt(text, first));
      if (kind === space) {
        end = endOfRun(text, start, space);
        // All but the last blank before a word stand alone; the last belongs to the word.
        if (end < length && end - start > 1) end--;
      } else {
        end = endOfRun(text, first, kind);
      }
    }
    visit(start, end);
    start = end;
  }
}

function endOfRun(text: string, start: number, kind: CharacterClass): number {
  let end = start;
  while (end < text.length) {
    const codePoint = codePointAt(text, end);
    if (classOf(codePoint) !== kind) break;
    end += utf16Length(codePoint);
  }
  return end;
}
