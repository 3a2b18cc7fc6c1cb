import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitsSurrogatePair } from '../../src/qa/characters';
import type { SpanLogits } from '../../src/qa/logits';
import { type CandidateParts, listSpans } from '../../src/qa/candidates';
import { toCharacters } from '../../src/qa/spanEdges';
import { logSumExp, overlapsByHalf, readWindow, type ScoredSpan, type WindowReading } from '../../src/qa/spans';
import { at, type Encoding, type Tokenizer } from '../../src/qa/tokens';
import { makeWindows, type Window } from '../../src/qa/windows';
import { arbitraryText, plainWords } from './arbitraryText';
import { encodingAt, makeCharacterTokenizer, makePieceTokenizer, makeWordTokenizer, seesNoise } from './fakeModel';

/** Where the context stands in the inputs of these tests: behind a null position and three more. */
const contextOffset = 4;

interface Laid {
  readonly text: string;
  readonly context: Encoding;
  readonly windows: readonly Window[];
  /** Longest span in tokens. */
  readonly longest: number;
}

/** A text in windows as a plan makes them. */
function layText(text: string, tokenizer: Tokenizer, room: number): Laid {
  const context = tokenizer.encode(text);
  const overlap = Math.min(128, room >> 1);
  return { text, context, windows: makeWindows(new Uint8Array(context.ids.length), room, overlap), longest: overlap };
}

/** Logits of a window by a seed; those of its null position are not zero. */
function noiseOver(window: Window, context: Encoding, seed: number): SpanLogits {
  const ids = new Int32Array(contextOffset + window.endToken - window.startToken + 1).fill(1);
  ids.set(context.ids.subarray(window.startToken, window.endToken), contextOffset);
  const { start, end } = seesNoise(seed)(ids);
  start[0] = 0.75;
  end[0] = -0.5;
  return { start, end };
}

/** All spans `[startToken, endToken)` of a window. */
function spansOf(parts: CandidateParts): [startToken: number, endToken: number][] {
  return listSpans(parts).flatMap(({ startToken, firstEnd, lastEnd }) =>
    Array.from({ length: lastEnd - firstEnd + 1 }, (_, i): [number, number] => [startToken, firstEnd + i]),
  );
}

/** Token spans `first-last` of every window. */
function candidatesOf({ text, context, windows, longest }: Laid): string[] {
  return windows.flatMap(({ index }) =>
    spansOf({ windows, index, context, text, maxSpanTokens: longest }).map(([first, end]) => `${first}-${end - 1}`),
  );
}

const isBlank = (text: string): boolean => /^\p{White_Space}*$/u.test(text);

/** By definition: every pair of tokens within the limits of tokens, words and characters that is not blank. */
function allSpans({ text, context, longest }: Laid): string[] {
  const spans: string[] = [];
  for (let first = 0; first < context.ids.length; first++) {
    for (let last = first; last < Math.min(context.ids.length, first + longest); last++) {
      const slice = text.slice(at(context.starts, first), at(context.ends, last));
      const words = slice.split(/\p{White_Space}+/u).filter((word) => word !== '');
      if (slice.length <= 1000 && words.length <= 30 && words.length > 0) spans.push(`${first}-${last}`);
    }
  }
  return spans;
}

const room = fc.integer({ min: 64, max: 160 });
const longText = fc.tuple(arbitraryText(90), fc.integer({ min: 1, max: 3 })).map(([text, times]) => text.repeat(times));

