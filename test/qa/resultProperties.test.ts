import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerQuestion, type AskObserver, type AskOptions } from '../../src/qa/answer';
import { confidenceAt } from '../../src/qa/confidence';
import { makeDocument } from '../../src/qa/document';
import type { SpanLogits } from '../../src/qa/logits';
import type { DecisionRule, QaModel } from '../../src/qa/model';
import { SpanCollector } from '../../src/qa/ranking';
import type { QaResult } from '../../src/qa/result';
import { findSeams } from '../../src/qa/seams';
import { readWindow } from '../../src/qa/spans';
import { layOut, makeWindows, planWindows } from '../../src/qa/windows';
import {
  type FakeModel,
  fakeRule,
  levelsAt,
  makeFakeModel,
  makeObserver,
  makePhraseModel,
  makeWordTokenizer,
  seesNoise,
  stopsAfter,
} from './fakeModel';

/** With a question of two words, windows hold 64 words and share 32. */
const smallest = 64 + 2 + 3;

/** Without shrinking, which takes minutes on whole documents: the seed that is printed repeats a failure. */
const runs = { numRuns: 10, endOnFailure: true };

/** Whatever was found is listed. */
const everything: AskOptions = { threshold: -Infinity, top: Infinity, windowBudget: Infinity };

/** Prose of several windows, with sentences, paragraphs and headings to cut at, whose words come again and again. */
const prose = fc
  .array(
    fc.record({
      word: fc.integer({ min: 0, max: 150 }),
      behind: fc.constantFrom(' ', ' ', ' ', ' ', ' ', ' ', ' . ', ' . ', '\n', '\n\n', '\n\n# '),
    }),
    { minLength: 90, maxLength: 220, size: 'max' },
  )
  .map((words) => words.map(({ word, behind }) => `w${word}${behind}`).join(''));

/** A text with some of its words replaced. */
function withWords(text: string, places: readonly { readonly at: number; readonly name: string }[]): string {
  const names = new Map(places.map(({ at, name }) => [at, name]));
  let word = 0;
  return text.replace(/w\d+/g, (own) => names.get(word++) ?? own);
}

/** Evidence of a place. */
const evidence = fc.double({ min: -3, max: 9, noNaN: true });

/** A question of two words of the prose: which windows are read first depends on them. */
const question = fc.tuple(fc.nat(150), fc.nat(150)).map(([one, other]) => `w${one} w${other}`);

/** Weights that any fit could give. */
const rule = fc
  .record({
    windowExponent: fc.constantFrom(0, 0.5, 1),
    evidence: fc.double({ min: 0, max: 1, noNaN: true }),
    margin: fc.double({ min: 0.01, max: 1, noNaN: true }),
    logWindows: fc.double({ min: -1, max: 1, noNaN: true }),
  })
  .map(({ windowExponent, ...weights }): Partial<DecisionRule> => ({
    levels: levelsAt({ answer: 6, maybe: 3 }),
    prior: { windowExponent },
    calibration: { ...fakeRule.calibration, answer: { intercept: -1, ...weights } },
  }));

const situation = fc.record({ text: prose, question, seed: fc.integer(), rule });

type Situation = typeof situation extends fc.Arbitrary<infer Value> ? Value : never;

/** A reader whose logits follow from the window's own text alone, whatever was asked. */
function readerOf({ seed, rule }: Pick<Situation, 'seed' | 'rule'>, tokenizer = makeWordTokenizer()): FakeModel {
  const noise = seesNoise(seed);
  const read = (ids: Int32Array, contextOffset: number): SpanLogits =>
    noise(ids.map((id, i) => (i < contextOffset ? 0 : id)));
  return makeFakeModel({ tokenizer, maxLength: smallest, rule, read });
}

function ask(
  { text, question }: Pick<Situation, 'text' | 'question'>,
  model: QaModel,
  options: AskOptions = {},
  observer: AskObserver = makeObserver(),
): Promise<QaResult> {
  return answerQuestion(makeDocument(text, 'notes.md', 'markdown'), question, model, options, observer);
}

/** A result but for how long it took. */
const untimed = (result: QaResult): object => ({ ...result, timing: null });

