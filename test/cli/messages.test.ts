import { describe, expect, it } from 'vitest';
import { InputError, type InputErrorReason, ReaderError } from '../../src/cli/errors';
import { coverageText, failureOf, noAnswerText, noticeText } from '../../src/cli/messages';
import type { ModelFailureReason } from '../../src/protocol/engine';
import { QaError, type QaErrorReason } from '../../src/qa/errors';
import type { Coverage, Notice } from '../../src/qa/result';
import { ModelError } from '../../src/runtime/errors';
import { makeResult } from './results';

const range = { start: 5, end: 9, startLine: 1, startColumn: 6, endLine: 1, endColumn: 10 };

const questionSentences: Record<QaErrorReason, string> = {
  emptyQuestion: 'the question is empty; write it in quotes behind the file',
  emptyDocument: 'notes.md is empty: there is nothing to read',
  emptySelection: 'the selection in notes.md is empty: there is nothing to read',
  noContextRoom: 'windows of 96 tokens leave 29 for the file; ask a shorter question, or choose a larger --max-length',
};

const modelSentences: Record<ModelFailureReason, string> = {
  fileMissing: 'the model file /m/config.json is missing; install the package again',
  fileDamaged: 'the model file /m/config.json is damaged (2 bytes where 342 are expected); install the package again',
  fileUnreadable: 'the model file /m/config.json cannot be read; check its permissions',
  unsupported: '/m/config.json cannot be used: 2 bytes where 342 are expected',
  nativeMissing:
    'onnxruntime does not load on this machine; run "npm ci" again, or see SUPPORT.md for the supported systems',
};

const inputReasons: Record<InputErrorReason, true> = {
  badProxy: true,
  notInstalled: true,
  fileMissing: true,
  fileDamaged: true,
  usage: true,
  notFound: true,
  isDirectory: true,
  unreadable: true,
  binaryFile: true,
  fileTooLarge: true,
  badSelection: true,
  badSquadFile: true,
  badPredictions: true,
  badNoAnswerScores: true,
  badOutput: true,
};

function unopened(model: string, reason: string): ReaderError {
  const fault = new ModelError(reason as ModelFailureReason, '2 bytes where 342 are expected', '/m/config.json');
  return new ReaderError(model, fault);
}

describe('every expected error has a sentence', () => {
  it.each(Object.entries(questionSentences))('of a question: %s', (reason, message) => {
    const error = new QaError(reason as QaErrorReason, 'windows of 96 tokens leave 29 for the file');
    expect(failureOf(error, 'notes.md')).toEqual({ reason, message });
  });

  it.each(Object.entries(modelSentences))('of a bundled model: %s', (reason, message) => {
    expect(failureOf(unopened('mini', reason), 'notes.md')).toEqual({ reason, message });
  });

  it.each(Object.entries(modelSentences))('of another model, which can be fetched again: %s', (reason, message) => {
    const again = 'fetch it again: document-qa models download owner/reader';
    expect(failureOf(unopened('owner/reader', reason), 'notes.md')).toEqual({
      reason,
      message: message.replace('install the package again', again),
    });
  });

  it.each(Object.keys(inputReasons))('of the input, its own: %s', (reason) => {
    const error = new InputError(reason as InputErrorReason, 'what is wrong; what to do');
    expect(failureOf(error, 'notes.md')).toEqual({ reason, message: 'what is wrong; what to do' });
  });
});

it('any other error is a fault of the program and has no sentence', () => {
  expect(failureOf(new Error('x'), 'notes.md')).toBeUndefined();
  expect(failureOf('x', 'notes.md')).toBeUndefined();
});

describe('what was read', () => {
  const whole: Coverage = {
    windows: 42,
    windowsRead: 42,
    tokens: 10004,
    tokensRead: 10004,
    complete: true,
    skipped: [],
  };

  it('is all windows', () => {
    expect(coverageText(whole)).toBe('all 42 windows, 10,004 tokens');
  });

  it('is the one window', () => {
    expect(coverageText({ ...whole, windows: 1, windowsRead: 1, tokens: 11, tokensRead: 11 })).toBe(
      'the one window, 11 tokens',
    );
  });

  it('is one token', () => {
    expect(coverageText({ ...whole, windows: 1, windowsRead: 1, tokens: 1, tokensRead: 1 })).toBe(
      'the one window, 1 token',
    );
  });

  it('is a part, and the way to the rest is named when a budget ended the reading', () => {
    const part = { ...whole, windowsRead: 2, tokensRead: 1280, complete: false };
    expect(coverageText({ ...part, skipped: [{ range, reason: 'budget' }] })).toBe(
      '2 of 42 windows, 1,280 of 10,004 tokens; --all-windows reads the rest',
    );
    expect(coverageText({ ...part, skipped: [{ range, reason: 'stopped' }] })).toBe(
      '2 of 42 windows, 1,280 of 10,004 tokens',
    );
  });
});

describe('a refusal', () => {
  const complete = makeResult({ verdict: 'noAnswer', answers: [] });
  const partly = { ...complete, coverage: { ...complete.coverage, windowsRead: 0, complete: false } };

  it('speaks of the file when all of it was read', () => {
    expect(noAnswerText(complete, true)).toBe('no answer in this file');
  });

  it('speaks of the selection when that was read', () => {
    expect(noAnswerText(complete, false)).toBe('no answer in the selection');
  });

  it('speaks of the part read when there is more, in a file and in a selection', () => {
    expect(noAnswerText(partly, true)).toBe('no answer in the part read');
    expect(noAnswerText(partly, false)).toBe('no answer in the part read');
  });
});

describe('every notice has a sentence', () => {
  const sentences: Record<Notice['kind'], readonly [one: string, several: string]> = {
    invalidUtf8: [
      'not valid UTF-8: 1 invalid sequence read as U+FFFD',
      'not valid UTF-8: 1,200 invalid sequences read as U+FFFD',
    ],
    invalidUtf16: [
      'not valid UTF-16: 1 invalid unit read as U+FFFD',
      'not valid UTF-16: 1,200 invalid units read as U+FFFD',
    ],
    questionCut: [
      'the question is over 64 tokens: its last 1 was not read',
      'the question is over 64 tokens: its last 1,200 were not read',
    ],
    mixedLineEnds: [
      'the file mixes line ends; lines are counted at each kind',
      'the file mixes line ends; lines are counted at each kind',
    ],
    unexamined: [
      'confidences are estimates: this reader has not taken its entrance exam here; run: document-qa models verify tiny',
      'confidences are estimates: this reader has not taken its entrance exam here; run: document-qa models verify tiny',
    ],
  };

  it.each(Object.entries(sentences))('%s, of one and of several', (kind, [one, several]) => {
    expect(noticeText({ kind: kind as Notice['kind'], count: 1 }, 'tiny')).toBe(one);
    expect(noticeText({ kind: kind as Notice['kind'], count: 1200 }, 'tiny')).toBe(several);
  });
});