describe('the spans of all windows together', () => {
  it.each([
    ['words', makeWordTokenizer],
    ['pieces of words', makePieceTokenizer],
  ])('are every span within the limits, each exactly once (tokens are %s)', (_, makeTokenizer) => {
    fc.assert(
      fc.property(longText, room, (text, size) => {
        const laid = layText(text, makeTokenizer(), size);
        expect(candidatesOf(laid).sort()).toEqual(allSpans(laid).sort());
      }),
      { numRuns: 12 },
    );
  });

  it('are every span within the limits also where each word is a token, up to 30 words', () => {
    for (const tokens of [1, 2, 63, 64, 65, 96, 97, 200, 333]) {
      const laid = layText(plainWords(tokens), makeWordTokenizer(), 64);
      expect(candidatesOf(laid).sort()).toEqual(allSpans(laid).sort());
    }
  });

  it('do not lose words to the limit where blanks are tokens too', () => {
    // What begins and ends at a word: those with blanks around them say the same.
    const withoutOuterBlanks = ({ text, context }: Laid, spans: string[]): string[] => {
      const blank = Array.from(context.starts, (start, i) => isBlank(text.slice(start, at(context.ends, i))));
      return spans.filter((span) => span.split('-').every((token) => blank[Number(token)] === false)).sort();
    };
    const text = Array.from({ length: 60 }, (_, i) => String.fromCharCode(97 + (i % 26))).join(' ');
    for (const indented of [text, text.replaceAll(' ', '  ')]) {
      const laid = layText(indented, makeCharacterTokenizer(), 100);
      expect(withoutOuterBlanks(laid, candidatesOf(laid))).toEqual(withoutOuterBlanks(laid, allSpans(laid)));
    }
  });

  it('are each owned once where blanks are tokens too', () => {
    fc.assert(
      fc.property(longText, room, (text, size) => {
        const laid = layText(text, makeCharacterTokenizer(), size);
        const candidates = candidatesOf(laid);
        expect(new Set(candidates).size).toBe(candidates.length);
        const allowed = new Set(allSpans(laid));
        expect(candidates.filter((span) => !allowed.has(span))).toEqual([]);
      }),
      { numRuns: 8 },
    );
  });

  it('have no more than 1000 characters', () => {
    const text = ['x'.repeat(400), 'y'.repeat(400), 'z'.repeat(198), 'w'].join(' ');
    const laid = layText(text, makeWordTokenizer(), 64);
    // 400 + 1 + 400 + 1 + 198 is 1000.
    expect(candidatesOf(laid)).toEqual(['0-0', '0-1', '0-2', '1-1', '1-2', '1-3', '2-2', '2-3', '3-3']);
  });

  it('have no more than 1000 characters even where one token has', () => {
    const laid = layText(`before ${'x'.repeat(1001)} after`, makeWordTokenizer(), 64);
    expect(candidatesOf(laid)).toEqual(['0-0', '2-2']);
  });

  it('are none in blanks', () => {
    expect(candidatesOf(layText(' \t\r\n\u0085\u00a0', makeCharacterTokenizer(), 64))).toEqual([]);
  });
});

describe('the evidence of a span', () => {
  it('is its two logits against the null of the same window', () => {
    const { text, context, windows, longest } = layText(plainWords(150), makeWordTokenizer(), 64);
    for (const window of windows) {
      const logits = noiseOver(window, context, 7);
      const parts = { windows, index: window.index, context, text, maxSpanTokens: longest };
      const { spans } = readWindow({ ...parts, logits, contextOffset });
      for (const span of spans) {
        const startToken = context.starts.indexOf(span.start) - window.startToken;
        const lastToken = context.ends.indexOf(span.end) - window.startToken;
        const sum = at(logits.start, contextOffset + startToken) + at(logits.end, contextOffset + lastToken);
        expect(span.evidence).toBeCloseTo(sum - 0.25, 12);
      }
      expect(spans.length).toBeGreaterThan(0);
    }
  });

  it('is asked only of windows that are there', () => {
    const { text, context, windows, longest } = layText('one', makeWordTokenizer(), 64);
    const logits = { start: new Float32Array(9), end: new Float32Array(9) };
    const parts = { windows, index: 1, context, text, maxSpanTokens: longest };
    expect(() => listSpans(parts)).toThrow(RangeError);
    expect(() => readWindow({ ...parts, logits, contextOffset })).toThrow(RangeError);
  });

  it('needs a logit for every token', () => {
    const { text, context, windows, longest } = layText('one two', makeWordTokenizer(), 64);
    const short = new Float32Array(5);
    const long = new Float32Array(6);
    const parts = { windows, index: 0, context, text, maxSpanTokens: longest, contextOffset };
    expect(() => readWindow({ ...parts, logits: { start: short, end: long } })).toThrow(RangeError);
    expect(() => readWindow({ ...parts, logits: { start: long, end: short } })).toThrow(RangeError);
    expect(() => readWindow({ ...parts, logits: { start: long, end: long } })).not.toThrow();
  });
});

