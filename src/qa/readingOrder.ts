// Which windows are read first: those that share words with the question.
import MiniSearch from 'minisearch';
import type { Encoding } from './tokens';
import { type Window, windowText } from './windows';

/**
 * The indices of all windows, the most promising first by BM25, the others in document order behind them. With few
 * windows the order gains nothing, and is the document's.
 */
export function readingOrder(windows: readonly Window[], context: Encoding, text: string, question: string): number[] {
  const inOrder = windows.map(({ index }) => index);
  if (windows.length < 3) return inOrder;
  const asked = new Set(wordsOf(question));
  const search = new MiniSearch<{ id: number; text: string }>({
    fields: ['text'],
    // BM25 needs of the other words only how many there are, which is counted before this; an index of them all takes
    // most of the time.
    processTerm: (word) => {
      const term = word.toLowerCase();
      return asked.has(term) ? term : null;
    },
  });
  search.addAll(
    windows.map((window) => {
      const { start, end } = windowText(window, context);
      return { id: window.index, text: text.slice(start, end) };
    }),
  );
  const hits = search
    .search(question)
    .sort((a, b) => b.score - a.score || Number(a.id) - Number(b.id))
    .map(({ id }) => Number(id));
  const promising = new Set(hits);
  return [...hits, ...inOrder.filter((index) => !promising.has(index))];
}

/** The words of a question as MiniSearch sees them. */
function wordsOf(question: string): string[] {
  const split = MiniSearch.getDefault('tokenize') as (text: string) => string[];
  return split(question).map((word) => word.toLowerCase());
}