/** The model, which reads nothing twice. */
function remembering(model: QaModel): QaModel {
  const known = new Map<string, Promise<SpanLogits>>();
  return {
    ...model,
    read(input) {
      const key = input.ids.join(' ');
      const logits = known.get(key) ?? model.read(input);
      known.set(key, logits);
      return logits;
    },
  };
}

describe('the final result', () => {
  it('is the same in whatever order the windows were read', async () => {
    let reordered = 0;
    await fc.assert(
      fc.asyncProperty(situation, question, async (situation, otherQuestion) => {
        const tokenizer = makeWordTokenizer();
        const outcome = async (asked: string) => {
          const model = readerOf(situation, tokenizer);
          const result = await ask({ ...situation, question: asked }, model);
          const order = model.readIds.map((ids) => ids.subarray(4).join(' '));
          return { order, result: { ...untimed(result), question: '' } };
        };
        const one = await outcome(situation.question);
        const other = await outcome(otherQuestion);
        if (one.order.join() !== other.order.join()) reordered++;
        expect(other.result).toEqual(one.result);
      }),
      runs,
    );
    expect(reordered).toBeGreaterThan(3);
  });

  it('is the same when it was stopped anywhere and asked for again, with what was read or from new', async () => {
    await fc.assert(
      fc.asyncProperty(situation, fc.nat(20), fc.boolean(), async (situation, windows, remembers) => {
        const reader = readerOf(situation);
        const model = remembers ? remembering(reader) : reader;
        const unbrokenReader = readerOf(situation);
        const unbroken = await ask(situation, unbrokenReader, everything);
        // Windows, and paragraphs that are read a second time.
        const reads = unbrokenReader.readIds.length;
        const part = await ask(situation, model, everything, stopsAfter(windows));
        expect(part.coverage.windowsRead).toBe(Math.min(windows, unbroken.coverage.windows));
        expect(part.state).toBe(windows < reads ? 'stopped' : 'final');
        expect(untimed(await ask(situation, model, everything))).toEqual(untimed(unbroken));
        if (remembers) expect(reader.readIds.length).toBeLessThanOrEqual(reads);
      }),
      runs,
    );
  });

  it('of the best k answers begins that of k + 1, with the same verdict', async () => {
    await fc.assert(
      fc.asyncProperty(situation, fc.integer({ min: 1, max: 12 }), async (situation, top) => {
        const one = await ask(situation, readerOf(situation), { top });
        const more = await ask(situation, readerOf(situation), { top: top + 1 });
        expect(untimed({ ...more, answers: more.answers.slice(0, one.answers.length) })).toEqual(untimed(one));
        expect(more.answers.length - one.answers.length).toBeLessThanOrEqual(1);
      }),
      runs,
    );
  });
});

describe('probabilities', () => {
  it('of all answers and of none sum to 1 over many windows, but for what was found and not kept', () => {
    fc.assert(
      fc.property(situation, ({ text, question, seed, rule }) => {
        const model = readerOf({ seed, rule });
        const context = model.tokenizer.encode(text);
        const plan = planWindows(model.tokenizer.encode(question), model.layout, model.maxLength);
        const windows = makeWindows(findSeams(text, context), plan.room, plan.overlap);
        expect(windows.length).toBeGreaterThan(1);
        const collector = new SpanCollector();
        let keptOdds = 0;
        let restOdds = 0;
        for (const window of windows) {
          const input = layOut(window, plan.questionIds, context, model.layout);
          const reading = readWindow({
            ...{ windows, index: window.index, context, text, maxSpanTokens: plan.maxSpanTokens },
            logits: seesNoise(seed)(input.ids),
            contextOffset: input.contextOffset,
          });
          collector.add(reading);
          restOdds += Math.exp(reading.restLogMass);
          for (const { logMass } of reading.spans) keptOdds += Math.exp(logMass);
        }
        const { groups, noAnswerProbability } = collector.rank(text, fakeRule.prior, windows.length, -Infinity);
        const listed = groups.reduce((sum, { probability }) => sum + probability, 0);
        const lost = restOdds / (Math.sqrt(windows.length) + keptOdds + restOdds);
        expect(listed + noAnswerProbability + lost).toBeCloseTo(1, 9);
      }),
      runs,
    );
  });

  it('of a whole result sum to 1 where every place is listed', async () => {
    // No more places than are kept of one window.
    const places = fc.array(fc.record({ at: fc.nat(89), name: fc.constantFrom('p0', 'p1', 'p2') }), { maxLength: 8 });
    const seen = fc.record({ p0: evidence, p1: evidence, p2: evidence });
    let several = 0;
    await fc.assert(
      fc.asyncProperty(prose, question, places, seen, rule, async (text, question, places, seen, rule) => {
        const model = makePhraseModel(seen, { maxLength: smallest, rule });
        const result = await ask({ text: withWords(text, places), question }, model, { ...everything, threshold: -15 });
        const listed = result.answers.reduce((sum, { probability }) => sum + probability, 0);
        if (result.answers.length > 1) several++;
        // The odds of what this reader does not see are some 1e-9 in all.
        expect(listed + result.noAnswerProbability).toBeCloseTo(1, 7);
      }),
      runs,
    );
    expect(several).toBeGreaterThan(2);
  });
});

