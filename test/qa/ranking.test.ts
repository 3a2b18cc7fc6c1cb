import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeAnswer } from '../../src/qa/normalizeAnswer';
import { type AnswerGroup, type Ranking, SpanCollector } from '../../src/qa/ranking';
import { overlapsByHalf, readWindow, type ScoredSpan, type WindowReading } from '../../src/qa/spans';
import { makeWindows } from '../../src/qa/windows';
import { arbitraryText } from './arbitraryText';
import { makePieceTokenizer, seesNoise } from './fakeModel';

const noPrior = { windowExponent: 0 };
const rootPrior = { windowExponent: 0.5 };

/** A place whose mass is its own odds alone. */
const placeAt = (start: number, end: number, evidence: number): ScoredSpan => ({
  start,
  end,
  evidence,
  logMass: evidence,
  readAgain: false,
});

/** The first place of `part` after `from`. */
function placeOf(text: string, part: string, evidence: number, from = 0): ScoredSpan {
  const start = text.indexOf(part, from);
  expect(start).toBeGreaterThanOrEqual(0);
  return placeAt(start, start + part.length, evidence);
}

/** A window's reading that found nothing but these places. */
const readingOf = (spans: readonly ScoredSpan[]): WindowReading => ({ spans, restLogMass: -Infinity });

function rank(
  text: string,
  readings: readonly WindowReading[],
  { prior = noPrior, effectiveWindows = 1, lowestEvidence = -100 } = {},
): Ranking {
  const collector = new SpanCollector();
  for (const reading of readings) collector.add(reading);
  return collector.rank(text, prior, effectiveWindows, lowestEvidence);
}

const text = 'The timeout is 30 seconds. It was 60 seconds. Again: 30 Seconds, and the 30 seconds.';

