import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, type Encoding } from '../../src/qa/tokens';
import { makeWordPieceTokenizer, type WordPieceModel } from '../../src/qa/wordPiece';
import { arbitraryText } from './arbitraryText';
import { makeWordPieceReader } from './realReaders';

/** Longest first over a small vocabulary, as WordPiece is defined. */
function modelOf(vocabulary: readonly string[], settings: Partial<WordPieceModel> = {}): WordPieceModel {
  const pieces = ['[UNK]', ...vocabulary];
  return {
    split(word) {
      const characters = Array.from(word);
      const found: string[] = [];
      for (let first = 0; first < characters.length;) {
        let last = characters.length;
        const pieceOf = (end: number): string => (first > 0 ? '##' : '') + characters.slice(first, end).join('');
        while (last > first && !pieces.includes(pieceOf(last))) last--;
        if (last === first) return ['[UNK]'];
        found.push(pieceOf(last));
        first = last;
      }
      return found;
    },
    idOf: (piece) => {
      const id = pieces.indexOf(piece);
      return id < 0 ? undefined : id;
    },
    unknownToken: '[UNK]',
    continuationPrefix: '##',
    lowercase: true,
    stripAccents: true,
    cleanText: true,
    isolateCjk: true,
    ...settings,
  };
}

const slicesOf = (text: string, { starts, ends }: Encoding): string[] =>
  Array.from(starts, (start, i) => text.slice(start, at(ends, i)));

/** Tokens as text, with what the vocabulary calls them. */
function tokensOf(text: string, vocabulary: readonly string[], settings: Partial<WordPieceModel> = {}) {
  const encoding = makeWordPieceTokenizer(modelOf(vocabulary, settings)).encode(text);
  const names = ['[UNK]', ...vocabulary];
  return slicesOf(text, encoding).map((slice, i) => [slice, names[at(encoding.ids, i)]]);
}

describe('pieces', () => {
  it('stand where their characters stand', () => {
    expect(tokensOf('  Playing\tplay,er', ['play', '##ing', '##er', 'er', ','])).toEqual([
      ['Play', 'play'],
      ['ing', '##ing'],
      ['play', 'play'],
      [',', ','],
      ['er', 'er'],
    ]);
  });

  it('of a word are found under its accents', () => {
    expect(tokensOf('Café cafe\u0301s', ['cafe', '##s'])).toEqual([
      ['Café', 'cafe'],
      ['cafe', 'cafe'],
      ['s', '##s'],
    ]);
  });

  it('of an unknown word are one token of the whole word', () => {
    expect(tokensOf('a Xyz-b', ['a', 'b', '-'])).toEqual([
      ['a', 'a'],
      ['Xyz', '[UNK]'],
      ['-', '-'],
      ['b', 'b'],
    ]);
  });

  it('of a letter that becomes two have the range of the one letter', () => {
    const encoding = makeWordPieceTokenizer(modelOf(['i', '##\u0307'], { stripAccents: false })).encode('İ');
    expect([Array.from(encoding.starts), Array.from(encoding.ends)]).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });

  it('of CJK ideographs are words of their own, other scripts are not', () => {
    const vocabulary = ['東', '京', 'か', '##な', '𠀀', 'a'];
    expect(tokensOf('東京かなa𠀀a', vocabulary).map(([slice]) => slice)).toEqual(['東', '京', 'かなa', '𠀀', 'a']);
    expect(tokensOf('東京', ['東', '##京'], { isolateCjk: false })).toEqual([
      ['東', '東'],
      ['京', '##京'],
    ]);
  });

  it.each([
    ['a control character', 'po\u0007rt'],
    ['a zero width space', 'po\u200brt'],
    ['a soft hyphen', 'po\u00adrt'],
    ['a replacement character', 'po\ufffdrt'],
    ['a lone surrogate', 'po\ud800rt'],
    ['a NUL', 'po\0rt'],
    ['a byte order mark', 'po\ufeffrt'],
  ])('go on over %s', (_, text) => {
    expect(tokensOf(text, ['port'])).toEqual([[text, 'port']]);
  });

  it.each([' ', '\t', '\r\n', '\u00a0', '\u2028', '\u3000'])('end at the blank %j', (blank) => {
    expect(tokensOf(`po${blank}rt`, ['po', 'rt'])).toEqual([
      ['po', 'po'],
      ['rt', 'rt'],
    ]);
  });

  it('keep case and accents where the model wants them', () => {
    expect(tokensOf('Café', ['Café', 'cafe'], { lowercase: false, stripAccents: false })).toEqual([['Café', 'Café']]);
    expect(tokensOf('CAFÉ', ['cafe', 'café'], { stripAccents: false })).toEqual([['CAFÉ', 'café']]);
    expect(tokensOf('Café', ['Cafe', 'cafe'], { lowercase: false })).toEqual([['Café', 'Cafe']]);
  });

  it('keep a final sigma an ordinary sigma, as the reference does', () => {
    expect(tokensOf('ΟΔΟΣ', ['οδοσ', 'οδος'])).toEqual([['ΟΔΟΣ', 'οδοσ']]);
  });

  it('that do not make up their word are refused', () => {
    const losing = { ...modelOf(['port']), split: () => ['por'], idOf: () => 1 };
    expect(() => makeWordPieceTokenizer(losing).encode('port')).toThrow('differ');
  });

  it('that the vocabulary lacks are refused, and so is a vocabulary without the unknown token', () => {
    const lacking = { ...modelOf([]), split: (word: string) => [word] };
    expect(() => makeWordPieceTokenizer(lacking).encode('port')).toThrow('lacks a piece');
    expect(() => makeWordPieceTokenizer({ ...modelOf([]), idOf: () => undefined })).toThrow('lacks a piece');
  });
});

