import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/qa/result';
import { plainWords } from './arbitraryText';
import { ask, smallest, textsOf, wordsWith } from './asking';
import { type FakeModel, makePhraseModel, makeWatcher, makeWordTokenizer, stopsAfter } from './fakeModel';

/** A reader that sees `beside` in a text with the word "story", and `alone` in one without it. */
function makeMovedModel(
  { beside, alone }: Readonly<Record<'beside' | 'alone', Readonly<Record<string, number>>>>,
  tokenizer = makeWordTokenizer(),
): FakeModel {
  const [story = -1] = tokenizer.encode('story').ids;
  const moved = makePhraseModel(beside, { maxLength: smallest }, tokenizer);
  const unmoved = makePhraseModel(alone, { maxLength: smallest }, tokenizer);
  const { readIds } = moved;
  return {
    ...moved,
    read(input) {
      if (input.ids.includes(story)) return moved.read(input);
      readIds.push(input.ids);
      return unmoved.read(input);
    },
  };
}

describe('the paragraph of the best answer', () => {
  const text = 'the port is 8080\n\na story';

  it('is read a second time, by itself, and that decides', async () => {
    const tokenizer = makeWordTokenizer();
    const model = makeMovedModel({ beside: { 8080: 1 }, alone: { 8080: 8 } }, tokenizer);
    const result = await ask(text, model);
    expect(result).toMatchObject({ verdict: 'answer', state: 'final', coverage: { windows: 1, windowsRead: 1 } });
    expect(result.answers).toMatchObject([{ text: '8080', evidence: 8 }]);
    expect(model.readIds.map((ids) => Array.from(ids.subarray(4, -1), (id) => tokenizer.textOf(id)))).toEqual([
      ['the', 'port', 'is', '8080', 'a', 'story'],
      ['the', 'port', 'is', '8080'],
    ]);
    const refused = await ask(text, makeMovedModel({ beside: { 8080: 8 }, alone: { 8080: -3 } }));
    expect(refused).toMatchObject({ verdict: 'noAnswer', closest: { text: '8080', evidence: -3 } });
  });

  it('gives the same answer with the same confidence, whatever stands beside it', async () => {
    const seen = { beside: { 8080: 8, 9090: 7 }, alone: { 8080: 3, 9090: 2 } };
    const alone = await ask('the port is 8080 or 9090', makeMovedModel(seen));
    const beside = await ask('another story\n\nthe port is 8080 or 9090\n\na story', makeMovedModel(seen));
    const shown = ({ text, evidence, margin, confidence }: Answer): unknown[] => [text, evidence, margin, confidence];
    expect(beside.answers.map(shown)).toEqual(alone.answers.map(shown));
  });

  it('leaves the first place to another answer where it is weaker by itself; then that one’s is read', async () => {
    const seen = { beside: { 8080: 8, 9090: 7 }, alone: { 8080: 3, 9090: 5 } };
    const model = makeMovedModel(seen);
    const result = await ask('port 8080\n\nport 9090\n\na story', model);
    expect(result.answers).toMatchObject([
      { text: '9090', evidence: 5 },
      { text: '8080', evidence: 3 },
    ]);
    expect(model.readIds).toHaveLength(3);
  });

  it('of a runner-up is read, too, where that is an answer: it may contradict only by itself', async () => {
    const story = 'port 8080\n\nport 9090\n\na story';
    const contradicted = await ask(
      story,
      makeMovedModel({ beside: { 8080: 8, 9090: 7 }, alone: { 8080: 8, 9090: 7 } }),
    );
    expect(contradicted.conflict).toBe(true);
    const model = makeMovedModel({ beside: { 8080: 8, 9090: 7 }, alone: { 8080: 8, 9090: 1 } });
    expect(await ask(story, model)).toMatchObject({
      conflict: false,
      answers: [{ text: '8080' }, { text: '9090', evidence: 1 }],
    });
    expect(model.readIds).toHaveLength(3);
    const maybe = makeMovedModel({ beside: { 8080: 8, 9090: 1 }, alone: { 8080: 8, 9090: 7 } });
    expect((await ask(story, maybe)).answers).toMatchObject([{ text: '8080' }, { text: '9090', evidence: 1 }]);
    expect(maybe.readIds).toHaveLength(2);
  });

  it('is not read again where it is all of the text, or longer than a window', async () => {
    for (const words of [30, 64, 65, 200]) {
      const model = makePhraseModel({ 8080: 8 }, { maxLength: smallest });
      const { coverage } = await ask(wordsWith(words, { 20: '8080' }), model);
      expect(model.readIds).toHaveLength(coverage.windows);
    }
    const long = makePhraseModel({ 8080: 8 }, { maxLength: smallest });
    const { coverage } = await ask(`${wordsWith(65, { 20: '8080' })}\n\nthe end`, long);
    expect(long.readIds).toHaveLength(coverage.windows);
    const short = makePhraseModel({ 8080: 8 }, { maxLength: smallest });
    const full = await ask(`${wordsWith(64, { 20: '8080' })}\n\nthe end`, short);
    expect(short.readIds).toHaveLength(full.coverage.windows + 1);
  });

  it('is not read again where nobody wants that', async () => {
    const model = makeMovedModel({ beside: { 8080: 1 }, alone: { 8080: 8 } });
    const result = await ask(text, model, { secondReadings: 0 });
    expect(result.answers).toMatchObject([{ text: '8080', evidence: 1 }]);
    expect(model.readIds).toHaveLength(1);
  });

  it('is read again for six places at most', async () => {
    const many = Array.from({ length: 8 }, (_, i) => `port p${i}`).join('\n\n');
    const model = makePhraseModel(Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`p${i}`, 8])));
    await ask(many, model);
    expect(model.readIds).toHaveLength(1 + 6);
  });

  it('is not read again when someone stops before that: the first reading counts, and that is no final result', async () => {
    const model = makeMovedModel({ beside: { 8080: 1 }, alone: { 8080: 8 } });
    const result = await ask(text, model, {}, { observer: stopsAfter(1) });
    expect(result).toMatchObject({ state: 'stopped', coverage: { complete: true, skipped: [] } });
    expect(result.answers).toMatchObject([{ text: '8080', evidence: 1 }]);
    expect(model.readIds).toHaveLength(1);
  });

  it('is read again within a budget, too, and counts as no window', async () => {
    const model = makePhraseModel({ 8080: 8 }, { maxLength: smallest });
    const long = `${plainWords(100)}\n\nthe port is 8080\n\n${plainWords(100)}`;
    const result = await ask(long, model, { windowBudget: 1 });
    expect(textsOf(result.answers)).toEqual(['8080']);
    expect(result.coverage).toMatchObject({ windowsRead: 1, complete: false });
    expect(model.readIds).toHaveLength(2);
  });

  it('ends where the selection does', async () => {
    const tokenizer = makeWordTokenizer();
    const model = makePhraseModel({ 8080: 8 }, {}, tokenizer);
    const long = 'the port is 8080 here\n\na story goes on';
    const result = await ask(long, model, { scope: { start: long.indexOf('is'), end: long.indexOf('goes') } });
    expect(textsOf(result.answers)).toEqual(['8080']);
    const [first, second, ...others] = model.readIds.map((ids) =>
      Array.from(ids.subarray(4, -1), (id) => tokenizer.textOf(id)).join(' '),
    );
    expect([first, second, others]).toEqual(['is 8080 here a story', 'is 8080 here', []]);
  });
});

