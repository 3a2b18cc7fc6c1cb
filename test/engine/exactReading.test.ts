// A reading is the same whatever happened around it: bit by bit in integers, within 1e-4 in float32. Windows are read
// alone, so their order, what was read before or beside them, caches and stops have nothing to change.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { seededRandom } from '../../src/evaluate/seededRandom';
import type { AskRequest, ReaderChoice } from '../../src/protocol/engine';
import { answerQuestion, type AskObserver } from '../../src/qa/answer';
import { makeDocument } from '../../src/qa/document';
import type { SpanLogits } from '../../src/qa/logits';
import type { Answer, QaResult } from '../../src/qa/result';
import type * as ReadingOrder from '../../src/qa/readingOrder';
import { findSeams } from '../../src/qa/seams';
import { layOut, makeWindows, planWindows, type WindowInput } from '../../src/qa/windows';
import { EngineClient } from '../../src/runtime/engineClient';
import type { Reader } from '../../src/runtime/model';
import { openReader } from '../../src/runtime/reader';
import { WindowCache } from '../../src/runtime/windowCache';
import { largestDifference } from '../parity/difference';
import { readerChoice } from '../support/readerChoice';
import { root } from '../terminal/runCli';
import { makeTempFolder } from '../terminal/tempFolder';

/** How the next questions order their windows, which is otherwise their words' doing. */
const reorder = vi.hoisted(() => ({ by: (order: number[]): number[] => order }));
vi.mock('../../src/qa/readingOrder', async (importOriginal) => {
  const { readingOrder } = await importOriginal<typeof ReadingOrder>();
  const reordered: typeof readingOrder = (...args) => reorder.by(readingOrder(...args));
  return { readingOrder: reordered };
});

const largestFloatDifference = 1e-4;

interface Asked {
  readonly name: string;
  readonly text: string;
  readonly question: string;
}

const prose = (name: string): Promise<string> =>
  readFile(join(root, 'test', 'fixtures', 'editor-set', 'files', name), 'utf8');
/** Some eight windows with several places that could be meant: two are read a second time. */
const asked: Asked = {
  name: 'porting.md',
  text: (await prose('porting-buffer.md')).slice(0, 4100),
  question: 'What should be used instead of new Buffer(number)?',
};
/** What others ask meanwhile: another question on a part of the same text, and one on another. */
const neighbours: readonly Asked[] = [
  { ...asked, text: asked.text.slice(1000, 2000), question: 'Which ESLint rule finds deprecated calls?' },
  { name: 'license.txt', text: (await prose('python-license.txt')).slice(0, 2000), question: 'Who created Python?' },
];

const orders: Readonly<Record<string, (order: number[]) => number[]>> = {
  'document order': (order) => order.toSorted((a, b) => a - b),
  'reverse order': (order) => order.toSorted((a, b) => b - a),
  'shuffled order': (order) => {
    const random = seededRandom(7);
    return order
      .map((index) => ({ index, key: random() }))
      .toSorted((a, b) => a.key - b.key)
      .map(({ index }) => index);
  },
};

const enginePath = join(root, 'dist', 'engine.js');
const prepared = await makeTempFolder();

