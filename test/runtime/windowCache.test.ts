import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerQuestion, type AskObserver } from '../../src/qa/answer';
import { makeDocument } from '../../src/qa/document';
import type { QaModel } from '../../src/qa/model';
import type { QaResult } from '../../src/qa/result';
import type { WindowInput } from '../../src/qa/windows';
import { WindowCache } from '../../src/runtime/windowCache';
import { plainWords } from '../qa/arbitraryText';
import { type FakeModel, makeFakeModel, makeObserver, makeWordTokenizer, seesNoise, stopsAfter } from '../qa/fakeModel';

/** With a question of two words, windows hold 64 words. */
const maxLength = 64 + 2 + 3;

function makeReader(): FakeModel {
  return makeFakeModel({ tokenizer: makeWordTokenizer(), maxLength, read: seesNoise(7) });
}

function ask(
  model: QaModel,
  text: string,
  question: string,
  observer: AskObserver = makeObserver(),
): Promise<QaResult> {
  return answerQuestion(makeDocument(text, 'notes.md'), question, model, { threshold: -Infinity }, observer);
}

/** A result but for how long it took. */
const untimed = (result: QaResult): object => ({ ...result, timing: null });

/** The input of one window, by its ids. */
function inputOf(ids: readonly number[], contextTypeId = 1): WindowInput {
  return { ids: Int32Array.from(ids), typeIds: new Int32Array(ids.length).fill(contextTypeId), contextOffset: 1 };
}

/** Bytes of the logits of a window of four tokens. */
const fourTokens = 4 * 2 * 4;

/** Paragraphs of different lengths, headings among them, as files have them: where it is cut does not depend on its start. */
const paragraphs = Array.from(
  { length: 80 },
  (_, i) => `${i % 6 === 0 ? '# ' : ''}${plainWords(5 + ((i * 7) % 11))} p${i} .\n\n`,
);
const text = paragraphs.join('');
const question = 'w3 p7';

describe('a question that is asked again', () => {
  it('of the same text reads no window, and has the same result', async () => {
    const model = makeReader();
    const cached = new WindowCache().around(model);
    const first = await ask(cached, text, question);
    const read = model.readIds.length;
    expect(read).toBeGreaterThan(first.coverage.windows);
    expect(untimed(await ask(cached, text, question))).toEqual(untimed(first));
    expect(model.readIds).toHaveLength(read);
  });

  it.each([
    ['in its beginning', 0],
    ['in its middle', text.indexOf('p20')],
    ['at its end', text.length - 4],
  ])('of a text that was edited %s reads little of it', async (_, place) => {
    const model = makeReader();
    const cached = new WindowCache().around(model);
    const { coverage } = await ask(cached, text, question);
    model.readIds.length = 0;
    const edited = `${text.slice(0, place)}new ${text.slice(place)}`;
    const again = await ask(cached, edited, question);
    expect(model.readIds.length).toBeGreaterThan(0);
    expect(model.readIds.length).toBeLessThan(coverage.windows / 2);
    expect(untimed(again)).toEqual(untimed(await ask(model, edited, question)));
  });

  it('reads only what it has not read when it was stopped', async () => {
    const model = makeReader();
    const cached = new WindowCache().around(model);
    const stopped = await ask(cached, text, question, stopsAfter(5));
    expect(stopped).toMatchObject({ state: 'stopped', coverage: { windowsRead: 5 } });
    await ask(cached, text, question);
    const inputs = model.readIds.map((ids) => ids.join(' '));
    expect(new Set(inputs).size).toBe(inputs.length);
  });

  it('can be stopped while it is answered from memory', async () => {
    const cached = new WindowCache().around(makeReader());
    await ask(cached, text, question);
    // As a message does: it is heard only when the answering gives way.
    let stopped = false;
    setImmediate(() => (stopped = true));
    const again = await ask(cached, text, question, { ...makeObserver(), stopped: () => stopped });
    expect(again.state).toBe('stopped');
  });
});

describe('remembered windows', () => {
  it('never change a result, whatever was asked before and however few are kept', async () => {
    const some = paragraphs.slice(0, 25).join('');
    const edit = fc.record({ at: fc.nat(some.length), text: fc.constantFrom('', 'p7', ' new\n\n', '. ') });
    const asked = fc.record({ question: fc.constantFrom(question, 'p9 w2', 'what'), edit });
    const limit = fc.constantFrom(0, 10 * maxLength * 8, 1e9);
    await fc.assert(
      fc.asyncProperty(fc.array(asked, { minLength: 2, maxLength: 3 }), limit, async (questions, bytes) => {
        const model = makeReader();
        const cached = new WindowCache(bytes).around(model);
        for (const { question, edit } of questions) {
          const edited = some.slice(0, edit.at) + edit.text + some.slice(edit.at);
          const result = await ask(cached, edited, question);
          expect(untimed(result)).toEqual(untimed(await ask(model, edited, question)));
        }
      }),
      { numRuns: 8, endOnFailure: true },
    );
  });

  it('are those of the same ids and the same type ids', async () => {
    const model = makeReader();
    const cached = new WindowCache().around(model);
    await cached.read(inputOf([1, 2, 3, 4], 1));
    await cached.read(inputOf([1, 2, 3, 4], 0));
    await cached.read(inputOf([1, 2, 4, 3], 1));
    expect(model.readIds).toHaveLength(3);
  });

  it('are forgotten beyond the limit, those first that were not read for longest', async () => {
    const model = makeReader();
    const cached = new WindowCache(2 * fourTokens).around(model);
    const [one, two, three] = [inputOf([1, 0, 0, 0]), inputOf([2, 0, 0, 0]), inputOf([3, 0, 0, 0])];
    for (const input of [one, two, one, three, one, three, two]) await cached.read(input);
    expect(model.readIds.map(([id]) => id)).toEqual([1, 2, 3, 2]);
  });

  it('are those of one reader: another cache knows nothing of them', async () => {
    const model = makeReader();
    await new WindowCache().around(model).read(inputOf([1, 2, 3, 4]));
    await new WindowCache().around(model).read(inputOf([1, 2, 3, 4]));
    expect(model.readIds).toHaveLength(2);
  });
});
