import { describe, expect, it } from 'vitest';
import type { Coverage } from '../../src/qa/result';
import {
  confidenceWord,
  coverageText,
  lostByText,
  noticeText,
  readRestText,
  strictnessText,
  timeLeftText,
  verdictDetail,
  verdictText,
} from '../../src/words/outcome';
import { resultWith } from '../panel/states';

const part: Coverage = { ...resultWith({}).coverage, windowsRead: 12, tokensRead: 3000, complete: false };
const nothing: Coverage = { ...part, windowsRead: 0, tokensRead: 0 };

describe('the verdict in words', () => {
  it('speaks of the file or the selection only when all of it was read', () => {
    for (const verdict of ['answer', 'maybe', 'noAnswer'] as const) {
      for (const conflict of [true, false]) {
        for (const coverage of [part, nothing]) {
          const text = verdictText(resultWith({ verdict, conflict, coverage, state: 'stopped' }), false);
          expect(text).not.toMatch(/file|selection/);
        }
      }
    }
    const refused = resultWith({ verdict: 'noAnswer' });
    expect(verdictText(refused, false)).toBe('No answer in this file');
    expect(verdictText(refused, true)).toBe('No answer in the selection');
    expect(verdictText(resultWith({ conflict: true }), false)).toBe('This file says two things');
    expect(verdictText(resultWith({ conflict: true }), true)).toBe('The selection says two things');
  });

  it('is none while more is being read', () => {
    const soFar = { state: 'provisional', coverage: part } as const;
    expect(verdictText(resultWith({ ...soFar, verdict: 'answer' }), false)).toBe('Found so far');
    expect(verdictText(resultWith({ ...soFar, verdict: 'noAnswer' }), false)).toBe('Nothing yet');
    expect(verdictDetail(resultWith(soFar))).toBe('More is being read: this may change.');
  });

  it('says how sure a refusal is, and what to do about a doubt', () => {
    expect(verdictDetail(resultWith({ verdict: 'noAnswer', confidence: 0.946 }))).toBe('95 % sure');
    expect(verdictDetail(resultWith({ verdict: 'maybe' }))).toBe('Not sure: check the passage.');
    expect(verdictDetail(resultWith({ conflict: true }))).toBe('Check both passages.');
    expect(verdictDetail(resultWith({}))).toBe('');
    expect(verdictDetail(resultWith({ state: 'stopped', coverage: nothing }))).toBe('');
  });
});

describe('how much was read', () => {
  it('is said in windows and tokens, and why not the rest', () => {
    expect(coverageText(resultWith({}))).toBe('Read all 42 windows, 10,004 tokens');
    const stopped = resultWith({ coverage: part, state: 'stopped' });
    expect(coverageText(stopped)).toBe('Stopped after 12 of 42 windows, 3,000 of 10,004 tokens');
    expect(coverageText(resultWith({ coverage: part }))).toBe(
      'Read 12 of 42 windows, 3,000 of 10,004 tokens: the most promising ones',
    );
  });

  it('needs no windows where there was one', () => {
    const one = (tokens: number) =>
      coverageText(resultWith({ coverage: { ...part, windows: 1, tokens, complete: true } }));
    expect(one(1)).toBe('Read all of it: 1 token');
    expect(one(238)).toBe('Read all of it: 238 tokens');
  });

  it('of the rest is given in minutes, rounded up', () => {
    expect(readRestText({ ...part, windows: 100, windowsRead: 10 }, 2000)).toBe('Read all (about a minute)');
    expect(readRestText({ ...part, windows: 10_000, windowsRead: 100 }, 1500)).toBe('Read all (about 3 min)');
  });
});

describe('an estimate of time', () => {
  it('is never zero, and turns to minutes', () => {
    expect([-5, 0, 900, 89_000, 89_001, 121_000].map(timeLeftText)).toEqual([
      ...['1 s left', '1 s left', '1 s left', '89 s left', '2 min left', '3 min left'],
    ]);
  });
});

describe('confidence', () => {
  it('has a word for every fifth', () => {
    expect([1, 0.8, 0.79, 0.6, 0.4, 0.2, 0.19, 0].map(confidenceWord)).toEqual([
      ...['very likely', 'very likely', 'likely', 'likely', 'possible', 'doubtful', 'very doubtful', 'very doubtful'],
    ]);
  });
});

describe('what happened to the input', () => {
  it('is told with its number', () => {
    expect(noticeText({ kind: 'invalidUtf8', count: 1 })).toBe('1 invalid character replaced.');
    expect(noticeText({ kind: 'invalidUtf16', count: 2000 })).toBe('2,000 invalid characters replaced.');
    expect(noticeText({ kind: 'questionCut', count: 1 })).toBe(
      'The question is too long: 1 token at its end not read.',
    );
    expect(noticeText({ kind: 'questionCut', count: 36 })).toContain('36 tokens');
    expect(noticeText({ kind: 'mixedLineEnds' })).toBe('The file mixes line ends.');
    expect(noticeText({ kind: 'unexamined' })).toMatch(/^Confidence estimated/);
  });
});

describe('a refused guess', () => {
  it('says by how much it lost', () => {
    expect(lostByText(-3.26, -2)).toBe('refused: 1.3 short of “maybe”');
  });
});

describe('strictness', () => {
  it('is named only where it is not the usual', () => {
    expect((['refuse', 'balanced', 'answer'] as const).map(strictnessText)).toEqual([
      'refuses more',
      '',
      'answers more',
    ]);
  });
});