describe.each(['int8', 'fp32'] as const)('in %s', (precision) => {
  const choice = (change: Partial<ReaderChoice> = {}): ReaderChoice =>
    readerChoice(join(root, 'models', 'mini'), { prepared, precision, threads: 1, ...change });
  let reader: Reader;
  /** The windows of the question, and what was read first of all, in the order of the document. */
  let inputs: readonly WindowInput[];
  let logits: readonly SpanLogits[];
  let result: QaResult;
  let windowsRead = 0;

  beforeAll(async () => {
    // In integers this makes the graph; all later readers find it.
    reader = await openReader(choice());
    inputs = windowsOf(reader, asked);
    logits = await readAll(reader, inputs);
    const counting: typeof reader.read = (input) => {
      windowsRead++;
      return reader.read(input);
    };
    result = await ask({ ...reader, read: counting }, asked);
  });
  afterAll(() => reader.close());

  /** Holds the promise for windows' logits. */
  function expectSameLogits(read: readonly SpanLogits[]): void {
    if (precision === 'int8') {
      expect(read).toEqual(logits);
      return;
    }
    expect(read).toHaveLength(logits.length);
    const differences = read.flatMap(({ start, end }, i) => [
      largestDifference(start, logits[i]?.start ?? []),
      largestDifference(end, logits[i]?.end ?? []),
    ]);
    expect(Math.max(...differences)).toBeLessThanOrEqual(largestFloatDifference);
  }

  /** Holds the promise for a result, whose times are its own. */
  function expectSameResult(other: QaResult): void {
    if (precision === 'int8') {
      expect(untimed(other)).toEqual(untimed(result));
      return;
    }
    expect(wordsOf(other)).toEqual(wordsOf(result));
    expect(largestDifference(numbersOf(other), numbersOf(result))).toBeLessThanOrEqual(largestFloatDifference);
  }

  it('there is something to compare: windows that all differ, and places that are read again', () => {
    expect(reader.identity.precision).toBe(precision);
    expect(inputs.length).toBeGreaterThanOrEqual(8);
    expect(new Set(logits.map(({ start }) => start.join())).size).toBe(inputs.length);
    expect(result.answers.length).toBeGreaterThan(1);
    expect(windowsRead).toBeGreaterThan(inputs.length + 1);
  });

  it.each(Object.entries(orders))('in %s windows say the same, and so does their result', async (_, ordered) => {
    const order = ordered(inputs.map((_input, index) => index));
    const remembering = new WindowCache().around(reader);
    expectSameLogits(await readAll(remembering, inputs, order));
    reorder.by = ordered;
    try {
      // Remembered from there, and read anew.
      expectSameResult(await ask(remembering, asked));
      expectSameResult(await ask(reader, asked));
    } finally {
      reorder.by = (unchanged) => unchanged;
    }
  });

  it('it is the same from memory, after another text and after a question that was stopped anywhere', async () => {
    const remembering = new WindowCache().around(reader);
    for (const neighbour of neighbours) await ask(remembering, neighbour);
    // Each goes one window, or one second reading, further than the one before it.
    let stopped = 0;
    for (let windows = 0; ; windows++, stopped++) {
      let left = windows;
      const some = await ask(remembering, asked, { stopped: () => left-- <= 0 });
      if (some.state === 'final') break;
    }
    expect(stopped).toBeGreaterThan(inputs.length);
    expectSameResult(await ask(remembering, asked));
    expectSameLogits(await readAll(remembering, inputs));
  });

  it('it is the same without memory, after one that was stopped in the middle', async () => {
    let left = inputs.length >> 1;
    expect(await ask(reader, asked, { stopped: () => left-- <= 0 })).toMatchObject({ state: 'stopped' });
    expectSameResult(await ask(reader, asked));
  });

  it('it is the same where somebody watches, for whom places are read again early', async () => {
    let now = 0;
    const provisional: QaResult[] = [];
    const watched = await ask(reader, asked, {
      // Each look at the clock is late enough for another provisional result.
      now: () => (now += 1000),
      onProvisional: (partial) => provisional.push(partial),
    });
    expect(provisional).toHaveLength(inputs.length - 1);
    expectSameResult(watched);
  });

  it('it is the same with neighbours, before each window and beside it', async () => {
    const others = neighbours.flatMap((neighbour) => windowsOf(reader, neighbour));
    const read: SpanLogits[] = [];
    for (const [i, input] of inputs.entries()) {
      const [before = input, beside = input] = [others[i], others.at(-1 - i)];
      await reader.read(before);
      const [own] = await Promise.all([reader.read(input), reader.read(beside)]);
      read.push(own);
    }
    expectSameLogits(read);
    const [own] = await Promise.all([ask(reader, asked), ...neighbours.map((neighbour) => ask(reader, neighbour))]);
    expectSameResult(own);
  });

  it.each([1, 2])(
    'it is the same for a session that is opened later, beside the first, with %d threads',
    async (threads) => {
      const later = await openReader(choice({ threads }));
      try {
        expectSameLogits(await readAll(later, inputs));
        expectSameResult(await ask(later, asked));
      } finally {
        await later.close();
      }
    },
  );

  it('it is the same from an engine’s process, that was stopped there, asked again, and asked other things', async () => {
    const client = new EngineClient({ enginePath, idleMs: 600_000, stopMs: 60_000, log: () => undefined });
    const request = ({ name, text, question }: Asked): Omit<AskRequest, 'run'> => ({
      ...{ reader: choice({ threads: 2 }), scope: null, strictness: 'balanced', top: 5, allWindows: false },
      document: { name, text, format: 'text' },
      question,
    });
    const inEngine = (what: Asked, stop = new AbortController(), onProvisional = (): void => undefined) =>
      client.ask(request(what), stop.signal, onProvisional);
    try {
      const stop = new AbortController();
      expect(await inEngine(asked, stop, () => stop.abort())).toMatchObject({ state: 'stopped' });
      for (const neighbour of neighbours) await inEngine(neighbour);
      expectSameResult(await inEngine(asked));
      expectSameResult(await inEngine(asked));
    } finally {
      client.dispose();
    }
  });
});

function ask(reader: Reader, { name, text, question }: Asked, observer: Partial<AskObserver> = {}): Promise<QaResult> {
  const unwatched = { now: () => 0, stopped: () => false };
  return answerQuestion(makeDocument(text, name, 'text'), question, reader, {}, { ...unwatched, ...observer });
}

/** A question's windows as the model reads them. */
function windowsOf({ tokenizer, layout, maxLength }: Reader, { text, question }: Asked): WindowInput[] {
  const context = tokenizer.encode(text);
  const plan = planWindows(tokenizer.encode(question), layout, maxLength);
  return makeWindows(findSeams(text, context), plan.room, plan.overlap).map((window) =>
    layOut(window, plan.questionIds, context, layout),
  );
}

/** Reads windows, and gives what they said in the order of the document. */
async function readAll(
  reader: Reader,
  inputs: readonly WindowInput[],
  order: readonly number[] = inputs.map((_, index) => index),
): Promise<SpanLogits[]> {
  const all: SpanLogits[] = [];
  for (const index of order) {
    const input = inputs[index];
    if (input !== undefined) all[index] = await reader.read(input);
  }
  return all;
}

const untimed = (result: QaResult): object => ({ ...result, timing: null });

const listed = ({ answers, closest }: QaResult): readonly Answer[] => [...answers, ...(closest ? [closest] : [])];

/** What a result says apart from the numbers that follow from logits. */
function wordsOf(result: QaResult): object {
  const { verdict, state, conflict, coverage, model, notices } = result;
  const places = listed(result).map(({ text, start, end, mentions }) => ({ text, start, end, mentions }));
  return { verdict, state, conflict, coverage, model, notices, places };
}

/** A result's numbers that follow from logits. */
function numbersOf(result: QaResult): number[] {
  const ofAnswers = listed(result).flatMap(({ evidence, margin, probability, confidence }) => [
    ...[evidence, probability, confidence],
    ...(margin === null ? [] : [margin]),
  ]);
  return [result.confidence, result.noAnswerProbability, ...ofAnswers];
}