describe('logits that are no numbers', () => {
  const { text, context, windows, longest } = layText('one two', makeWordTokenizer(), 64);
  const parts = { windows, index: 0, context, text, maxSpanTokens: longest, contextOffset };
  const good = (): Float32Array => new Float32Array(contextOffset + 2);
  const withOne = (index: number, value: number): Float32Array => good().fill(value, index, index + 1);

  it.each([NaN, Infinity])('are refused, wherever one of them is %d', (value) => {
    for (const index of [0, contextOffset, contextOffset + 1]) {
      const bad = withOne(index, value);
      expect(() => readWindow({ ...parts, logits: { start: bad, end: good() } })).toThrow('no numbers');
      expect(() => readWindow({ ...parts, logits: { start: good(), end: bad } })).toThrow('no numbers');
    }
  });

  it('are no such where one says “never”', () => {
    const start = withOne(contextOffset, -Infinity);
    const { spans } = readWindow({ ...parts, logits: { start, end: good() } });
    expect(spans.map(({ evidence }) => evidence)).toEqual([0, -Infinity]);
  });
});

/** Reads a text that fits one window; `evidence` by token span, all others -20 or less. */
function readPlaces(text: string, tokenizer: Tokenizer, evidence: Readonly<Record<string, number>>): WindowReading {
  const { context, windows, longest } = layText(text, tokenizer, 64);
  const tokens = context.ids.length;
  const start = new Float32Array(contextOffset + tokens).fill(-20);
  const end = new Float32Array(contextOffset + tokens).fill(-20);
  start[0] = 0;
  end[0] = 0;
  for (const [span, value] of Object.entries(evidence)) {
    const [first, last] = span.split('-').map(Number);
    start[contextOffset + (first ?? expect.fail())] = value / 2;
    end[contextOffset + (last ?? expect.fail())] = value / 2;
  }
  return readWindow({
    windows,
    index: 0,
    logits: { start, end },
    contextOffset,
    context,
    text,
    maxSpanTokens: longest,
  });
}

const textOf = (text: string, span: ScoredSpan | undefined): string | undefined =>
  span && text.slice(span.start, span.end);