/** Readings as windows could give them: places anywhere, with evidence in halves so that many are equal. */
const arbitraryReadings = fc
  .array(
    fc.array(
      fc.record({
        start: fc.nat(text.length - 12),
        length: fc.integer({ min: 1, max: 12 }),
        evidence: fc.integer({ min: -6, max: 12 }),
        more: fc.constantFrom(0, 0, 0.25, 1),
      }),
      { maxLength: 8 },
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((windows) =>
    windows.map((spans) =>
      readingOf(
        spans.map(({ start, length, evidence, more }) => ({
          ...placeAt(start, start + length, evidence / 2),
          logMass: evidence / 2 + more,
        })),
      ),
    ),
  );

const shuffled = <Value>(values: readonly Value[]): fc.Arbitrary<Value[]> =>
  fc.shuffledSubarray([...values], { minLength: values.length, maxLength: values.length });

describe('a ranking', () => {
  it('is the same in whatever order the windows were read', () => {
    fc.assert(
      fc.property(
        arbitraryReadings.chain((readings) => fc.tuple(fc.constant(readings), shuffled(readings))),
        ([readings, order]) => {
          expect(rank(text, order, { prior: rootPrior, effectiveWindows: 3 })).toEqual(
            rank(text, readings, { prior: rootPrior, effectiveWindows: 3 }),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is the same in whatever order windows were read that found the same places', () => {
    // Parts of one word in two windows, both completed to the word: equal in all but their mass.
    const sameWord = fc
      .array(fc.double({ min: 1, max: 4, noNaN: true }), { minLength: 3, maxLength: 6 })
      .map((masses) => masses.map((logMass) => readingOf([{ ...placeOf(text, 'timeout', 1), logMass }])));
    fc.assert(
      fc.property(
        sameWord.chain((readings) => fc.tuple(fc.constant(readings), shuffled(readings))),
        ([readings, order]) => {
          expect(rank(text, order)).toEqual(rank(text, readings));
        },
      ),
    );
  });

  it('is the same in whatever order windows were read that found more than their places', () => {
    const rests = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 3, maxLength: 12 });
    fc.assert(
      fc.property(
        rests.chain((rests) => fc.tuple(fc.constant(rests), shuffled(rests))),
        ([rests, order]) => {
          const noAnswerProbability = (of: readonly number[]): number =>
            rank(
              text,
              of.map((restLogMass) => ({ spans: [], restLogMass })),
            ).noAnswerProbability;
          expect(noAnswerProbability(order)).toBe(noAnswerProbability(rests));
        },
      ),
    );
  });

  it('is the same in whatever order the windows of a text were read', () => {
    fc.assert(
      fc.property(
        arbitraryText(120).map((part) => part.repeat(2)),
        fc.integer(),
        fc.integer(),
        (whole, seed, order) => {
          const context = makePieceTokenizer().encode(whole);
          const windows = makeWindows(new Uint8Array(context.ids.length), 64, 32);
          const readings = windows.map((window, index) => {
            const ids = new Int32Array(1 + window.endToken - window.startToken);
            ids.set(context.ids.subarray(window.startToken, window.endToken), 1);
            return readWindow({
              windows,
              index,
              logits: seesNoise(seed)(ids),
              contextOffset: 1,
              context,
              text: whole,
              maxSpanTokens: 32,
            });
          });
          const byDraw = new Map(readings.map((reading, i) => [reading, Math.imul(order + i, 0x9e3779b1)]));
          const otherOrder = [...readings].sort((a, b) => (byDraw.get(a) ?? 0) - (byDraw.get(b) ?? 0));
          const options = { prior: rootPrior, effectiveWindows: Math.max(1, windows.length) };
          expect(rank(whole, otherOrder, options)).toEqual(rank(whole, readings, options));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('is the same in whatever order more places came than are kept', () => {
    const long = Array.from({ length: 3000 }, (_, i) => `w${i}`).join(' ');
    const starts = [...long.matchAll(/w\d+/g)];
    const readings = Array.from({ length: 350 }, (_, index) =>
      readingOf(
        starts.slice(index * 8, index * 8 + 8).map(({ 0: word, index: start }) =>
          // 31 values only: the border of what is kept runs through equals.
          placeAt(start, start + word.length, ((start * 7919) % 31) / 4),
        ),
      ),
    );
    const forwards = rank(long, readings);
    expect(forwards.groups).toHaveLength(512);
    expect(rank(long, [...readings].reverse())).toEqual(forwards);
    const strided = readings.map((_, i) => readings[(i * 101) % readings.length] ?? expect.fail());
    expect(rank(long, strided)).toEqual(forwards);
  });

  it('can be asked for while windows are still being read, without changing what follows', () => {
    fc.assert(
      fc.property(arbitraryReadings, (readings) => {
        const collector = new SpanCollector();
        for (const reading of readings) {
          collector.add(reading);
          collector.rank(text, rootPrior, 2, -1);
        }
        expect(collector.rank(text, noPrior, 1, -100)).toEqual(rank(text, readings));
      }),
      { numRuns: 50 },
    );
  });

  it('of nothing is certain that there is no answer', () => {
    expect(new SpanCollector().rank(text, rootPrior, 3, -2)).toEqual({ groups: [], noAnswerProbability: 1 });
  });

  it('comes best first; of equals the shorter, then the earlier', () => {
    const readings = [
      readingOf([placeOf(text, 'Again', 3), placeOf(text, 'seconds', 1)]),
      readingOf([placeOf(text, 'timeout', 3), placeOf(text, 'It', 3), placeOf(text, '60', 5)]),
      readingOf([placeOf(text, 'was', 3), placeOf(text, 'and', 3)]),
    ];
    expect(rank(text, readings).groups.map((group) => group.text)).toEqual([
      '60',
      'It',
      'was',
      'and',
      'Again',
      'timeout',
      'seconds',
    ]);
  });
});

describe('evidence and probability', () => {
  it('are those of Bayes’ rule over all windows, and sum to 1 when nothing was left out', () => {
    fc.assert(
      fc.property(
        arbitraryReadings,
        fc.constantFrom(0, 0.5, 1),
        fc.integer({ min: 1, max: 9 }),
        (readings, b, windows) => {
          const { groups, noAnswerProbability } = rank(text, readings, {
            prior: { windowExponent: b },
            effectiveWindows: windows,
          });
          const odds = readings.flatMap(({ spans }) => spans.map(({ logMass }) => Math.exp(logMass) / windows ** b));
          const total = 1 + odds.reduce((sum, value) => sum + value, 0);
          expect(noAnswerProbability).toBeCloseTo(1 / total, 9);
          const listed = groups.reduce((sum, { probability }) => sum + probability, 0);
          expect(listed + noAnswerProbability).toBeCloseTo(1, 9);
        },
      ),
    );
  });

  it('sum to less than 1 by what was found and is not listed', () => {
    const reading = readingOf([placeOf(text, '60', 2)]);
    const { groups, noAnswerProbability } = rank(text, [{ ...reading, restLogMass: 2 }]);
    // Two equal masses of e^2, one of them listed.
    expect(groups[0]?.probability).toBeCloseTo(Math.exp(2) / (1 + 2 * Math.exp(2)), 9);
    expect(noAnswerProbability).toBeCloseTo(1 / (1 + 2 * Math.exp(2)), 9);
  });

  it('shrink with the windows read, by b log W', () => {
    const readings = [readingOf([placeOf(text, '60', 4)])];
    const evidenceAt = (b: number, windows: number): number | undefined =>
      rank(text, readings, { prior: { windowExponent: b }, effectiveWindows: windows }).groups[0]?.evidence;
    expect(evidenceAt(0, 42)).toBe(4);
    expect(evidenceAt(0.5, 1)).toBe(4);
    expect(evidenceAt(0.5, 16)).toBeCloseTo(4 - Math.log(4), 12);
    expect(evidenceAt(1, 16)).toBeCloseTo(4 - Math.log(16), 12);
  });

  it('count what was dropped because more places came than are kept', () => {
    const long = Array.from({ length: 3000 }, (_, i) => `w${i}`).join(' ');
    const places = [...long.matchAll(/w\d+/g)].map(({ 0: word, index }) => placeAt(index, index + word.length, 0));
    const { groups, noAnswerProbability } = rank(long, [readingOf(places)]);
    expect(groups).toHaveLength(512);
    expect(noAnswerProbability).toBeCloseTo(1 / 3001, 12);
  });

  it('do not overflow', () => {
    const { groups, noAnswerProbability } = rank(text, [readingOf([]), readingOf([placeOf(text, '60', 2000)])]);
    expect(groups[0]?.probability).toBe(1);
    expect(noAnswerProbability).toBe(0);
  });
});

describe('a second reading', () => {
  const stories = 'The port is 8080. Or 9090?\n\nOnce it was 7070, then 8080.';
  const secondStory = stories.indexOf('Once');
  const firstReading = readingOf([
    placeOf(stories, '8080', 6),
    placeOf(stories, '9090', 5),
    placeOf(stories, '7070', 4),
    placeOf(stories, '8080', 3, secondStory),
  ]);
  const secondReading = readingOf(
    [placeOf(stories, '9090', 2), placeOf(stories, '8080', 1)].map((place) => ({ ...place, readAgain: true })),
  );
  const collect = (): SpanCollector => {
    const collector = new SpanCollector();
    collector.add(firstReading);
    return collector;
  };
  const ranked = (collector: SpanCollector): Ranking => collector.rank(stories, noPrior, 1, -100);

  it('takes the place of what was found in its part of the text, and of nothing else', () => {
    const collector = collect();
    collector.replace(0, secondStory - 2, secondReading);
    expect(ranked(collector).groups.map(({ text, evidence, mentions }) => [text, evidence, mentions.length])).toEqual([
      ['7070', 4, 0],
      ['8080', 3, 1],
      ['9090', 2, 0],
    ]);
  });

  it('takes the place of what reaches into its part of the text', () => {
    const collector = new SpanCollector();
    collector.add(readingOf([placeOf(stories, 'Or 9090?\n\nOnce', 6)]));
    collector.replace(secondStory, stories.length, readingOf([placeOf(stories, '7070', 1)]));
    expect(ranked(collector).groups.map(({ text }) => text)).toEqual(['7070']);
  });

  it('is not replaced by another, nor is what was settled', () => {
    const collector = collect();
    collector.replace(0, secondStory - 2, secondReading);
    collector.settle(secondStory, stories.length);
    const before = ranked(collector);
    collector.replace(0, stories.length, readingOf([]));
    expect(ranked(collector)).toEqual(before);
  });

  it('settled changes no evidence and no probability', () => {
    const collector = collect();
    const before = ranked(collector);
    collector.settle(0, secondStory - 2);
    const after = ranked(collector);
    expect(after.noAnswerProbability).toBe(before.noAnswerProbability);
    const shown = ({ text, evidence, probability }: AnswerGroup): unknown[] => [text, evidence, probability];
    expect(after.groups.map(shown)).toEqual(before.groups.map(shown));
    expect(after.groups.map(({ best }) => best.readAgain)).toEqual([true, true, false]);
  });

  it('leaves the best answer only those rivals that were read again, too', () => {
    const collector = collect();
    expect(ranked(collector).groups.map(({ margin }) => margin)).toEqual([1, -1, -2]);
    collector.settle(stories.indexOf('8080'), stories.indexOf('8080') + 4);
    expect(ranked(collector).groups.map(({ margin }) => margin)).toEqual([Infinity, -1, -2]);
    collector.settle(secondStory, stories.length);
    expect(ranked(collector).groups.map(({ margin }) => margin)).toEqual([2, -1, -2]);
  });

  it('of a lesser answer leaves the best one all its rivals', () => {
    const collector = collect();
    collector.settle(secondStory, stories.length);
    expect(ranked(collector).groups[0]?.margin).toBe(1);
  });

  it('takes the mass of what it replaces, to the last digit, so that all probabilities still sum to 1', () => {
    for (const strongest of [6, 40, 700]) {
      const collector = new SpanCollector();
      collector.add(readingOf([placeOf(stories, '8080', strongest), placeOf(stories, '7070', 0)]));
      collector.replace(0, secondStory - 2, readingOf([placeOf(stories, '9090', 0)]));
      const { groups, noAnswerProbability } = ranked(collector);
      expect([noAnswerProbability, ...groups.map(({ probability }) => probability)]).toEqual(
        Array.from({ length: 3 }, () => expect.closeTo(1 / 3, 12) as number),
      );
    }
  });

  it('leaves what was found and is no kept place as it counted', () => {
    const collector = new SpanCollector();
    collector.add({ ...readingOf([placeOf(stories, '8080', 6)]), restLogMass: Math.log(2) });
    collector.replace(0, secondStory - 2, { ...secondReading, restLogMass: Math.log(3) });
    expect(ranked(collector).noAnswerProbability).toBeCloseTo(1 / (1 + 2 + 3 + Math.exp(2) + Math.exp(1)), 12);
  });
});

describe('a group', () => {
  it('is all places with the same normalised text, its best place first', () => {
    const readings = [
      readingOf([placeOf(text, '30 seconds', 3)]),
      readingOf([placeOf(text, '30 Seconds', 5), placeOf(text, '60 seconds', 4)]),
      readingOf([placeOf(text, 'the 30 seconds', 2)]),
    ];
    const [first, second, ...others] = rank(text, readings).groups;
    expect(others).toEqual([]);
    expect(first).toMatchObject({ text: '30 Seconds', evidence: 5, best: { start: text.indexOf('30 Seconds') } });
    expect(first?.mentions.map(({ start, end }) => text.slice(start, end))).toEqual(['30 seconds', 'the 30 seconds']);
    expect(second).toMatchObject({ text: '60 seconds', mentions: [] });
    const odds = Math.exp(5) + Math.exp(3) + Math.exp(2);
    expect(first?.probability).toBeCloseTo(odds / (1 + odds + Math.exp(4)), 9);
  });

  it('leaves out mentions below the lowest evidence, but counts their probability', () => {
    const readings = [
      readingOf([placeOf(text, '30 seconds', 3)]),
      readingOf([placeOf(text, '30 Seconds', 5)]),
      readingOf([placeOf(text, 'the 30 seconds', -3)]),
    ];
    const [group] = rank(text, readings, { lowestEvidence: -2 }).groups;
    expect(group?.mentions.map(({ evidence }) => evidence)).toEqual([3]);
    const odds = Math.exp(5) + Math.exp(3) + Math.exp(-3);
    expect(group?.probability).toBeCloseTo(odds / (1 + odds), 12);
  });

  it('measures mentions by the same corrected evidence as answers', () => {
    const readings = [readingOf([placeOf(text, '30 seconds', 3)]), readingOf([placeOf(text, '30 Seconds', 0)])];
    const mentionsAt = (effectiveWindows: number): number | undefined =>
      rank(text, readings, { prior: { windowExponent: 1 }, effectiveWindows, lowestEvidence: -2 }).groups[0]?.mentions
        .length;
    expect(mentionsAt(7)).toBe(1);
    expect(mentionsAt(8)).toBe(0);
  });

  it('is one place where spans of neighbouring windows overlap by more than half', () => {
    const readings = [readingOf([placeOf(text, 'is 30 seconds', 4)]), readingOf([placeOf(text, '30 seconds.', 3)])];
    const { groups } = rank(text, readings);
    expect(groups.map((group) => group.text)).toEqual(['is 30 seconds']);
    expect(groups[0]?.mentions).toEqual([]);
    expect(groups[0]?.best.logMass).toBeCloseTo(Math.log(Math.exp(4) + Math.exp(3)), 12);
  });

  it('of articles or marks only is compared as it stands', () => {
    const marks = 'a * and the * or a -';
    const spans = [placeOf(marks, '*', 3), placeOf(marks, '*', 2, 5), placeOf(marks, 'the', 1), placeOf(marks, '-', 0)];
    const { groups } = rank(marks, [readingOf(spans)]);
    expect(groups.map((group) => [group.text, group.mentions.length])).toEqual([
      ['*', 1],
      ['the', 0],
      ['-', 0],
    ]);
  });

  it('has another text than every other, and no place overlaps another by more than half', () => {
    fc.assert(
      fc.property(arbitraryReadings, (readings) => {
        const { groups } = rank(text, readings);
        const keys = groups.map((group) => normalizeAnswer(group.text) || group.text);
        expect(new Set(keys).size).toBe(keys.length);
        const places = groups.flatMap(({ best, mentions }) => [best, ...mentions]);
        places.forEach((a, i) => {
          for (const b of places.slice(i + 1)) expect(overlapsByHalf(a.start, a.end, b.start, b.end)).toBe(false);
        });
        groups.forEach((group, i) => {
          expect(group.text).toBe(text.slice(group.best.start, group.best.end));
          expect(group.evidence).toBeLessThanOrEqual(groups[i - 1]?.evidence ?? Infinity);
          for (const mention of group.mentions) expect(mention.evidence).toBeLessThanOrEqual(group.evidence);
        });
      }),
      { numRuns: 60 },
    );
  });
});
