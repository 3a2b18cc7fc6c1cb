import { describe, expect, it } from 'vitest';
import { printResult } from '../../src/cli/printResult';
import { makeAnswer, makeResult, rangeOf } from './results';

const port = makeAnswer('8420', 'The server listens on port 8420.');
const minutes = makeAnswer('15 minutes', 'It keeps answers for 15 minutes.', { confidence: 0.456, evidence: 1.2 });

describe('an answer', () => {
  it('is its place, its text and its confidence, and below it the passage with the answer in brackets', () => {
    expect(printResult(makeResult({ answers: [port] }), true, false)).toEqual({
      output: ['guide.md:3:28: 8420  (80 %)', '    The server listens on port [[8420]].'],
      messages: ['read the one window, 18 tokens (reader: mini)'],
    });
  });

  it('is also marked by colour where there is colour', () => {
    expect(printResult(makeResult({ answers: [port] }), true, true).output[1]).toBe(
      '    The server listens on port \u001b[1m\u001b[33m[[8420]]\u001b[39m\u001b[22m.',
    );
  });

  it('comes with the headings above it and its other places', () => {
    const answer = { ...port, headings: ['Guide', 'The\nport'], mentions: [rangeOf('Guide'), rangeOf('minutes')] };
    expect(printResult(makeResult({ answers: [answer] }), true, false).output).toEqual([
      'guide.md:3:28: 8420  (80 %)',
      '    The server listens on port [[8420]].',
      '    under Guide > The port',
      '    also at 1:3, 3:58',
    ]);
  });

  it('below the threshold of an answer is a maybe, also behind one that is above it', () => {
    expect(printResult(makeResult({ answers: [port, minutes] }), true, false).output).toEqual([
      'guide.md:3:28: 8420  (80 %)',
      '    The server listens on port [[8420]].',
      'guide.md:3:55: 15 minutes  (maybe, 46 %)',
      '    It keeps answers for [[15 minutes]].',
    ]);
    const alone = makeResult({ verdict: 'maybe', confidence: 0.456, answers: [minutes] });
    expect(printResult(alone, true, false).output[0]).toBe('guide.md:3:55: 15 minutes  (maybe, 46 %)');
  });

  it('at the threshold is no maybe', () => {
    const answers = [{ ...port, evidence: 2.4 }];
    expect(printResult(makeResult({ answers }), true, false).output[0]).toBe('guide.md:3:28: 8420  (80 %)');
  });

  it('of standard input is named so', () => {
    expect(printResult(makeResult({ file: null, answers: [port] }), true, false).output[0]).toBe(
      '(standard input):3:28: 8420  (80 %)',
    );
  });
});

it('a conflict is said before the answers', () => {
  const answers = [port, { ...minutes, evidence: 3 }];
  expect(printResult(makeResult({ conflict: true, answers }), true, false).output).toEqual([
    'guide.md: this file says two things',
    'guide.md:3:28: 8420  (80 %)',
    '    The server listens on port [[8420]].',
    'guide.md:3:55: 15 minutes  (46 %)',
    '    It keeps answers for [[15 minutes]].',
  ]);
});

describe('a refusal', () => {
  const closest = { ...port, evidence: -3.26, confidence: 0.12 };
  const refusal = makeResult({ verdict: 'noAnswer', confidence: 0.874, closest });
  const unread = { ...refusal.coverage, windows: 9, windowsRead: 2, tokens: 90, tokensRead: 30, complete: false };

  it('shows the closest guess with the distance by which it lost', () => {
    expect(printResult(refusal, true, false).output).toEqual([
      'guide.md: no answer in this file  (87 %)',
      '  closest, refused:',
      'guide.md:3:28: 8420  (12 %, lost by 1.3)',
      '    The server listens on port [[8420]].',
    ]);
  });

  it('stands alone where there was nothing to refuse', () => {
    expect(printResult({ ...refusal, closest: null }, true, false).output).toEqual([
      'guide.md: no answer in this file  (87 %)',
    ]);
  });

  it('of a selection speaks of the selection', () => {
    expect(printResult(refusal, false, false).output[0]).toBe('guide.md: no answer in the selection  (87 %)');
  });

  it('of a part speaks of the part, and the way to the rest is named', () => {
    const skipped = [{ range: rangeOf('minutes'), reason: 'budget' as const }];
    const { output, messages } = printResult({ ...refusal, coverage: { ...unread, skipped } }, true, false);
    expect(output[0]).toBe('guide.md: no answer in the part read  (87 %)');
    expect(messages).toEqual(['read 2 of 9 windows, 30 of 90 tokens; --all-windows reads the rest (reader: mini)']);
  });
});

it('notices are messages, in their order, and no output', () => {
  const notices = [{ kind: 'invalidUtf8', count: 3 }, { kind: 'mixedLineEnds' }] as const;
  const { output, messages } = printResult(makeResult({ answers: [port], notices }), true, false);
  expect(output).toHaveLength(2);
  expect(messages).toEqual([
    'read the one window, 18 tokens (reader: mini)',
    'not valid UTF-8: 3 invalid sequences read as U+FFFD',
    'the file mixes line ends; lines are counted at each kind',
  ]);
});

it('no part of a result reaches the terminal as a command', () => {
  const escape = '\u001b[2J';
  const hostile = {
    ...makeAnswer('8420', 'The server listens on port 8420.'),
    text: `84${escape}20`,
    headings: [`Gui${escape}de`],
  };
  const passage = { ...hostile.passage, text: `${escape}${hostile.passage.text.slice(4, -1)}\u202e` };
  const result = makeResult({ file: `gu${escape}ide.md`, answers: [{ ...hostile, passage }] });
  expect(printResult(result, true, false).output).toEqual([
    'gu\\u{1B}[2Jide.md:3:28: 84\\u{1B}[2J20  (80 %)',
    '    \\u{1B}[2Jserver listens on port [[8420]]\\u{202E}',
    '    under Gui\\u{1B}[2Jde',
  ]);
});
