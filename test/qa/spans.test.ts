import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SpanLogits } from '../../src/qa/logits';
import { listSpans } from '../../src/qa/candidates';
import { logSumExp, overlapsByHalf, readWindow, type ScoredSpan, type WindowReading } from '../../src/qa/spans';
import { at, type Encoding, type Tokenizer } from '../../src/qa/tokens';
import { makeWindows, type Window } from '../../src/qa/windows';
import { arbitraryText, plainWords } from './arbitraryText';
import { type Laid, layText, spansOf } from './laidText';
import { encodingAt, makeCharacterTokenizer, makePieceTokenizer, makeWordTokenizer, seesNoise } from './fakeModel';

/** Where the context stands in the inputs of these tests: behind a null position and three more. */
const contextOffset = 4;

/** Logits of a window by a seed; those of its null position are not zero. */
function noiseOver(window: Window, context: Encoding, seed: number): SpanLogits {
  const ids = new Int32Array(contextOffset + window.endToken - window.startToken + 1).fill(1);
  ids.set(context.ids.subarray(window.startToken, window.endToken), contextOffset);
  const { start, end } = seesNoise(seed)(ids);
  start[0] = 0.75;
  end[0] = -0.5;
  return { start, end };
}

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
