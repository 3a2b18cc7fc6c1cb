import fc from 'fast-check';
import MiniSearch from 'minisearch';
import { describe, expect, it } from 'vitest';
import { readingOrder } from '../../src/qa/readingOrder';
import { makeWindows, windowText } from '../../src/qa/windows';
import { arbitraryText, plainWords } from './arbitraryText';
import { makeCharacterTokenizer, makeWordTokenizer } from './fakeModel';

/** Windows of 10 words that share 5. */
function orderOver(text: string, question: string): number[] {
  const context = makeWordTokenizer().encode(text);
  return readingOrder(makeWindows(new Uint8Array(context.ids.length), 10, 5), context, text, question);
}

describe('the reading order', () => {
  it('has every window once, whatever the text and the question', () => {
    fc.assert(
      fc.property(arbitraryText(60), arbitraryText(8), (text, question) => {
        const context = makeCharacterTokenizer().encode(text);
        const windows = makeWindows(new Uint8Array(context.ids.length), 20, 10);
        const order = readingOrder(windows, context, text, question);
        expect([...order].sort((a, b) => a - b)).toEqual(windows.map(({ index }) => index));
      }),
      { numRuns: 60 },
    );
  });

  it('is that of an index of all words', () => {
    const words = fc.array(fc.constantFrom('Server', 'server', 'port', 'İstanbul', "don't", 'a-b', '8080', '—', 'x'), {
      minLength: 20,
      maxLength: 60,
    });
    fc.assert(
      fc.property(
        words,
        fc.oneof(
          arbitraryText(8),
          words.map((some) => some.slice(0, 4).join(' ')),
        ),
        (all, question) => {
          const text = all.join(' ');
          const context = makeWordTokenizer().encode(text);
          const windows = makeWindows(new Uint8Array(context.ids.length), 10, 5);
          const search = new MiniSearch<{ id: number; text: string }>({ fields: ['text'] });
          search.addAll(
            windows.map((window) => {
              const { start, end } = windowText(window, context);
              return { id: window.index, text: text.slice(start, end) };
            }),
          );
          const scores = new Map(search.search(question).map(({ id, score }) => [Number(id), score]));
          const score = (index: number): number => scores.get(index) ?? 0;
          const expected = windows.map(({ index }) => index).sort((a, b) => score(b) - score(a) || a - b);
          expect(readingOrder(windows, context, text, question)).toEqual(expected);
        },
      ),
    );
  });

  it('begins with the windows that share words with the question', () => {
    const words = plainWords(60).split(' ');
    words[42] = 'timeout';
    const order = orderOver(words.join(' '), 'What is the timeout?');
    // Word 42 stands in windows [35, 45) and [40, 50).
    expect(order.slice(0, 2).sort((a, b) => a - b)).toEqual([7, 8]);
    expect(order.slice(2)).toEqual([0, 1, 2, 3, 4, 5, 6, 9, 10]);
  });

  it('prefers the window that shares a rare word to one that shares a common word', () => {
    const words = Array.from({ length: 60 }, (_, i) => (i % 5 === 0 ? 'server' : `w${i}`));
    words[57] = 'timeout';
    expect(orderOver(words.join(' '), 'server timeout')[0]).toBe(10);
  });

  it('is the order of the document where windows are equally promising', () => {
    expect(orderOver(plainWords(60), 'nothing of this')).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(orderOver(Array.from({ length: 60 }, () => 'same').join(' '), 'same')).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ]);
  });

  it('is the order of the document where there are two windows', () => {
    const words = plainWords(15).split(' ');
    words[14] = 'timeout';
    expect(orderOver(words.join(' '), 'timeout')).toEqual([0, 1]);
  });
});