describe('BERT’s tokenizer', () => {
  const reader = makeWordPieceReader();
  const { tokenizer } = reader;

  /** What BERT's vocabulary holds of a text: no marks, no case, nothing invisible. */
  const plain = (text: string): string =>
    Array.from(text.normalize('NFD'))
      .map((character) => (/[\p{Mn}\p{Cc}\p{Cf}\p{Co}\p{Cs}\ufffd]/u.test(character) ? '' : character.toLowerCase()))
      .join('');

  it('has each piece where its letters stand, from left to right, without blanks', () => {
    fc.assert(
      fc.property(arbitraryText(60), (text) => {
        const encoding = tokenizer.encode(text);
        let lastStart = 0;
        slicesOf(text, encoding).forEach((slice, i) => {
          const start = at(encoding.starts, i);
          const piece = reader.pieceOf(at(encoding.ids, i)).replace(/^##(?=.)/su, '');
          const place = `${JSON.stringify(piece)} at [${start}, ${at(encoding.ends, i)}) of ${JSON.stringify(text)}`;
          if (start < lastStart || at(encoding.ends, i) > text.length || slice === '') expect.fail(place);
          // Blanks that are control characters are left out like these, as in the reference.
          if (/\p{White_Space}/u.test(slice.replace(/[\v\f\u0085]/g, ''))) expect.fail(`a blank in ${place}`);
          if (piece !== '[UNK]' && !plain(slice).includes(piece)) expect.fail(place);
          lastStart = start;
        });
      }),
      { numRuns: 150 },
    );
  });

  it('leaves out only what is invisible or a blank', () => {
    fc.assert(
      fc.property(arbitraryText(60), (text) => {
        const { starts, ends } = tokenizer.encode(text);
        let coveredTo = 0;
        let left = '';
        starts.forEach((start, i) => {
          left += ` ${text.slice(coveredTo, start)}`;
          coveredTo = Math.max(coveredTo, at(ends, i));
        });
        left += ` ${text.slice(coveredTo)}`;
        expect(plain(left).replace(/\p{White_Space}/gu, '')).toBe('');
      }),
      { numRuns: 150 },
    );
  });

  it('encodes a sentence as the reference does', () => {
    const { ids } = tokenizer.encode('Hello world, it’s 8080.');
    expect(Array.from(ids, (id) => reader.pieceOf(id))).toEqual([
      'hello',
      'world',
      ',',
      'it',
      '’',
      's',
      '80',
      '##80',
      '.',
    ]);
  });

  it('makes no special token of text that looks like one', () => {
    const specials = [...reader.specialIds.entries()].filter(([content]) => content !== '[UNK]');
    expect(specials.map(([content]) => content)).toEqual(['[PAD]', '[CLS]', '[SEP]', '[MASK]']);
    for (const [content] of specials) {
      for (const text of [content, `a${content}b`, ` ${content} `, content.repeat(3), content.toLowerCase()]) {
        const ids = Array.from(tokenizer.encode(text).ids);
        expect(ids.filter((id) => specials.some(([, special]) => special === id))).toEqual([]);
      }
    }
  });
});
