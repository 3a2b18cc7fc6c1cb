import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BytePairModel, makeByteLevelTokenizer } from '../../src/qa/byteLevel';
import { splitsSurrogatePair } from '../../src/qa/characters';
import { at, type Encoding } from '../../src/qa/tokens';
import { arbitraryText } from './arbitraryText';
import { gpt2Words, symbolOf, utf8 } from './gpt2';
import { makeByteLevelReader } from './realReaders';

const byteOf = new Map(symbolOf.map((symbol, byte) => [symbol, byte]));

/** A vocabulary whose bytes are their own ids; `endsOf` says where in so many bytes tokens end. */
function modelOf(endsOf: (length: number) => readonly number[]): BytePairModel {
  return {
    idOf: (token) => byteOf.get(token),
    merge: (bytes) => {
      const ends = endsOf(bytes.length);
      return { ids: ends, ends };
    },
  };
}

const everyBytes = (size: number) => (length: number) =>
  Array.from({ length: Math.ceil(length / size) }, (_, i) => Math.min(length, (i + 1) * size));
const wholeWords = modelOf((length) => [length]);
const singleBytes = modelOf(everyBytes(1));
const bytePairs = modelOf(everyBytes(2));

const slicesOf = (text: string, { starts, ends }: Encoding): string[] =>
  Array.from(starts, (start, i) => text.slice(start, at(ends, i)));

/** For every byte of a text its character's UTF-16 `[start, end)`. */
function charactersByByte(text: string): { start: number; end: number }[] {
  let offset = 0;
  return Array.from(text).flatMap((character) => {
    const place = { start: offset, end: offset + character.length };
    offset = place.end;
    return utf8(character).map(() => place);
  });
}

/** The places that tokens of given bytes must have. */
function placesOf(text: string, tokenBytes: readonly number[]): [number, number][] {
  const characters = charactersByByte(text);
  let byte = 0;
  return tokenBytes.map((bytes) => {
    const first = characters[byte] ?? expect.fail();
    byte += bytes;
    return [first.start, characters[byte - 1]?.end ?? expect.fail()];
  });
}

function expectOrderAndCover(text: string, { starts, ends }: Encoding): void {
  let coveredTo = 0;
  starts.forEach((start, i) => {
    const end = at(ends, i);
    if (start < (i > 0 ? at(starts, i - 1) : 0)) expect.fail(`starts fall at token ${i}`);
    if (start > coveredTo) expect.fail(`nothing stands for [${coveredTo}, ${start})`);
    if (end <= start) expect.fail(`token ${i} stands for nothing`);
    coveredTo = Math.max(coveredTo, end);
  });
  expect(coveredTo).toBe(text.length);
}

