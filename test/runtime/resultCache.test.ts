import { deserialize, serialize, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { AskRequest } from '../../src/protocol/engine';
import { answerQuestion, type AskOptions } from '../../src/qa/answer';
import { makeDocument } from '../../src/qa/document';
import type { QaResult } from '../../src/qa/result';
import { ResultCache } from '../../src/runtime/resultCache';
import { makeObserver, makePhraseModel, stopsAfter } from '../qa/fakeModel';
import { readerChoice } from '../support/readerChoice';

const request: AskRequest = {
  run: 1,
  reader: readerChoice('models/mini'),
  document: { name: 'notes.md', text: 'the port is 8080', format: 'markdown' },
  question: 'which port',
  scope: null,
  strictness: 'balanced',
  top: 5,
  allWindows: false,
};

function answer({ document, question, scope }: AskRequest, observer = makeObserver(), options: AskOptions = {}) {
  const { text, name, format } = document;
  const all = { ...options, ...(scope && { scope }) };
  return answerQuestion(makeDocument(text, name, format), question, makePhraseModel({ 8080: 8 }), all, observer);
}

/** Answers what it is asked, and counts how often. */
function makeAnswering(observer = makeObserver(), options: AskOptions = {}) {
  const cache = new ResultCache();
  const answered: AskRequest[] = [];
  const ask = (asked: AskRequest): Promise<QaResult> =>
    cache.get(asked, () => {
      answered.push(asked);
      return answer(asked, observer, options);
    });
  return { ask, answered };
}

/** What is on the heap once nothing is there that nobody holds. */
function usedBytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

const inOther = (change: Partial<AskRequest['document']>): AskRequest => ({
  ...request,
  document: { ...request.document, ...change },
});

describe('a question that is asked again', () => {
  it('is answered from memory, whichever run it is, with the time that this took', async () => {
    const { ask, answered } = makeAnswering();
    const first = await ask(request);
    const second = await ask({ ...request, run: 2 });
    expect(answered).toHaveLength(1);
    expect(second.answers).toHaveLength(1);
    expect({ ...second, timing: null }).toEqual({ ...first, timing: null });
    expect(second.timing).toMatchObject({ loadMs: 0, tokenizeMs: 0, firstAnswerMs: second.timing.totalMs });
  });

  it.each<[string, AskRequest]>([
    ['another question', { ...request, question: 'which port?' }],
    ['another text', inOther({ text: 'the port is 8081' })],
    ['a text that differs in half a character', inOther({ text: 'the port is 8080\ud83d' })],
    ['another name', inOther({ name: 'other.md' })],
    ['another format', inOther({ format: 'text' })],
    ['a part of it', { ...request, scope: { start: 0, end: 16 } }],
    ['another strictness', { ...request, strictness: 'refuse' }],
    ['more answers', { ...request, top: 6 }],
    ['all windows', { ...request, allWindows: true }],
    ['another threshold', { ...request, reader: readerChoice('models/mini', { threshold: 1 }) }],
  ])('is read where it is one of %s', async (_, other) => {
    const { ask, answered } = makeAnswering();
    await ask(inOther({ text: 'the port is 8080\udc00' }));
    await ask(request);
    await ask(other);
    await ask(other);
    expect(answered.slice(1)).toEqual([request, other]);
  });

  it('is read again after it was stopped', async () => {
    const { ask, answered } = makeAnswering(stopsAfter(0));
    await ask(request);
    await ask(request);
    expect(answered).toHaveLength(2);
  });

  it('is read again where only a part was read', async () => {
    const { ask, answered } = makeAnswering(makeObserver(), { windowBudget: 1 });
    const long = inOther({ text: `${'a word '.repeat(300)} the port is 8080` });
    expect(await ask(long)).toMatchObject({ state: 'final', coverage: { complete: false } });
    await ask(long);
    expect(answered).toHaveLength(2);
  });

  it('does not keep the text in memory that it was asked of', async () => {
    const cache = new ResultCache();
    const bytes = 4 * 2 ** 20;
    const document = { ...request.document, text: `the port is 8080 here\n\n${'a word '.repeat(bytes / 7)}` };
    const before = usedBytes();
    for (let top = 1; top <= 16; top++) {
      const asked = { ...request, document, top, scope: { start: 0, end: 21 } };
      // From another process a text comes anew each time.
      const received = deserialize(serialize(asked)) as AskRequest;
      await cache.get(received, () => answer(received));
    }
    expect(usedBytes() - before).toBeLessThan(5 * bytes);
  });

  it('is read again when a hundred others were asked since', async () => {
    const { ask, answered } = makeAnswering();
    const others = Array.from({ length: 100 }, (_, i) => ({ ...request, question: `which port ${i}` }));
    await ask(request);
    for (const other of others.slice(1)) await ask(other);
    await ask(request);
    expect(answered).toHaveLength(100);
    for (const other of others) await ask(other);
    await ask(request);
    expect(answered.at(-1)).toEqual(request);
  });
});
