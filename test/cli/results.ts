import { makeDocument, rangeBetween, type Range } from '../../src/qa/document';
import type { Answer, QaResult } from '../../src/qa/result';

/** The text that the results of these tests speak of. */
const text = '# Guide\n\nThe server listens on port 8420. It keeps answers for 15 minutes.\n';

const document = makeDocument(text, 'guide.md');

/** The place of a part of `text` that occurs once. */
export function rangeOf(part: string): Range {
  const start = text.indexOf(part);
  return rangeBetween(document, start, start + part.length);
}

/** An answer of that text, `changes` applied. */
export function makeAnswer(part: string, passage: string, changes: Partial<Answer> = {}): Answer {
  return {
    ...rangeOf(part),
    text: part,
    confidence: 0.8,
    probability: 0.9,
    evidence: 5,
    margin: 3,
    mentions: [],
    passage: { ...rangeOf(passage), text: passage },
    headings: [],
    ...changes,
  };
}

/** A complete result on that text, `changes` applied. */
export function makeResult(changes: Partial<QaResult>): QaResult {
  return {
    file: 'guide.md',
    question: 'Which port does the server listen on?',
    scope: rangeBetween(document, 0, text.length),
    state: 'final',
    verdict: 'answer',
    confidence: 0.8,
    answers: [],
    closest: null,
    conflict: false,
    noAnswerProbability: 0.1,
    thresholds: { answer: 2.4, maybe: -2 },
    coverage: { windows: 1, windowsRead: 1, tokens: 18, tokensRead: 18, complete: true, skipped: [] },
    notices: [],
    model: { name: 'mini', revision: '0'.repeat(40), precision: 'fp32', backend: 'native' },
    timing: { loadMs: 1, tokenizeMs: 1, firstAnswerMs: 1, totalMs: 2 },
    ...changes,
  };
}
