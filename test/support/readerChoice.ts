import type { ReaderChoice } from '../../src/protocol/engine';

/** A model's folder as the reader that a test wants; nothing is kept of it. */
export function readerChoice(folder: string, change: Partial<ReaderChoice> = {}): ReaderChoice {
  return {
    ...{ folder, prepared: null, precision: 'auto', threads: 0, maxLength: null, overlap: null, threshold: null },
    ...change,
  };
}
