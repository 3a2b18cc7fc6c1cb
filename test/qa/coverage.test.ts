import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CoverageCounter } from '../../src/qa/coverage';
import { makeDocument } from '../../src/qa/document';
import { at } from '../../src/qa/tokens';
import { makeWindows } from '../../src/qa/windows';
import { plainWords } from './arbitraryText';
import { makeWordTokenizer } from './fakeModel';

function counterOver(tokens: number, room: number, overlap: number) {
  const document = makeDocument(plainWords(tokens), null);
  const context = makeWordTokenizer().encode(document.text);
  const windows = makeWindows(new Uint8Array(tokens), room, overlap);
  return { document, context, windows, counter: new CoverageCounter(windows, context, document) };
}

describe('coverage', () => {
  it('is the tokens of the windows read, and skips exactly the others', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 64, max: 160 }),
        fc.infiniteStream(fc.boolean()),
        (tokens, room, reads) => {
          const { context, windows, counter } = counterOver(tokens, room, room >> 1);
          const chosen = windows.filter(() => reads.next().value === true);
          const read = new Set<number>();
          for (const window of chosen) {
            counter.markRead(window);
            for (let token = window.startToken; token < window.endToken; token++) read.add(token);
          }

          const coverage = counter.coverage('budget');
          expect(counter.tokensRead).toBe(read.size);
          expect(coverage).toMatchObject({
            windows: windows.length,
            windowsRead: chosen.length,
            tokens,
            tokensRead: read.size,
          });
          const skipped = new Set<number>();
          for (const { range } of coverage.skipped) {
            for (let token = 0; token < tokens; token++) {
              if (at(context.starts, token) >= range.start && at(context.ends, token) <= range.end) skipped.add(token);
            }
          }
          const unread = Array.from({ length: tokens }, (_, token) => token).filter((token) => !read.has(token));
          expect([...skipped].sort((a, b) => a - b)).toEqual(unread);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('joins the tokens that two windows in a row leave unread to one part', () => {
    const { windows, counter, document } = counterOver(200, 64, 32);
    counter.markRead(windows[0] ?? expect.fail());
    const { skipped } = counter.coverage('stopped');
    expect(skipped).toHaveLength(1);
    expect(skipped[0]).toMatchObject({
      reason: 'stopped',
      range: { start: document.text.indexOf('w64'), end: document.text.length },
    });
  });

  it('counts a window read twice once', () => {
    const { windows, counter } = counterOver(200, 64, 32);
    const window = windows[1] ?? expect.fail();
    counter.markRead(window);
    counter.markRead(window);
    expect(counter.coverage('budget')).toMatchObject({ windowsRead: 1, tokensRead: 64 });
  });

  it('skips nothing while there is more to come', () => {
    const { windows, counter } = counterOver(200, 64, 32);
    counter.markRead(windows[0] ?? expect.fail());
    expect(counter.coverage(null)).toMatchObject({ complete: false, skipped: [] });
  });

  it('is complete when every window was read', () => {
    const { windows, counter } = counterOver(200, 64, 32);
    windows.forEach((window) => {
      expect(counter.coverage('budget').complete).toBe(false);
      counter.markRead(window);
    });
    expect(counter.coverage('budget')).toMatchObject({ complete: true, skipped: [] });
  });
});