describe('words', () => {
  it('are those of GPT-2’s pattern', () => {
    fc.assert(
      fc.property(arbitraryText(40), (text) => {
        const tokenizer = makeByteLevelTokenizer(wholeWords);
        expect(slicesOf(text, tokenizer.encode(text))).toEqual(gpt2Words(text));
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ["don't we'll it'S 'tis", ['don', "'t", ' we', "'ll", ' it', "'", 'S', " '", 'tis']],
    ['a  b\n\n c \n', ['a', ' ', ' b', '\n\n', ' c', ' \n']],
    ['x=1;  y', ['x', '=', '1', ';', ' ', ' y']],
    [' ', [' ']],
    ['', []],
  ])('of %j are %j', (text, words) => {
    expect(slicesOf(text, makeByteLevelTokenizer(wholeWords).encode(text))).toEqual(words);
  });

  it('come to the merges as the ids of their bytes, lone surrogates as U+FFFD', () => {
    const seen: (readonly number[])[] = [];
    const merge = (bytes: readonly number[]) => {
      seen.push(bytes);
      return wholeWords.merge(bytes);
    };
    makeByteLevelTokenizer({ ...wholeWords, merge }).encode(' é\n😀\ud800');
    expect(seen).toEqual([utf8(' é'), utf8('\n'), utf8('😀\ufffd')]);
  });

  it('of more than 1024 units are cut, never inside a pair, and nothing is lost', () => {
    const text = `${'x'.repeat(1023)}${'𝒜'.repeat(700)} end`;
    const encoding = makeByteLevelTokenizer(wholeWords).encode(text);
    const slices = slicesOf(text, encoding);
    expect(slices.join('')).toBe(text);
    expect(Math.max(...slices.map((slice) => slice.length))).toBeLessThanOrEqual(1024);
    expect(encoding.starts.some((start) => splitsSurrogatePair(text, start))).toBe(false);
  });
});

describe('tokens', () => {
  it.each([
    ['single bytes', singleBytes, 1],
    ['two bytes each', bytePairs, 2],
  ])('stand for the characters their bytes are of (%s)', (_, model, size) => {
    fc.assert(
      fc.property(arbitraryText(40), (text) => {
        const encoding = makeByteLevelTokenizer(model).encode(text);
        const words = slicesOf(text, makeByteLevelTokenizer(wholeWords).encode(text));
        const tokenBytes = words.flatMap((word) => {
          const bytes = utf8(word).length;
          return Array.from({ length: Math.ceil(bytes / size) }, (__, i) => Math.min(size, bytes - i * size));
        });
        const places = Array.from(encoding.starts, (start, i) => [start, at(encoding.ends, i)]);
        expect(places).toEqual(placesOf(text, tokenBytes));
      }),
      { numRuns: 60 },
    );
  });

  it('of one character have its whole range each', () => {
    const { starts, ends } = makeByteLevelTokenizer(singleBytes).encode('a😀');
    expect(Array.from(starts)).toEqual([0, 1, 1, 1, 1]);
    expect(Array.from(ends)).toEqual([1, 3, 3, 3, 3]);
  });

  it('that lose a byte are refused', () => {
    const losing = modelOf((length) => [length - 1]);
    expect(() => makeByteLevelTokenizer(losing).encode('port')).toThrow('differ in bytes');
  });

  it('need a vocabulary with every byte', () => {
    const lacking = { ...wholeWords, idOf: (token: string) => (token === 'Ġ' ? undefined : 0) };
    expect(() => makeByteLevelTokenizer(lacking)).toThrow('lacks the byte symbol "Ġ"');
  });
});

describe('RoBERTa’s tokenizer', () => {
  const reader = makeByteLevelReader();
  const { tokenizer } = reader;
  const bytesOf = (id: number): number[] =>
    Array.from(reader.pieceOf(id), (symbol) => byteOf.get(symbol) ?? expect.fail(`${symbol} is no byte`));

  it('covers every text exactly, with the bytes of the text, each token at its characters', () => {
    fc.assert(
      fc.property(arbitraryText(50), (text) => {
        const encoding = tokenizer.encode(text);
        expectOrderAndCover(text, encoding);
        const bytes = Array.from(encoding.ids, bytesOf);
        expect(bytes.flat()).toEqual(utf8(text));
        const places = Array.from(encoding.starts, (start, i) => [start, at(encoding.ends, i)]);
        expect(places).toEqual(
          placesOf(
            text,
            bytes.map((token) => token.length),
          ),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('encodes a sentence as the reference does', () => {
    const { ids } = tokenizer.encode('Hello world, it’s 8080.');
    expect(Array.from(ids, (id) => reader.pieceOf(id))).toEqual([
      'Hello',
      'Ġworld',
      ',',
      'Ġit',
      'âĢ',
      'Ļ',
      's',
      'Ġ80',
      '80',
      '.',
    ]);
  });

  it('makes no special token of text that looks like one', () => {
    const specials = [...reader.specialIds.entries()];
    expect(specials.length).toBeGreaterThan(3);
    for (const [content] of specials) {
      for (const text of [content, `a${content}b`, ` ${content} `, content.repeat(3), content.toUpperCase()]) {
        const ids = Array.from(tokenizer.encode(text).ids);
        expect(ids.filter((id) => specials.some(([, special]) => special === id))).toEqual([]);
      }
    }
  });
});