describe('the places of a window', () => {
  /** Of a span of the first window, by definition. */
  function evidenceOf({ start, end }: SpanLogits, startToken: number, endToken: number): number {
    const nullScore = at(start, 0) + at(end, 0);
    return at(start, contextOffset + startToken) + at(end, contextOffset + endToken - 1) - nullScore;
  }

  /** Greedy suppression, written down again over all pairs. */
  function suppressed({ text, context, windows, longest }: Laid, index: number, logits: SpanLogits) {
    const found = spansOf({ windows, index, context, text, maxSpanTokens: longest });
    let left = found.map(([startToken, endToken]) => ({
      start: at(context.starts, startToken),
      end: at(context.ends, endToken - 1),
      evidence: evidenceOf(logits, startToken, endToken),
    }));
    const kept: { start: number; end: number; evidence: number; odds: number }[] = [];
    while (left.length > 0 && kept.length < 8) {
      const best = left.reduce((a, b) => (b.evidence > a.evidence ? b : a));
      const near = left.filter((other) => {
        const shared = Math.min(best.end, other.end) - Math.max(best.start, other.start);
        return other === best || shared > Math.min(best.end - best.start, other.end - other.start) / 2;
      });
      kept.push({ ...best, odds: near.reduce((sum, { evidence }) => sum + Math.exp(evidence), 0) });
      left = left.filter((other) => !near.includes(other));
    }
    return kept;
  }

  it('are the best spans, each with the mass of those it overlaps by more than half', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 40 }), (seed, words) => {
        const laid = layText(plainWords(words), makeWordTokenizer(), 64);
        const logits = noiseOver(laid.windows[0] ?? expect.fail(), laid.context, seed);
        const { spans } = readWindow({
          windows: laid.windows,
          index: 0,
          logits,
          contextOffset,
          context: laid.context,
          text: laid.text,
          maxSpanTokens: laid.longest,
        });
        const expected = suppressed(laid, 0, logits);
        expect(spans.map(({ start, end, evidence }) => [start, end, evidence])).toEqual(
          expected.map(({ start, end, evidence }) => [start, end, evidence]),
        );
        spans.forEach((span, i) => expect(Math.exp(span.logMass)).toBeCloseTo(expected[i]?.odds ?? NaN, 4));
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ['words', makeWordTokenizer],
    ['pieces of words', makePieceTokenizer],
  ])('have, with what is left, the sum of all odds in the window as their mass (tokens are %s)', (_, makeTokenizer) => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 40 }), (seed, words) => {
        const whole = Array.from({ length: words }, (__, i) => `part${i}`).join(' ');
        const { text, context, windows, longest } = layText(whole, makeTokenizer(), 64);
        const logits = noiseOver(windows[0] ?? expect.fail(), context, seed);
        const reading = readWindow({
          windows,
          index: 0,
          logits,
          contextOffset,
          context,
          text,
          maxSpanTokens: longest,
        });
        const odds = spansOf({ windows, index: 0, context, text, maxSpanTokens: longest })
          .map(([startToken, endToken]) => Math.exp(evidenceOf(logits, startToken, endToken)))
          .reduce((sum, one) => sum + one, 0);
        const kept = reading.spans.reduce((sum, { logMass }) => sum + Math.exp(logMass), 0);
        expect(Math.log(kept + Math.exp(reading.restLogMass))).toBeCloseTo(Math.log(odds), 9);
        // Seven words have no more than seven places: nothing is left over.
        if (words <= 7) expect(reading.restLogMass).toBe(-Infinity);
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ['words', makeWordTokenizer],
    ['pieces of words', makePieceTokenizer],
    ['characters', makeCharacterTokenizer],
  ])('come best first, never two that overlap by more than half (tokens are %s)', (_, makeTokenizer) => {
    fc.assert(
      fc.property(arbitraryText(40), fc.integer(), (text, seed) => {
        const { context, windows, longest } = layText(text, makeTokenizer(), 64);
        for (const window of windows) {
          const logits = noiseOver(window, context, seed);
          const { spans } = readWindow({
            windows,
            index: window.index,
            logits,
            contextOffset,
            context,
            text,
            maxSpanTokens: longest,
          });
          expect(spans.length).toBeLessThanOrEqual(8);
          spans.forEach((span, i) => {
            for (const better of spans.slice(0, i)) {
              expect(better.evidence).toBeGreaterThanOrEqual(span.evidence);
              expect(overlapsByHalf(better.start, better.end, span.start, span.end)).toBe(false);
            }
          });
        }
      }),
      { numRuns: 30 },
    );
  });

  it('are one where spans are nearly equal', () => {
    const text = 'the port is 8080 by default';
    const { spans } = readPlaces(text, makeWordTokenizer(), { '2-3': 6, '3-4': 5.5 });
    // "is 8080", "8080 by", "is 8080 by" and "8080" overlap by half or more; the rest is far below.
    expect(textOf(text, spans[0])).toBe('is 8080');
    expect(spans.filter(({ evidence }) => evidence > 0)).toHaveLength(1);
    expect(spans[0]?.logMass).toBeGreaterThan(6 + Math.log(1.5));
  });

  it('are two where spans share exactly half of the shorter', () => {
    // Two of four characters, in a script where words are not completed.
    const context = encodingAt([
      [0, 4],
      [2, 6],
    ]);
    const windows = makeWindows(new Uint8Array(2), 64, 32);
    const logits = { start: Float32Array.of(0, 2, 1), end: Float32Array.of(0, 2, 1) };
    const { spans } = readWindow({
      windows,
      index: 0,
      logits,
      contextOffset: 1,
      context,
      text: '一二三四五六',
      maxSpanTokens: 1,
    });
    expect(spans.map(({ evidence }) => evidence)).toEqual([4, 2]);
  });

  it('of equal evidence are the shorter, then the earlier', () => {
    const text = 'one two three four';
    const flat = readPlaces(text, makeWordTokenizer(), {});
    expect(flat.spans.map((span) => textOf(text, span))).toEqual(['one', 'two', 'four', 'three']);
  });

  it('are eight at most; the mass of all others is kept', () => {
    const { spans, restLogMass } = readPlaces(plainWords(20), makeWordTokenizer(), {});
    expect(spans).toHaveLength(8);
    expect(restLogMass).toBeGreaterThan(-Infinity);
  });

  it('are none where nothing is a candidate', () => {
    expect(readPlaces(' \n\t', makeCharacterTokenizer(), {})).toEqual({ spans: [], restLogMass: -Infinity });
  });

  it('are whole runs: "8080" is never answered "80"', () => {
    const text = 'port 8080.';
    for (const span of ['2-2', '3-3', '2-3']) {
      const { spans } = readPlaces(text, makePieceTokenizer(), { [span]: 6 });
      expect(textOf(text, spans[0])).toBe('8080');
    }
  });
});

