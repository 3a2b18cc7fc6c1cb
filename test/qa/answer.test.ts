import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerQuestion, type AskObserver } from '../../src/qa/answer';
import { splitsSurrogatePair } from '../../src/qa/characters';
import { makeDocument, type Range, type SourceDocument } from '../../src/qa/document';
import { QaError } from '../../src/qa/errors';
import type { QaModel } from '../../src/qa/model';
import type { QaResult } from '../../src/qa/result';
import { arbitraryText, plainWords } from './arbitraryText';
import { ask, smallest, textsOf, wordsWith } from './asking';
import {
  type FakeModel,
  fakeRule,
  levelsAt,
  makeCharacterTokenizer,
  makeFakeModel,
  makeObserver,
  makePhraseModel,
  makePieceTokenizer,
  makeWatcher,
  makeWordTokenizer,
  seesNoise,
  stopsAfter,
} from './fakeModel';
import { placeOf } from './lineCounter';
import { makeByteLevelReader, makeWordPieceReader } from './realReaders';

/** The words of the windows that a fake model read. */
function wordsRead(model: FakeModel, tokenizer: ReturnType<typeof makeWordTokenizer>): Set<string> {
  return new Set(model.readIds.flatMap((ids) => Array.from(ids.subarray(4, -1), (id) => tokenizer.textOf(id))));
}

/** Every range and every text of a result is what the document has there. */
function expectExact({ text }: SourceDocument, result: QaResult): void {
  const expectPlace = (range: Range): void => {
    const { start, end, startLine, startColumn, endLine, endColumn } = range;
    expect(splitsSurrogatePair(text, start) || splitsSurrogatePair(text, end)).toBe(false);
    expect({ line: startLine, column: startColumn }).toEqual(placeOf(text, start));
    expect({ line: endLine, column: endColumn }).toEqual(placeOf(text, end));
  };
  expectPlace(result.scope);
  for (const { range } of result.coverage.skipped) expectPlace(range);
  for (const answer of [...result.answers, ...(result.closest ? [result.closest] : [])]) {
    expect(answer.text).toBe(text.slice(answer.start, answer.end));
    expect(answer.text).toMatch(/^\P{White_Space}(?:[^]*\P{White_Space})?$/u);
    expectPlace(answer);
    answer.mentions.forEach(expectPlace);
    expectPlace(answer.passage);
    expect(answer.passage.text).toBe(text.slice(answer.passage.start, answer.passage.end));
    expect(answer.passage.start).toBeLessThanOrEqual(answer.start);
    expect(answer.passage.end).toBeGreaterThanOrEqual(answer.end);
  }
}

/** What must hold of any result, whatever the logits. */
function expectSound(result: QaResult, shorter: QaResult): void {
  const { answers, verdict, thresholds, closest, noAnswerProbability } = result;
  expect(answers.length === 0).toBe(verdict === 'noAnswer');
  expect(verdict === 'answer').toBe((answers[0]?.evidence ?? -Infinity) >= thresholds.answer);
  if (verdict !== 'noAnswer') expect(closest).toBeNull();
  if (closest !== null) expect(closest.evidence).toBeLessThan(thresholds.maybe);
  const listed = answers.reduce((sum, { probability }) => sum + probability, 0);
  expect(listed + noAnswerProbability).toBeLessThanOrEqual(1 + 1e-9);
  answers.forEach((answer, i) => {
    const before = answers[i - 1];
    expect(answer.evidence).toBeGreaterThanOrEqual(thresholds.maybe);
    expect(answer.evidence).toBeLessThanOrEqual(before?.evidence ?? Infinity);
    expect(answer.confidence).toBeLessThanOrEqual(before?.confidence ?? 1);
    const starts = answer.mentions.map(({ start }) => start);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
  });
  expect(shorter.answers).toEqual(answers.slice(0, shorter.answers.length));
}

const wordPiece = makeWordPieceReader();