describe('the paragraph of the best answer so far', () => {
  const more = `${plainWords(60)}\n\nthe story goes on ${plainWords(90)}`;
  const text = `the port is 8080\n\na story ${more}`;

  it('is read a second time before all is read, and shown as the end will have it', async () => {
    const watcher = makeWatcher();
    const model = makeMovedModel({ beside: { 8080: 4 }, alone: { 8080: 8 } });
    const result = await ask(text, model, {}, { observer: watcher });
    expect(result.coverage.windows).toBeGreaterThan(2);
    expect(watcher.seen.map(({ answers }) => textsOf(answers))).toEqual(watcher.seen.map(() => ['8080']));
    const shown = watcher.seen.map(({ answers }) => answers[0]?.evidence.toFixed(1));
    // The correction for how much was read grows until the end.
    expect(shown[0]).toBe('8.0');
    expect(model.readIds).toHaveLength(result.coverage.windows + 1);
  });

  it('and what it says early changes nothing of the outcome', async () => {
    const seen = { beside: { 8080: 4, 9090: 5 }, alone: { 8080: 8, 9090: 1 } };
    const twice = `${text}\n\na port 9090\n\na story ${plainWords(30)}`;
    const watched = await ask(twice, makeMovedModel(seen), {}, { observer: makeWatcher() });
    const unwatched = await ask(twice, makeMovedModel(seen));
    expect({ ...watched, timing: null }).toEqual({ ...unwatched, timing: null });
  });
});