describe('a span in characters', () => {
  const expanded = (text: string, part: string): string => {
    const start = text.indexOf(part);
    expect(start).toBeGreaterThanOrEqual(0);
    const span = toCharacters(text, start, start + part.length);
    return text.slice(span.start, span.end);
  };

  it.each([
    ['8080', '80', '8080'],
    ['port 8080/tcp', '0', '8080'],
    ['snake_case', 'case', 'case'],
    ['a-b', 'b', 'b'],
    ['Müller', 'ü', 'Müller'],
    ['Привет, мир', 'вет', 'Привет'],
    ['東京都', '京', '京'],
    ['いろは', 'ろ', 'ろ'],
    ['v2.10', '10', '10'],
    ['x²y', '²', 'x²y'],
  ])('of %j around %j is the run %j', (text, part, expected) => {
    expect(expanded(text, part)).toBe(expected);
  });

  it.each([
    ['an accent', 'cafe\u0301!', 'cafe', 'cafe\u0301'],
    ['several accents', 'a\u0323\u0308 b', 'a', 'a\u0323\u0308'],
    ['an emoji selector', '⚠\ufe0f hot', '⚠', '⚠\ufe0f'],
    ['a joiner', '👩\u200d👧', '👩', '👩\u200d'],
    ['a skin tone', '👍🏽!', '👍', '👍🏽'],
    ['a keycap', '1\ufe0f\u20e3 one', '1', '1\ufe0f\u20e3'],
  ])('has %s with the character before it', (_, text, part, expected) => {
    expect(expanded(text, part)).toBe(expected);
  });

  it('begins at the character whose mark it began at', () => {
    expect(expanded('xe\u0301', '\u0301')).toBe('xe\u0301');
    expect(expanded('👍🏽', '🏽')).toBe('👍🏽');
  });

  it.each([
    ['⚠\ufe0fNote', 'Note', 'Note'],
    ['⚠\ufe0fNote', '⚠\ufe0f', '⚠\ufe0f'],
    ['❤\ufe0flove', 'ove', 'love'],
    ['(\u0301abc', 'abc', 'abc'],
  ])('in %j around %j is %j: the mark of a symbol belongs to the symbol', (text, part, expected) => {
    expect(expanded(text, part)).toBe(expected);
  });

  it('does not begin at a blank, though a mark follows it', () => {
    expect(expanded('a\n\u0301b', '\u0301b')).not.toMatch(/^\s/);
    expect(expanded('a \u200db', '\u200db')).not.toMatch(/^\s/);
  });

  it('has no white space at its ends', () => {
    expect(expanded('a \u0085\u3000port\r\n b', ' \u0085\u3000port\r\n')).toBe('port');
  });

  it('is not completed to a run of more than 256 characters', () => {
    const blob = 'x'.repeat(300);
    expect(toCharacters(`${blob} `, 100, 120)).toEqual({ start: 0, end: 300 });
    expect(toCharacters(`${blob} `, 290, 295)).toEqual({ start: 290, end: 300 });
    expect(toCharacters(`${blob}${blob}`, 290, 310)).toEqual({ start: 290, end: 310 });
  });

  /** Characters with what belongs to them; a blank takes no marks. */
  const characterOf = /\p{White_Space}|[^](?:\p{M}|\p{Emoji_Modifier}|\u200d|\ufe0e|\ufe0f)*/gu;
  const unspaced =
    /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Tibt}]/u;
  const isSpacedRun = (character: string): boolean =>
    /^[\p{L}\p{N}]\p{M}*$/u.test(character) && !unspaced.test(character);

  it('never begins or ends inside a character, a surrogate pair or a run, nor with white space', () => {
    fc.assert(
      fc.property(arbitraryText(20), fc.nat(), fc.nat(12), (text, seed, length) => {
        const first = seed % (text.length + 1);
        const last = Math.min(text.length, first + 1 + length);
        fc.pre(!isBlank(text.slice(first, last)));

        const inside = new Set<number>();
        let characterBefore = '';
        for (const { 0: character, index } of text.matchAll(characterOf)) {
          if (isSpacedRun(characterBefore) && isSpacedRun(character)) inside.add(index);
          for (let offset = index + 1; offset < index + character.length; offset++) inside.add(offset);
          characterBefore = character;
        }
        const span = toCharacters(text, first, last);
        const answer = text.slice(span.start, span.end);
        const place = `${JSON.stringify(text)} [${first}, ${last}) is answered ${JSON.stringify(answer)}`;
        expect(splitsSurrogatePair(text, span.start) || splitsSurrogatePair(text, span.end), place).toBe(false);
        expect(inside.has(span.start) || inside.has(span.end), place).toBe(false);
        expect(answer, place).toBe(answer.replace(/^\p{White_Space}+|\p{White_Space}+$/gu, ''));
        // The text of the tokens is in it, but for marks without a partner at its ends.
        const asked = text.slice(first, last);
        const firstKept = asked.search(/[^\p{White_Space}()[\]{}`"]/u);
        if (firstKept < 0) return;
        const lastKept = asked.replace(/[\p{White_Space}()[\]{}`"]+$/u, '').length;
        expect(span.start).toBeLessThanOrEqual(first + firstKept);
        expect(span.end).toBeGreaterThanOrEqual(first + lastKept);
      }),
      { numRuns: 400 },
    );
  });
});

