import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnswerGroup, Ranking } from '../../src/qa/ranking';
import { decide } from '../../src/qa/verdict';

const thresholds = { answer: 2, maybe: -2 };

/** Groups of the given texts and evidence, best first, with the probabilities that follow. */
function rankingOf(...groups: (readonly [string, number])[]): Ranking {
  const odds = groups.reduce((sum, [, evidence]) => sum + Math.exp(evidence), 1);
  const sorted = [...groups].sort(([, a], [, b]) => b - a);
  return {
    groups: sorted.map(([text, evidence], i) => ({
      margin: evidence - (sorted[i === 0 ? 1 : 0]?.[1] ?? -Infinity),
      best: { start: 100 * i, end: 100 * i + text.length, evidence, logMass: evidence, readAgain: false },
      mentions: [],
      text,
      evidence,
      probability: Math.exp(evidence) / odds,
    })),
    noAnswerProbability: 1 / odds,
  };
}

const textsOf = (groups: readonly AnswerGroup[]): string[] => groups.map(({ text }) => text);

const arbitraryRanking = fc
  .array(
    fc.tuple(
      fc.constantFrom('30 seconds', 'about 30 seconds', '60 seconds', 'the', '*', '8080', 'never', 'port 8080'),
      fc.integer({ min: -10, max: 10 }),
    ),
    { maxLength: 8 },
  )
  .map((groups) => rankingOf(...groups));

describe('the verdict', () => {
  it.each([
    [2, 'answer'],
    [1.99, 'maybe'],
    [-2, 'maybe'],
    [-2.01, 'noAnswer'],
  ])('on evidence %d is %s', (evidence, verdict) => {
    expect(decide(rankingOf(['port', evidence]), thresholds, 5).verdict).toBe(verdict);
  });

  it('on nothing is no answer, with nothing refused', () => {
    expect(decide(rankingOf(), thresholds, 5)).toEqual({
      verdict: 'noAnswer',
      answers: [],
      closest: null,
      conflict: false,
    });
  });

  it('of no answer names the best that was refused', () => {
    const { answers, closest } = decide(rankingOf(['a', -3], ['b', -5]), thresholds, 5);
    expect(answers).toEqual([]);
    expect(closest?.text).toBe('a');
  });
});

describe('the list', () => {
  it('is empty exactly when there is no answer', () => {
    fc.assert(
      fc.property(arbitraryRanking, fc.integer({ min: 0, max: 9 }), (ranking, top) => {
        const { verdict, answers, closest } = decide(ranking, thresholds, top);
        expect(answers.length === 0).toBe(verdict === 'noAnswer');
        expect(closest !== null).toBe(verdict === 'noAnswer' && ranking.groups.length > 0);
      }),
    );
  });

  it('of k answers begins that of k + 1', () => {
    fc.assert(
      fc.property(arbitraryRanking, fc.integer({ min: 1, max: 9 }), (ranking, top) => {
        const list = decide(ranking, thresholds, top).answers;
        const longer = decide(ranking, thresholds, top + 1).answers;
        expect(longer.slice(0, list.length)).toEqual(list);
        expect(longer.length - list.length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('has only groups that pass the lower threshold by themselves, best first, and all of them if there is place', () => {
    fc.assert(
      fc.property(arbitraryRanking, (ranking) => {
        const passing = ranking.groups.filter(
          ({ evidence, text }, i) => evidence >= -2 && (i === 0 || /[a-z0-9]/.test(text)),
        );
        expect(decide(ranking, thresholds, 50).answers).toEqual(passing);
      }),
    );
  });

  it('holds no pieces of a better answer, and no lone marks behind it', () => {
    const { groups, noAnswerProbability } = rankingOf(['60 seconds', 6], ['is 60', 4], ['.', 3], ['port', 1]);
    const [best, piece, ...others] = groups;
    if (best === undefined || piece === undefined) throw new Error('two groups were given');
    const overlapping = { ...piece, best: { ...piece.best, start: best.best.start - 3, end: best.best.start + 2 } };
    const ranking = { groups: [best, overlapping, ...others], noAnswerProbability };
    expect(textsOf(decide(ranking, thresholds, 50).answers)).toEqual(['60 seconds', 'port']);
  });

  it('does not change the verdict or the conflict with its length', () => {
    fc.assert(
      fc.property(arbitraryRanking, fc.integer({ min: 1, max: 9 }), (ranking, top) => {
        const { verdict, conflict } = decide(ranking, thresholds, top);
        expect(decide(ranking, thresholds, top + 1)).toMatchObject({ verdict, conflict });
      }),
    );
  });
});

describe('a conflict', () => {
  it('is two strong answers of different text, and both are listed though one was asked for', () => {
    const { conflict, answers } = decide(rankingOf(['30 seconds', 6], ['60 seconds', 5]), thresholds, 1);
    expect(conflict).toBe(true);
    expect(textsOf(answers)).toEqual(['30 seconds', '60 seconds']);
  });

  it.each([
    ['passes the upper threshold', 2.5, 1.9],
    ['has a good part of the probability', 12, 6],
  ])('is none unless the second %s', (_, best, second) => {
    const { conflict, answers } = decide(rankingOf(['30 seconds', best], ['60 seconds', second]), thresholds, 1);
    expect(conflict).toBe(false);
    expect(textsOf(answers)).toEqual(['30 seconds']);
  });

  it('is none where one says the other in more words', () => {
    expect(decide(rankingOf(['30 seconds', 6], ['about 30 seconds', 5]), thresholds, 5).conflict).toBe(false);
    expect(decide(rankingOf(['about 30 seconds', 6], ['The 30 seconds.', 5]), thresholds, 5).conflict).toBe(false);
  });

  it('is seen behind an answer that says the same as the best, and both sides are listed', () => {
    const ranking = rankingOf(['30 seconds', 6], ['about 30 seconds', 5.9], ['60 seconds', 5.8]);
    const { conflict, answers } = decide(ranking, thresholds, 1);
    expect(conflict).toBe(true);
    expect(textsOf(answers)).toContain('60 seconds');
  });
});
