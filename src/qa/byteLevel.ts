// Byte-level BPE (GPT-2, RoBERTa) with exact UTF-16 offsets. The merges of one word come from a tokenizer library; the
// splitting into words and the offsets are ours, because no JavaScript library has them.
import { codePointAt, isWhiteSpace, splitsSurrogatePair, utf16Length, utf8Length } from './characters';
import { type Encoding, EncodingBuilder, type Tokenizer } from './tokens';
import { WordCache } from './wordCache';

/** What is needed of a tokenizer library. */
export interface BytePairModel {
  /** Tokens of one word written in GPT-2's byte alphabet: one UTF-16 unit a byte. */
  merge(byteWord: string): readonly string[];
  /** The id of a token, undefined when the vocabulary lacks it. */
  idOf(token: string): number | undefined;
}

/**
 * Longest word given to the merges at once, in UTF-16 units: they take seconds on a megabyte without a blank. Cutting
 * changes ids only in words longer than this, offsets never.
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
  const missing = byteAlphabet.find((symbol) => model.idOf(symbol) === undefined);
  if (missing !== undefined) throw new Error(`the vocabulary lacks the byte symbol ${JSON.stringify(missing)}`);

  const cache = new WordCache<WordTokens>();
  const tokensOf = (word: string): WordTokens => alignWord(word, model);

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
 * Walks the bytes of a word's tokens beside its characters. A token that begins inside a character starts at it, one
 * that ends inside a character ends behind it.
 */
function alignWord(word: string, model: BytePairModel): WordTokens {
  const ids: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  let tokenByte = 0;
  // The last character boundary at or before `tokenByte`, in both units.
  let boundary = 0;
  let boundaryByte = 0;
  for (const token of model.merge(toByteAlphabet(word))) {
    const id = model.idOf(token);
    if (id === undefined) throw new Error('the vocabulary lacks a token of its own merges');
    const nextTokenByte = tokenByte + token.length;
    let end = boundary;
    let endByte = boundaryByte;
    let before = boundary;
    let beforeByte = boundaryByte;
    while (endByte < nextTokenByte) {
      before = end;
      beforeByte = endByte;
      const codePoint = codePointAt(word, end);
      end += utf16Length(codePoint);
      endByte += utf8Length(codePoint);
    }
    ids.push(id);
    starts.push(boundary);
    ends.push(end);
    const insideCharacter = endByte > nextTokenByte;
    boundary = insideCharacter ? before : end;
    boundaryByte = insideCharacter ? beforeByte : endByte;
    tokenByte = nextTokenByte;
  }
  // The proof that nothing was lost, on every word.
  if (boundary !== word.length || boundaryByte !== tokenByte) throw new Error('a word and its tokens differ in bytes');
  return { ids, starts, ends };
}

/** GPT-2's alphabet: printable bytes are themselves, the others follow from U+0100. */
const byteAlphabet: readonly string[] = (() => {
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
    return String.fromCharCode(printable ? byte : next++);
  });
})();

function toByteAlphabet(word: string): string {
  let out = '';
  for (let i = 0; i < word.length;) {
    const codePoint = codePointAt(word, i);
    i += utf16Length(codePoint);
    for (const byte of utf8Bytes(codePoint)) out += byteAlphabet[byte] ?? '';
  }
  return out;
}

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

const other = 0;
const letter = 1;
const digit = 2;
const space = 3;
type CharacterClass = typeof other | typeof letter | typeof digit | typeof space;

const classes = new Map<number, CharacterClass>();

function classOf(codePoint: number): CharacterClass {
  const known = classes.get(codePoint);
  if (known !== undefined) return known;
  const character = String.fromCodePoint(codePoint);
  const result = isWhiteSpace(codePoint)
    ? space
    : /^\p{L}$/u.test(character)
      ? letter
      : /^\p{N}$/u.test(character)
        ? digit
        : other;
  classes.set(codePoint, result);
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