describe('the confidence of an answer', () => {
  it('falls with the evidence through the answers of a document', async () => {
    await fc.assert(
      fc.asyncProperty(situation, async (situation) => {
        const { answers } = await ask(situation, readerOf(situation), everything);
        answers.slice(1).forEach((answer, i) => {
          const better = answers[i] ?? expect.fail();
          expect(answer.evidence).toBeLessThanOrEqual(better.evidence);
          expect(answer.confidence).toBeLessThanOrEqual(better.confidence);
        });
      }),
      runs,
    );
  });

  it('is the calibration of its evidence, its margin and how much was read', async () => {
    await fc.assert(
      fc.asyncProperty(situation, async (situation) => {
        const model = readerOf(situation);
        const { answers, coverage } = await ask(situation, model, everything);
        const logWindows = Math.log(Math.max(1, coverage.tokensRead / (smallest - 5)));
        for (const { evidence, margin, confidence } of answers) {
          const features = { evidence, margin: margin ?? Infinity, logWindows };
          expect(confidence).toBe(confidenceAt(model.rule.calibration.answer, features));
        }
      }),
      runs,
    );
  });
});

describe('the margin of an answer', () => {
  it('is its evidence less that of the best other answer', async () => {
    await fc.assert(
      fc.asyncProperty(situation, async (situation) => {
        // A second reading of the best answer leaves fewer rivals: ranking.test.ts.
        const once = { ...everything, secondReadings: 0 };
        const [best, ...others] = (await ask(situation, readerOf(situation), once)).answers;
        if (best === undefined) return;
        for (const { evidence, margin } of others) expect(margin).toBeCloseTo(evidence - best.evidence, 9);
        // What touches the best is no answer of its own in the list, but may be the best other one.
        if (best.margin === null) expect(others).toEqual([]);
        else if (others[0] !== undefined) {
          expect(best.margin).toBeGreaterThanOrEqual(0);
          expect(best.margin).toBeLessThanOrEqual(best.evidence - others[0].evidence + 1e-9);
        }
      }),
      runs,
    );
  });

  it('counts others that are not listed, and is null only where there is none', async () => {
    const alone = await ask({ text: 'w1', question: 'which port' }, makePhraseModel({ w1: 8 }));
    expect(alone.answers).toMatchObject([{ text: 'w1', margin: null }]);
    const text = 'w1 w2';
    const beside = await ask({ text, question: 'which port' }, makePhraseModel({ w1: 8, w2: -5 }), { top: 1 });
    expect(beside.answers).toMatchObject([{ text: 'w1', margin: 13 }]);
    const mentioned = await ask({ text: 'w1 w2 w1', question: 'which port' }, makePhraseModel({ w1: 8, w2: -5 }));
    expect(mentioned.answers).toMatchObject([{ text: 'w1', margin: 13, mentions: [{ start: 6 }] }]);
  });

  it('is that of the refused guess, too', async () => {
    const model = makePhraseModel({ w1: -5, w2: -7 });
    expect((await ask({ text: 'w1 w2', question: 'which port' }, model)).closest).toMatchObject({ margin: 2 });
  });
});
