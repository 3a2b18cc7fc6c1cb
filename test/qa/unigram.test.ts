import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitsSurrogatePair } from '../../src/qa/characters';
import { lowercase } from '../../src/qa/normalization';
import { at } from '../../src/qa/tokens';
import { makeUnigramTokenizer, type UnigramModel } from '../../src/qa/unigram';
import { arbitraryText } from './arbitraryText';
import { makeUnigramReader } from './realReaders';

/** Every word is one token: the words themselves, with blank marks as `_`. */
function wordsOf(text: string, settings: Partial<UnigramModel> = {}): [word: string, place: string][] {
  const words: string[] = [];
  const tokenizer = makeUnigramTokenizer({
    split(word) {
      if (!words.includes(word)) words.push(word);
      return { ids: [words.indexOf(word)], ends: [word.length] };
    },
    normalization: [],
    sections: false,
    prepend: 'always',
    ...settings,
  });
  const { ids, starts, ends } = tokenizer.encode(text);
  return Array.from(ids, (id, i) => [
    words[id]?.replaceAll('\u2581', '_') ?? expect.fail(),
    text.slice(at(starts, i), at(ends, i)),
  ]);
}

describe('words', () => {
  it('begin at blanks, which are part of them, and at blank marks', () => {
    expect(wordsOf('a bc  d\u2581e')).toEqual([
      ['_a', 'a'],
      ['_bc', ' bc'],
      ['_', ' '],
      ['_d', ' d'],
      ['_e', '\u2581e'],
    ]);
  });

  it('have a mark in front where the model wants one and there is none', () => {
    const first = (text: string, settings: Partial<UnigramModel>) => wordsOf(text, settings).map(([word]) => word);
    expect(first('a b', { prepend: 'never' })).toEqual(['a', '_b']);
    expect(first(' a', { prepend: 'always' })).toEqual(['_a']);
    expect(first('a\tb', { prepend: 'first' })).toEqual(['_a\tb']);
    expect(first('a\tb c', { sections: true })).toEqual(['_a', '_b', '_c']);
    expect(first('a\tb', { sections: true, prepend: 'first' })).toEqual(['_a', 'b']);
    expect(first('\ta', { sections: true, prepend: 'first' })).toEqual(['a']);
    expect(first('a\tb', { sections: true, prepend: 'never' })).toEqual(['a', 'b']);
  });

  it('have the places of what they were before normalisation', () => {
    expect(wordsOf('İx 😀', { normalization: [lowercase] })).toEqual([
      ['_i\u0307x', 'İx'],
      ['_😀', ' 😀'],
    ]);
  });

  it('of nothing are none', () => {
    expect(wordsOf('')).toEqual([]);
  });
});

describe('SentencePiece’s tokenizer', () => {
  const reader = makeUnigramReader();
  const { tokenizer, specialIds } = reader;

  it('covers all but white space and what its map leaves out, in order, and parts no surrogate pair', () => {
    fc.assert(
      fc.property(arbitraryText(50), (text) => {
        const { starts, ends } = tokenizer.encode(text);
        let coveredTo = 0;
        let left = '';
        // Gap by gap: two lone surrogates of different gaps are no pair.
        const needed = (gap: string) =>
          gap.replace(/[\p{White_Space}\p{M}\p{Cc}\p{Cf}\ufffd\u2581\ud800-\udfff]/gu, '');
        starts.forEach((start, i) => {
          const end = at(ends, i);
          if (end < start || (i > 0 && start < at(starts, i - 1))) expect.fail(`token ${i} of ${JSON.stringify(text)}`);
          if (splitsSurrogatePair(text, start) || splitsSurrogatePair(text, end))
            expect.fail(`token ${i} parts a pair`);
          left += needed(text.slice(coveredTo, start));
          coveredTo = Math.max(coveredTo, end);
        });
        left += needed(text.slice(coveredTo));
        expect(left).toBe('');
      }),
      { numRuns: 100 },
    );
  });

  it('has each piece where its text stands', () => {
    fc.assert(
      fc.property(arbitraryText(50), (text) => {
        const { ids, starts, ends } = tokenizer.encode(text);
        const plain = (part: string) =>
          // Decomposed: an accent behind the ligature fi composes with its i alone.
          part.normalize('NFKD').replace(/[\p{White_Space}\p{M}\p{Cc}\p{Cf}\u2581]/gu, '');
        ids.forEach((id, i) => {
          const piece = plain(reader.pieceOf(id));
          if (!/^[\w.,-]+$/.test(piece)) return;
          // What a cluster of a letter and marks becomes stands for them in order: the 2 of ½ with an accent for the accent.
          let start = at(starts, i);
          while (start > 0 && /^[\p{M}\u200c\u200d]/u.test(text.slice(start))) start--;
          const around = text.slice(start, at(ends, i));
          if (!plain(around).includes(piece))
            expect.fail(`${piece} at ${JSON.stringify(around)} of ${JSON.stringify(text)}`);
        });
      }),
      { numRuns: 100 },
    );
  });

  it('makes no special token of text that looks like one', () => {
    const specials = [...specialIds].filter(([content]) => content !== '<unk>');
    expect(specials.map(([content]) => content)).toEqual(['<s>', '<pad>', '</s>', '<mask>']);
    for (const [content] of specials) {
      for (const text of [content, `a${content}b`, ` ${content} `, content.repeat(3)]) {
        const ids = Array.from(tokenizer.encode(text).ids);
        expect(ids.filter((id) => specials.some(([, special]) => special === id))).toEqual([]);
      }
    }
  });
});
