import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QaError } from '../../src/qa/errors';
import type { Seams } from '../../src/qa/seams';
import { layOut, makeWindows, ownedSums, planWindows, type Window, windowText } from '../../src/qa/windows';
import { encodingAt, fakeLayout } from './fakeModel';

/** A question of so many tokens with ids 100, 101, … */
function questionOf(tokens: number) {
  const question = encodingAt(Array.from({ length: tokens }, (_, i) => [i, i + 1] as const));
  return { ...question, ids: question.ids.map((id) => 100 + id) };
}

/** Document sizes with every window size that a plan can have, cut at the seams that `seamsOf` gives. */
const laidOutAt = (seamsOf: (tokens: number) => fc.Arbitrary<Seams>) =>
  fc.integer({ min: 1, max: 1500 }).chain((tokens) =>
    fc
      .record({
        room: fc.integer({ min: 64, max: 400 }),
        seams: seamsOf(tokens),
        narrow: fc.integer({ min: 1, max: 4 }),
      })
      .map(({ room, seams, narrow }) => {
        const overlap = Math.min(128, Math.floor(room / 2), 32 * narrow);
        return { tokens, room, overlap, seams, windows: makeWindows(seams, room, overlap) };
      }),
  );
const unseamed = laidOutAt((tokens) => fc.constant(new Uint8Array(tokens)));
const laidOut = fc.oneof(
  unseamed,
  laidOutAt((tokens) => fc.uint8Array({ minLength: tokens, maxLength: tokens, max: 3 })),
  laidOutAt((tokens) =>
    fc
      .integer({ min: 1, max: 90 })
      .map((step) => new Uint8Array(tokens).map((_, i) => (i % step === 0 ? 1 + (i % 3) : 0))),
  ),
);

const pairs = (windows: readonly Window[]): [Window, Window][] =>
  windows.slice(1).map((window, i) => [windows[i] ?? expect.fail(), window]);

describe('a plan', () => {
  it('gives the context what the question and the special tokens leave', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 150 }), fc.integer({ min: 64, max: 600 }), (questionTokens, room) => {
        const question = questionOf(questionTokens);
        const read = Math.min(64, questionTokens);
        const plan = planWindows(question, fakeLayout, room + read + 3);
        expect(plan).toEqual({
          questionIds: question.ids.slice(0, read),
          questionTokensCut: questionTokens - read,
          room,
          overlap: Math.min(128, Math.floor(room / 2)),
          maxSpanTokens: Math.min(128, Math.floor(room / 2)),
        });
      }),
    );
  });

  it('is refused when less than 64 tokens are left for the context', () => {
    expect(planWindows(questionOf(10), fakeLayout, 64 + 13).room).toBe(64);
    expect(() => planWindows(questionOf(10), fakeLayout, 63 + 13)).toThrow(
      expect.objectContaining({ name: 'QaError', reason: 'noContextRoom' }),
    );
    expect(() => planWindows(questionOf(500), fakeLayout, 100)).toThrow(QaError);
  });
});

describe('windows', () => {
  it('cover every token', () => {
    fc.assert(
      fc.property(laidOut, ({ tokens, windows }) => {
        const covered = new Set(windows.flatMap(({ startToken, endToken }) => [startToken, endToken - 1]));
        for (const { startToken, endToken } of windows) {
          for (let token = startToken; token < endToken; token++) covered.add(token);
        }
        expect(covered.size).toBe(tokens);
        expect(Math.max(...covered)).toBe(tokens - 1);
      }),
    );
  });

  it('share at least the overlap with their neighbours', () => {
    fc.assert(
      fc.property(laidOut, ({ windows, overlap }) => {
        for (const [left, right] of pairs(windows)) {
          expect(left.endToken - right.startToken).toBeGreaterThanOrEqual(overlap);
        }
      }),
    );
  });

  it('are full where there are no seams, but for the only one of a short document', () => {
    fc.assert(
      fc.property(unseamed, ({ tokens, room, windows }) => {
        const expected = tokens <= room ? [tokens] : windows.map(() => room);
        expect(windows.map(({ startToken, endToken }) => endToken - startToken)).toEqual(expected);
      }),
    );
  });

  it('stand in the order of the document, each further on than the one before', () => {
    fc.assert(
      fc.property(laidOut, ({ windows }) => {
        expect(windows.map(({ index }) => index)).toEqual([...windows.keys()]);
        for (const [left, right] of pairs(windows)) {
          expect(right.startToken).toBeGreaterThan(left.startToken);
          expect(right.endToken).toBeGreaterThan(left.endToken);
        }
      }),
    );
  });

  it('never hold more than they have room for, nor less than three quarters of it where there is more text', () => {
    fc.assert(
      fc.property(laidOut, ({ tokens, room, windows }) => {
        for (const { startToken, endToken } of windows) {
          expect(endToken - startToken).toBeLessThanOrEqual(room);
          expect(endToken - startToken).toBeGreaterThanOrEqual(Math.min(tokens, Math.ceil(0.75 * room)));
        }
      }),
    );
  });

  it('begin and end at the last seam in reach, however strong another is', () => {
    const seams = new Uint8Array(200);
    // Room 100 looks for an end in (75, 100], and with an overlap of 50 for the next start within 25 before end - 50.
    for (const [token, strength] of [
      [76, 2],
      [90, 1],
      [20, 2],
      [35, 1],
      [41, 1],
    ] as const) {
      seams[token] = strength;
    }
    const [first, second] = makeWindows(seams, 100, 50);
    expect(first).toEqual({ index: 0, startToken: 0, endToken: 90 });
    expect(second?.startToken).toBe(35);
  });

  it('are the same from the next seam on when something is typed before it', () => {
    const seams = (shift: number): Seams => new Uint8Array(3000).map((_, i) => ((i - shift) % 40 === 0 ? 1 : 0));
    const contentsOf = (shift: number): Set<string> =>
      new Set(
        makeWindows(seams(shift), 300, 128).map(
          ({ startToken, endToken }) => `${startToken - shift} ${endToken - shift}`,
        ),
      );
    const before = contentsOf(0);
    const after = [...contentsOf(1)].filter((window) => before.has(window));
    // All but the first, which begins with the text, and the last, which ends with it.
    expect(after.length).toBeGreaterThanOrEqual(before.size - 2);
  });

  it('are no more than are needed where there are no seams', () => {
    fc.assert(
      fc.property(unseamed, ({ tokens, room, overlap, windows }) => {
        const needed = tokens <= room ? 1 : 1 + Math.ceil((tokens - room) / (room - overlap));
        expect(windows).toHaveLength(needed);
      }),
    );
  });

  it('are none where there are no tokens', () => {
    expect(makeWindows(new Uint8Array(0), 64, 32)).toEqual([]);
  });

  it('of a document one token too long are two, the second moved left to be full', () => {
    expect(makeWindows(new Uint8Array(64), 64, 32)).toEqual([{ index: 0, startToken: 0, endToken: 64 }]);
    expect(makeWindows(new Uint8Array(65), 64, 32)).toEqual([
      { index: 0, startToken: 0, endToken: 64 },
      { index: 1, startToken: 1, endToken: 65 },
    ]);
  });
});