describe.each([wordPiece, makeByteLevelReader()])('with the tokenizer of a real model ($name)', (reader) => {
  const modelOf = (seed: number, maxLength: number): FakeModel =>
    makeFakeModel({
      tokenizer: reader.tokenizer,
      layout: reader.layout,
      maxLength,
      read: seesNoise(seed),
      rule: { levels: levelsAt(seed % 2 === 0 ? { answer: 4, maybe: 0 } : { answer: 8, maybe: 6 }) },
    });
  const isReadable = (text: string): boolean =>
    /[^\p{White_Space}\ufeff]/u.test(text) && reader.tokenizer.encode(text).ids.length > 0;
  const asked = fc.record({
    text: arbitraryText(120).filter(isReadable),
    question: arbitraryText(4).map((text) => `which ${text}`),
    seed: fc.integer(),
    maxLength: fc.integer({ min: 160, max: 220 }),
    from: fc.nat(),
    to: fc.nat(),
  });

  it('every answer, mention, passage and refused guess is exactly where it says, on any text', async () => {
    await fc.assert(
      fc.asyncProperty(asked, async ({ text, question, seed, maxLength }) => {
        const document = makeDocument(text, null, 'markdown');
        const watcher = makeWatcher();
        const result = await answerQuestion(document, question, modelOf(seed, maxLength), { top: 50 }, watcher);
        const shorter = await answerQuestion(document, question, modelOf(seed, maxLength), { top: 2 }, makeObserver());
        for (const seen of [...watcher.seen.slice(0, 3), result]) expectExact(document, seen);
        expectSound(result, shorter);
        expect(result.state).toBe('final');
        expect(result.coverage.complete).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it('a selection is all that is read, and all that is answered from', async () => {
    await fc.assert(
      fc.asyncProperty(asked, async ({ text, question, seed, maxLength, from, to }) => {
        const [start = 0, end = 0] = [from % (text.length + 1), to % (text.length + 1)].sort((a, b) => a - b);
        const selected = text.slice(start, end);
        fc.pre(isReadable(selected));
        const document = makeDocument(text, null);
        const options = { scope: { start, end }, top: 50 };
        const result = await answerQuestion(document, question, modelOf(seed, maxLength), options, makeObserver());
        expectExact(document, result);
        expect(result.scope.start).toBe(start - (splitsSurrogatePair(text, start) ? 1 : 0));
        expect(result.scope.end).toBe(end + (splitsSurrogatePair(text, end) ? 1 : 0));
        for (const answer of [...result.answers, ...(result.closest ? [result.closest] : [])]) {
          for (const place of [answer, ...answer.mentions]) {
            expect(place.start).toBeGreaterThanOrEqual(result.scope.start);
            expect(place.end).toBeLessThanOrEqual(result.scope.end);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('text that looks like special tokens never becomes one', async () => {
    const literals = [...reader.specialIds.keys()].join(' ') + [...reader.specialIds.keys()].join('');
    const model = modelOf(1, 200);
    await ask(`port ${literals} port`, model, {}, { question: `which ${literals}` });
    const { before, between, after } = reader.layout;
    const [ids, ...others] = model.readIds;
    expect(others).toEqual([]);
    // BERT's [UNK] is what any unknown word becomes.
    const specials = new Set([...reader.specialIds].filter(([content]) => content !== '[UNK]').map(([, id]) => id));
    expect(Array.from(ids ?? []).filter((id) => specials.has(id))).toEqual([...before, ...between, ...after]);
  });

  it.each(['', ' ', '\n\t\r\n', '\u00a0\u3000', '\u0085', '\ufeff'])(
    '%j is neither a document nor a question',
    async (blank) => {
      await expect(ask(blank, modelOf(1, 200))).rejects.toMatchObject({ reason: 'emptyDocument' });
      await expect(ask('port 8080', modelOf(1, 200), {}, { question: blank })).rejects.toMatchObject({
        reason: 'emptyQuestion',
      });
      await expect(
        ask(`port ${blank} 8080`, modelOf(1, 200), { scope: { start: 5, end: 5 + blank.length } }),
      ).rejects.toMatchObject({ reason: 'emptySelection' });
    },
  );
});

describe('an answer', () => {
  it('that straddles two windows is found once', async () => {
    // Windows are [0, 64), [32, 96) and [36, 100): the phrase crosses the end of the first.
    const text = wordsWith(100, { 62: 'port', 63: 'is', 64: '8080', 65: 'here' });
    const result = await ask(text, makePhraseModel({ 'port is 8080 here': 8 }, { maxLength: smallest }));
    expect(result.coverage.windows).toBe(3);
    expect(textsOf(result.answers)).toEqual(['port is 8080 here']);
    expect(result.answers[0]?.mentions).toEqual([]);
  });

  it('is found at every place of a document, also at its borders', async () => {
    for (const index of [0, 1, 31, 32, 33, 35, 36, 47, 48, 62, 63, 64, 65, 80, 95, 96, 98, 99]) {
      const result = await ask(
        wordsWith(100, { [index]: '8080' }),
        makePhraseModel({ 8080: 8 }, { maxLength: smallest }),
      );
      expect(textsOf(result.answers)).toEqual(['8080']);
    }
  });

  it('with the same normalised text elsewhere is one answer with mentions, in document order', async () => {
    const text = wordsWith(300, { 10: '8080', 150: 'The', 151: '8080!', 290: '8080.' });
    const model = makePhraseModel({ 8080: 5, '8080.': 6, 'The 8080!': 8 }, { maxLength: smallest });
    const { answers } = await ask(text, model);
    expect(answers).toHaveLength(1);
    expect(answers[0]).toMatchObject({ text: 'The 8080!', start: text.indexOf('The') });
    expect(answers[0]?.mentions.map(({ start }) => start)).toEqual([text.indexOf('8080'), text.lastIndexOf('8080')]);
  });

  it('is never a part of a number or a word', async () => {
    for (const [token, whole] of [
      ['80', '8080'],
      ['rt', 'port'],
    ] as const) {
      const tokenizer = makePieceTokenizer();
      const model = makePhraseModel({ [token]: 8 }, {}, tokenizer);
      const { answers } = await ask('The port: 8080/tcp', model);
      expect(textsOf(answers)).toEqual([whole]);
      expect(answers[0]?.mentions).toEqual([]);
    }
  });

  it('comes with the passage and the headings it stands in', async () => {
    const text = '# Server\n\nIntro.\n\n## Network\n\nIt starts. The port\nis 8080 here. Done.\n';
    const model = makePhraseModel({ 8080: 8 });
    const { answers } = await ask(text, model, {}, { format: 'markdown' });
    expect(answers[0]).toMatchObject({
      text: '8080',
      startLine: 8,
      startColumn: 4,
      endLine: 8,
      endColumn: 8,
      headings: ['Server', 'Network'],
      passage: { text: 'The port\nis 8080 here.', startLine: 7, startColumn: 12 },
    });
  });

  it('that contradicts another is listed with it, though one was asked for', async () => {
    const text = wordsWith(200, { 20: '8080', 180: '9090' });
    const result = await ask(text, makePhraseModel({ 8080: 8, 9090: 7.5 }, { maxLength: smallest }), { top: 1 });
    expect(result.conflict).toBe(true);
    expect(textsOf(result.answers)).toEqual(['8080', '9090']);
  });

  it('beside a weak one is listed alone when one was asked for', async () => {
    const text = wordsWith(200, { 20: '8080', 180: '9090' });
    const model = () => makePhraseModel({ 8080: 8, 9090: 1 }, { maxLength: smallest });
    const result = await ask(text, model(), { top: 1 });
    expect(result).toMatchObject({ conflict: false, verdict: 'answer' });
    expect(textsOf(result.answers)).toEqual(['8080']);
    expect(textsOf((await ask(text, model())).answers)).toEqual(['8080', '9090']);
  });

  it('has evidence against the whole document: the more windows, the less', async () => {
    const evidenceOver = async (words: number): Promise<number | undefined> =>
      (await ask(wordsWith(words, { 3: '8080' }), makePhraseModel({ 8080: 8 }, { maxLength: smallest }))).answers[0]
        ?.evidence;
    expect(await evidenceOver(40)).toBe(8);
    expect(await evidenceOver(64)).toBe(8);
    expect(await evidenceOver(256)).toBeCloseTo(8 - 0.5 * Math.log(4), 6);
  });
});

describe('the verdict of a document', () => {
  const text = wordsWith(30, { 7: '8080' });
  const calibrated = (slope: number, intercept: number, evidence: number): number =>
    1 / (1 + Math.exp(-(slope * evidence + intercept)));

  it.each([
    [2, 'answer'],
    [1.5, 'maybe'],
    [-2, 'maybe'],
  ])('on evidence %d is %s, with the confidence of the best answer', async (evidence, verdict) => {
    const result = await ask(text, makePhraseModel({ 8080: evidence }));
    expect(result).toMatchObject({ verdict, closest: null, thresholds: { answer: 2, maybe: -2 } });
    expect(result.confidence).toBeCloseTo(calibrated(0.3, -1, evidence), 9);
    expect(result.answers[0]?.confidence).toBe(result.confidence);
    expect(result.timing.firstAnswerMs).toBeGreaterThan(0);
  });

  it('is no answer below, with the best refused guess and the confidence of a refusal', async () => {
    const result = await ask(text, makePhraseModel({ 8080: -3 }));
    expect(result).toMatchObject({
      verdict: 'noAnswer',
      answers: [],
      closest: { text: '8080', evidence: -3 },
      conflict: false,
      timing: { firstAnswerMs: null },
    });
    expect(result.confidence).toBeCloseTo(calibrated(-0.3, 0.5, -3), 9);
  });

  it('follows a threshold that was asked for, and the lower one never lies above it', async () => {
    const verdictAt = (threshold: number) => ask(text, makePhraseModel({ 8080: 1 }), { threshold });
    expect(await verdictAt(1)).toMatchObject({ verdict: 'answer', thresholds: { answer: 1, maybe: -2 } });
    expect(await verdictAt(5)).toMatchObject({ verdict: 'maybe', thresholds: { answer: 5, maybe: -2 } });
    expect(await ask(text, makePhraseModel({ 8080: -4 }), { threshold: -4 })).toMatchObject({
      verdict: 'answer',
      thresholds: { answer: -4, maybe: -4 },
    });
  });

  it('adds up: the probabilities of the only answer and of none are 1 in a document of one place', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const model = makeFakeModel({
          tokenizer: makeWordTokenizer(),
          read: seesNoise(seed),
          rule: { levels: levelsAt({ answer: 0, maybe: -1000 }) },
        });
        const { answers, noAnswerProbability } = await ask(plainWords(1), model, { top: 50 });
        const sum = answers.reduce((total, { probability }) => total + probability, noAnswerProbability);
        expect(sum).toBeCloseTo(1, 9);
      }),
      { numRuns: 40 },
    );
  });

  it('does not depend on which windows were read first', async () => {
    const words = wordsWith(400, { 30: '8080', 200: '9090', 390: '8080' });
    const outcome = async (question: string) => {
      const model = makePhraseModel({ 8080: 6, 9090: 5 }, { maxLength: smallest });
      const { question: asked, timing, ...rest } = await ask(words, model, {}, { question });
      expect([asked, timing.loadMs]).toEqual([question, 0]);
      return { rest, read: model.readIds.map((ids) => Array.from(ids.subarray(4)).join()) };
    };
    const forwards = await outcome('no hint');
    const otherwise = await outcome('w399 w200');
    expect(otherwise.read).not.toEqual(forwards.read);
    expect([...otherwise.read].sort()).toHaveLength(forwards.read.length);
    expect(otherwise.rest).toEqual(forwards.rest);
  });
});

describe('what is read', () => {
  it('is every window once, each within the model’s length', async () => {
    const tokenizer = makeWordTokenizer();
    const model = makePhraseModel({}, { maxLength: smallest }, tokenizer);
    const result = await ask(plainWords(333), model, { windowBudget: Infinity });
    expect(model.readIds).toHaveLength(result.coverage.windows);
    expect(new Set(model.readIds.map(String)).size).toBe(model.readIds.length);
    expect(model.readIds.every((ids) => ids.length === smallest)).toBe(true);
    expect(wordsRead(model, tokenizer)).toEqual(new Set(plainWords(333).split(' ')));
    expect(result).toMatchObject({
      state: 'final',
      coverage: { complete: true, tokens: 333, tokensRead: 333, windowsRead: model.readIds.length, skipped: [] },
    });
  });

  it('within a budget is the most promising windows; the rest is named, exactly', async () => {
    for (const windowBudget of [0, 1, 2, 5, 9]) {
      const tokenizer = makeWordTokenizer();
      const model = makePhraseModel({}, { maxLength: smallest }, tokenizer);
      const text = plainWords(401);
      const result = await ask(text, model, { windowBudget }, { question: 'w210 w390' });
      const read = wordsRead(model, tokenizer);
      const unread = text.split(' ').filter((word) => !read.has(word));
      const skipped = result.coverage.skipped.map(({ range, reason }) => [text.slice(range.start, range.end), reason]);
      expect(skipped.flatMap(([part = '']) => part.split(' '))).toEqual(unread);
      expect(new Set(skipped.map(([, reason]) => reason))).toEqual(new Set(['budget']));
      expect(result).toMatchObject({
        state: 'final',
        coverage: {
          windows: 12,
          windowsRead: windowBudget,
          tokens: 401,
          tokensRead: 401 - unread.length,
          complete: false,
        },
      });
      if (windowBudget > 1) expect([read.has('w210'), read.has('w390')]).toEqual([true, true]);
    }
  });

  it('is everything when the budget is exactly the windows there are', async () => {
    const model = makePhraseModel({}, { maxLength: smallest });
    const { coverage } = await ask(plainWords(128), model, { windowBudget: 3 });
    expect(coverage).toMatchObject({ windows: 3, windowsRead: 3, complete: true, skipped: [] });
  });

  it('is called complete only when nothing was left that could change the answer', async () => {
    // Windows are [0, 64), [32, 96), [64, 128): the outer two hold every word, the phrase is whole in the middle only.
    const text = wordsWith(128, { 5: 'hint', 62: 'port', 63: 'is', 64: '8080', 65: 'here', 120: 'hint' });
    const askWithin = (windowBudget: number) =>
      ask(
        text,
        makePhraseModel({ 'port is 8080 here': 8 }, { maxLength: smallest }),
        { windowBudget },
        { question: 'the hint' },
      );
    const everything = await askWithin(3);
    expect(textsOf(everything.answers)).toEqual(['port is 8080 here']);
    const part = await askWithin(2);
    expect(part.coverage.windowsRead).toBe(2);
    if (part.coverage.complete) expect(textsOf(part.answers)).toEqual(textsOf(everything.answers));
  });

  it('until someone stops it is said, exactly', async () => {
    for (const windows of [0, 1, 4, 11]) {
      const tokenizer = makeWordTokenizer();
      const model = makePhraseModel({}, { maxLength: smallest }, tokenizer);
      const text = plainWords(401);
      const result = await ask(text, model, {}, { observer: stopsAfter(windows) });
      const read = wordsRead(model, tokenizer);
      const unread = text.split(' ').filter((word) => !read.has(word));
      const skipped = result.coverage.skipped.map(({ range, reason }) => [text.slice(range.start, range.end), reason]);
      expect(skipped.flatMap(([part = '']) => part.split(' '))).toEqual(unread);
      expect(new Set(skipped.map(([, reason]) => reason))).toEqual(new Set(['stopped']));
      expect(result).toMatchObject({
        state: 'stopped',
        coverage: { windows: 12, windowsRead: windows, tokensRead: 401 - unread.length, complete: false },
      });
    }
  });

  it('and found before a stop is kept', async () => {
    const text = wordsWith(401, { 3: '8080' });
    const model = makePhraseModel({ 8080: 8 }, { maxLength: smallest });
    const result = await ask(text, model, {}, { observer: stopsAfter(1) });
    expect(result).toMatchObject({ state: 'stopped', verdict: 'answer' });
    expect(textsOf(result.answers)).toEqual(['8080']);
  });

  it('is final when nobody stops it before the last window is read', async () => {
    const model = makePhraseModel({}, { maxLength: smallest });
    const result = await ask(plainWords(401), model, {}, { observer: stopsAfter(12) });
    expect(result).toMatchObject({ state: 'final', coverage: { complete: true, skipped: [] } });
  });

  it('of a selection is nothing else, with the same text around it', async () => {
    const text = '8080 before\ninside 8080 inside\nafter 8080';
    const tokenizer = makeWordTokenizer();
    const model = makePhraseModel({ 8080: 8 }, {}, tokenizer);
    const start = text.indexOf('inside');
    const result = await ask(text, model, { scope: { start, end: start + 'inside 8080 inside'.length } });
    expect(wordsRead(model, tokenizer)).toEqual(new Set(['inside', '8080']));
    expect(result.answers).toHaveLength(1);
    expect(result.answers[0]).toMatchObject({ start: start + 7, startLine: 2, startColumn: 8, mentions: [] });
    expect(result).toMatchObject({
      scope: { start, startLine: 2, startColumn: 1, endLine: 2, endColumn: 19 },
      coverage: { tokens: 3, complete: true },
    });
  });

  it('of a selection that begins or ends inside an emoji has the whole emoji', async () => {
    const result = await ask('😀 8080 😀', makePhraseModel({ 8080: 8 }), { scope: { start: 1, end: 9 } });
    expect(result.scope).toMatchObject({ start: 0, end: 10 });
  });

  it('of a selection inside a number is not answered from outside it', async () => {
    const model = makePhraseModel({ 80: 8 }, {}, makePieceTokenizer());
    const result = await ask('port 180808', model, { scope: { start: 6, end: 8 } });
    const [answer] = result.answers;
    expect(answer).toMatchObject({ start: 6, end: 8, text: '80' });
  });
});

describe('while reading', () => {
  /** A clock that goes 40 ms with every window. */
  async function watch(text: string, phrases: Record<string, number>): Promise<{ seen: QaResult[]; result: QaResult }> {
    let ms = 0;
    const model = makePhraseModel(phrases, { maxLength: smallest });
    const slow: QaModel = {
      ...model,
      read(input) {
        ms += 40;
        return model.read(input);
      },
    };
    const seen: QaResult[] = [];
    const observer: AskObserver = {
      now: () => ms,
      stopped: () => false,
      onProvisional: (result) => {
        seen.push(result);
      },
    };
    return { seen, result: await ask(text, slow, {}, { observer }) };
  }

  it('what is known is shown at most every 100 ms, and the end only as the result', async () => {
    const { seen, result } = await watch(plainWords(352), {});
    expect(result.coverage.windows).toBe(10);
    expect(seen.map(({ timing }) => timing.totalMs)).toEqual([40, 160, 280]);
    expect(result.timing.totalMs).toBe(400);
  });

  it('nothing shown is called final or skipped', async () => {
    const { seen } = await watch(wordsWith(352, { 200: '8080' }), { 8080: 8 });
    expect(seen.map(({ state }) => state)).toEqual(['provisional', 'provisional', 'provisional']);
    expect(seen.map(({ coverage }) => [coverage.windowsRead, coverage.skipped.length])).toEqual([
      [1, 0],
      [4, 0],
      [7, 0],
    ]);
    expect(seen.map(({ verdict }) => verdict)).toEqual(['noAnswer', 'noAnswer', 'answer']);
  });

  it('the time of the first answer is that of the first result that had one', async () => {
    const { seen, result } = await watch(wordsWith(352, { 200: '8080' }), { 8080: 8 });
    expect(seen.map(({ timing }) => timing.firstAnswerMs)).toEqual([null, null, 280]);
    expect(result.timing.firstAnswerMs).toBe(280);
  });

  it('a model that fails ends the reading with its own error', async () => {
    const failing = makeFakeModel({
      tokenizer: makeWordTokenizer(),
      read: () => {
        throw new Error('the engine is gone');
      },
    });
    await expect(ask('port 8080', failing)).rejects.toThrow('the engine is gone');
  });
});

describe('what cannot be asked', () => {
  const model = makePhraseModel({});

  it.each(['', ' ', '\n\t', '\u3000\u00a0'])('is the blank question %j', async (question) => {
    await expect(ask('text', model, {}, { question })).rejects.toMatchObject({
      name: 'QaError',
      reason: 'emptyQuestion',
    });
  });

  it.each(['', ' ', '\r\n\r\n'])('is a question of the blank document %j', async (text) => {
    await expect(ask(text, model)).rejects.toMatchObject({ reason: 'emptyDocument' });
    await expect(ask(text, model)).rejects.toBeInstanceOf(QaError);
  });

  it.each([
    [4, 4],
    [4, 7],
    [5, 6],
  ])('is a question of the blank selection [%d, %d)', async (start, end) => {
    await expect(ask('port\n\t\n8080', model, { scope: { start, end } })).rejects.toMatchObject({
      reason: 'emptySelection',
    });
  });

  it('is a question of a selection of characters that nobody sees', async () => {
    const { tokenizer, layout } = wordPiece;
    const blind = makeFakeModel({ tokenizer, layout, read: seesNoise(1) });
    await expect(ask('port \u200b\0 8080', blind, { scope: { start: 5, end: 7 } })).rejects.toMatchObject({
      reason: 'emptySelection',
    });
    await expect(ask('\u200b\0', blind)).rejects.toMatchObject({ reason: 'emptyDocument' });
    await expect(ask('port', blind, {}, { question: '\u200b\0' })).rejects.toMatchObject({ reason: 'emptyQuestion' });
  });

  it('is a question that leaves no room for the document', async () => {
    const narrow = makePhraseModel({}, { maxLength: smallest - 1 });
    await expect(ask('port 8080', narrow)).rejects.toMatchObject({ reason: 'noContextRoom' });
  });

  it('is known before anything is read', async () => {
    const fresh = makePhraseModel({});
    await expect(ask('port \n', fresh, { scope: { start: 4, end: 6 } })).rejects.toThrow(QaError);
    expect(fresh.readIds).toEqual([]);
  });
});

describe('notices', () => {
  it('say how many tokens of a long question were cut, and the rest of it is read', async () => {
    const model = makePhraseModel({}, { maxLength: 200 });
    const { notices } = await ask('port 8080', model, {}, { question: plainWords(70) });
    expect(notices).toEqual([{ kind: 'questionCut', count: 6 }]);
    // [1] + 64 question words + [2] + 2 words + [2]
    expect(model.readIds.map((ids) => ids.length)).toEqual([69]);
  });

  it('are none for a question of exactly 64 tokens', async () => {
    const { notices } = await ask('port', makePhraseModel({}, { maxLength: 200 }), {}, { question: plainWords(64) });
    expect(notices).toEqual([]);
  });

  it('say when line ends are mixed, behind those that came with the text', async () => {
    const given = [{ kind: 'invalidUtf8', count: 2 }] as const;
    expect((await ask('a\r\nb\n', makePhraseModel({}), { notices: given })).notices).toEqual([
      { kind: 'invalidUtf8', count: 2 },
      { kind: 'mixedLineEnds' },
    ]);
    expect((await ask('a\r\nb\r\n', makePhraseModel({}), { notices: given })).notices).toEqual(given);
  });
});

describe('a result', () => {
  it('names the document, the question and the reader', async () => {
    const document = makeDocument('port 8080', 'notes.txt');
    const model = makePhraseModel({});
    const result = await answerQuestion(document, ' which port? ', model, {}, makeObserver());
    expect(result).toMatchObject({
      file: 'notes.txt',
      question: ' which port? ',
      model: model.identity,
      thresholds: fakeRule.levels.balanced.thresholds,
    });
  });

  it('is plain data: it survives JSON unchanged', async () => {
    const result = await ask('port 8080 or 9090', makePhraseModel({ 8080: 8, 9090: 7 }));
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  it('of blanks that are tokens has nothing to refuse', async () => {
    const model = makeFakeModel({ tokenizer: makeCharacterTokenizer(), read: seesNoise(1) });
    const result = await ask('a \n b', model, { scope: { start: 0, end: 5 } });
    expect(result.coverage.tokens).toBe(5);
    for (const { text } of [...result.answers, ...(result.closest ? [result.closest] : [])]) {
      expect(text).toMatch(/^\S(?:.*\S)?$/s);
    }
  });
});
