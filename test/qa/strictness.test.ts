import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerQuestion, type AskOptions, thresholdsFor } from '../../src/qa/answer';
import { makeDocument } from '../../src/qa/document';
import type { DecisionRule } from '../../src/qa/model';
import type { QaResult, Thresholds } from '../../src/qa/result';
import { strictnesses } from '../../src/qa/strictness';
import { plainWords } from './arbitraryText';
import { levelsAt, makeFakeModel, makeObserver, makePhraseModel, makeWordTokenizer, seesNoise } from './fakeModel';

const refuse: Thresholds = { answer: 6, maybe: 3 };
const balanced: Thresholds = { answer: 2, maybe: -2 };
const answer: Thresholds = { answer: 0, maybe: -4 };
const rule: Pick<DecisionRule, 'levels'> = { levels: levelsAt(balanced, { refuse, answer }) };

/** How a reader that sees one number, with so much evidence, is answered for. */
function ask(evidence: number, options: AskOptions): Promise<QaResult> {
  const model = makePhraseModel({ 8080: evidence }, { rule });
  return answerQuestion(makeDocument('the port is 8080', null), 'which port', model, options, makeObserver());
}

describe('strictness', () => {
  it('chooses the thresholds of its level, balanced where nobody chose', async () => {
    expect((await ask(4, { strictness: 'refuse' })).thresholds).toEqual(refuse);
    expect((await ask(4, { strictness: 'balanced' })).thresholds).toEqual(balanced);
    expect((await ask(4, { strictness: 'answer' })).thresholds).toEqual(answer);
    expect((await ask(4, {})).thresholds).toEqual(balanced);
  });

  it.each([
    [7, ['answer', 'answer', 'answer']],
    [4, ['maybe', 'answer', 'answer']],
    [1, ['noAnswer', 'maybe', 'answer']],
    [-3, ['noAnswer', 'noAnswer', 'maybe']],
    [-5, ['noAnswer', 'noAnswer', 'noAnswer']],
  ])('decides on evidence %d from the strictest on as %j', async (evidence, verdicts) => {
    const results = await Promise.all(strictnesses.map((strictness) => ask(evidence, { strictness })));
    expect(results.map(({ verdict }) => verdict)).toEqual(verdicts);
  });

  it('gives way to a threshold that was chosen, but for when something is a maybe', () => {
    const chosen = fc.double({ min: -20, max: 20, noNaN: true });
    fc.assert(
      fc.property(fc.constantFrom(...strictnesses), chosen, (strictness, threshold) => {
        const own = rule.levels[strictness].thresholds;
        expect(thresholdsFor({ rule: { ...makePhraseModel({}).rule, ...rule } }, { strictness, threshold })).toEqual({
          answer: threshold,
          maybe: Math.min(own.maybe, threshold),
        });
      }),
    );
  });

  it('changes what is said of an answer, never the answer, its place or its confidence', async () => {
    const text = plainWords(200);
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.constantFrom(...strictnesses), async (seed, strictness) => {
        const bestBy = async (options: AskOptions) => {
          const model = makeFakeModel({ tokenizer: makeWordTokenizer(), read: seesNoise(seed), rule, maxLength: 69 });
          const result = await answerQuestion(makeDocument(text, null), 'which port', model, options, makeObserver());
          const best = result.answers[0] ?? result.closest;
          // Other places are listed as answers are: from the lowest evidence of a "maybe" on.
          return { ...best, mentions: null, noAnswerProbability: result.noAnswerProbability };
        };
        expect(await bestBy({ strictness })).toEqual(await bestBy({ strictness: 'answer', threshold: 100 }));
      }),
      { numRuns: 10, endOnFailure: true },
    );
  });
});