describe('the owner of a span', () => {
  /** By definition: of the windows that hold the span, the first with the most tokens on its narrower side. */
  function ownerOf(windows: readonly Window[], startToken: number, endToken: number): number | undefined {
    const sides = windows.map((window) => Math.min(startToken - window.startToken, window.endToken - endToken));
    const widest = Math.max(...sides);
    return widest < 0 ? undefined : sides.indexOf(widest);
  }

  /** The windows that a span belongs to. */
  function ownersOf(windows: readonly Window[], startToken: number, endToken: number): number[] {
    const sum = startToken + endToken;
    return windows
      .filter((window) => {
        const { least, most } = ownedSums(windows, window.index);
        return startToken >= window.startToken && endToken <= window.endToken && least <= sum && sum <= most;
      })
      .map(({ index }) => index);
  }

  it('is the window with the most room around it, and no other', () => {
    fc.assert(
      fc.property(
        laidOut,
        fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
        (laid, random) => {
          const { tokens, overlap, windows } = laid;
          const draw = (below: number): number => Math.floor(random.next().value * below);
          for (let i = 0; i < 20; i++) {
            const startToken = draw(tokens);
            const endToken = startToken + 1 + draw(Math.min(overlap, tokens - startToken));
            expect(ownersOf(windows, startToken, endToken)).toEqual([ownerOf(windows, startToken, endToken)]);
          }
        },
      ),
    );
  });

  it('is the earlier window where two give it the same room', () => {
    const windows = makeWindows(new Uint8Array(96), 64, 32);
    // [0, 64) and [32, 96): span [46, 50) has 14 tokens on its narrower side in both.
    expect(ownersOf(windows, 46, 50)).toEqual([0]);
    expect(ownersOf(windows, 47, 51)).toEqual([1]);
  });

  it('is no window when none holds it whole', () => {
    const windows = makeWindows(new Uint8Array(96), 64, 32);
    expect(ownersOf(windows, 20, 90)).toEqual([]);
  });

  it('can only be asked of a window that is there', () => {
    expect(() => ownedSums(makeWindows(new Uint8Array(96), 64, 32), 2)).toThrow(RangeError);
  });
});

describe('the input of a window', () => {
  const context = encodingAt([
    [0, 2],
    [3, 5],
    [6, 8],
    [9, 11],
  ]);
  const window: Window = { index: 1, startToken: 1, endToken: 3 };

  it('is question and slice between the special tokens, the slice with its own type', () => {
    const layout = { before: [1], between: [2], after: [3], contextTypeId: 1 } as const;
    expect(layOut(window, Int32Array.of(7, 8), context, layout)).toEqual({
      ids: Int32Array.of(1, 7, 8, 2, 1, 2, 3),
      typeIds: Int32Array.of(0, 0, 0, 0, 1, 1, 1),
      contextOffset: 4,
    });
  });

  it('has several special tokens where the model wants them, and one type where there is no other', () => {
    const layout = { before: [0], between: [9, 9], after: [9], contextTypeId: 0 } as const;
    expect(layOut(window, Int32Array.of(7), context, layout)).toEqual({
      ids: Int32Array.of(0, 7, 9, 9, 1, 2, 9),
      typeIds: Int32Array.of(0, 0, 0, 0, 0, 0, 0),
      contextOffset: 4,
    });
  });

  it('comes from the text between its first and its last token', () => {
    expect(windowText(window, context)).toEqual({ start: 3, end: 8 });
  });
});