describe('a mark without a partner', () => {
  it.each([
    ['[MIT licence](LICENSE)', '[MIT licence', 'MIT licence'],
    ['the `-V` flag', '`-V', '-V'],
    ['called (main) here', '(main)', '(main)'],
    ['say "30 s" now', '"30 s"', '"30 s"'],
    ['f(x) = {y}', 'f(x)', 'f(x)'],
    ['(see [a] b)', 'see [a] b)', 'see [a] b'],
  ])('in %j around %j is no part of the answer', (text, tokens, answer) => {
    const start = text.indexOf(tokens);
    const span = toCharacters(text, start, start + tokens.length);
    expect(text.slice(span.start, span.end)).toBe(answer);
  });
});

describe('overlap by more than half', () => {
  it('is of the shorter range, and the same from both sides', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.nat(20), fc.nat(20), fc.nat(20), (a, aLength, b, bLength) => {
        const units = (start: number, length: number): number[] => Array.from({ length }, (_, i) => start + i);
        const shared = units(a, aLength).filter((unit) => units(b, bLength).includes(unit)).length;
        fc.pre(aLength > 0 && bLength > 0);
        const expected = shared > Math.min(aLength, bLength) / 2;
        expect(overlapsByHalf(a, a + aLength, b, b + bLength)).toBe(expected);
        expect(overlapsByHalf(b, b + bLength, a, a + aLength)).toBe(expected);
      }),
    );
  });
});

describe('the log of a sum of odds', () => {
  it('is the plain sum where that does not overflow', () => {
    fc.assert(
      fc.property(fc.float64Array({ min: -50, max: 50, noNaN: true, minLength: 1, maxLength: 20 }), (values) => {
        const odds = values.reduce((sum, value) => sum + Math.exp(value), 0);
        expect(logSumExp(values)).toBeCloseTo(Math.log(odds), 9);
      }),
    );
  });

  it('overflows nowhere', () => {
    expect(logSumExp(Float64Array.of(1000, 1000))).toBeCloseTo(1000 + Math.LN2, 9);
    expect(logSumExp(Float64Array.of(-1000, -1000))).toBeCloseTo(-1000 + Math.LN2, 9);
    expect(logSumExp(Float64Array.of(-Infinity, 3))).toBe(3);
    expect(logSumExp(Float64Array.of(-Infinity, -Infinity))).toBe(-Infinity);
    expect(logSumExp(Float64Array.of())).toBe(-Infinity);
  });
});
