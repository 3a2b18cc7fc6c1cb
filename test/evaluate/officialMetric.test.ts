import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type OfficialOptions, precisionRecallCurves, scoreOfficially } from '../../src/evaluate/officialMetric';
import { parseSquad } from '../../src/evaluate/squad';

const fixture = (path: string): Buffer => readFileSync(new URL(`../fixtures/${path}`, import.meta.url));

interface Golden {
  readonly predictions: Readonly<Record<string, string>>;
  readonly noAnswerScores: Readonly<Record<string, number>>;
}

const questions = parseSquad(fixture('squad/squad2-dev-public.json').toString());
const official = JSON.parse(fixture('metric/official.json').toString()) as Readonly<
  Record<string, Readonly<Record<'alone' | 'withScores' | 'withThreshold' | 'precisionRecall', Record<string, number>>>>
>;

function readGolden(name: string): { predictions: Map<string, string>; noAnswerScores: Map<string, number> } {
  const golden = JSON.parse(gunzipSync(fixture(`metric/${name}.json.gz`)).toString()) as Golden;
  return {
    predictions: new Map(Object.entries(golden.predictions)),
    noAnswerScores: new Map(Object.entries(golden.noAnswerScores)),
  };
}

it('the official outputs are of six sets of predictions', () => {
  expect(Object.keys(official).sort()).toEqual(['answered', 'mixed', 'refused', 'ties', 'unicode', 'wrong']);
});

describe.each(Object.keys(official))('the predictions "%s"', (name) => {
  const { predictions, noAnswerScores } = readGolden(name);
  it.each<[keyof (typeof official)[string], OfficialOptions]>([
    ['alone', {}],
    ['withScores', { noAnswerScores }],
    ['withThreshold', { noAnswerScores, threshold: 0.5 }],
    ['precisionRecall', { noAnswerScores, precisionRecall: true }],
  ])('score %s as the official script scores them, under the same keys in the same order', (mode, options) => {
    const { threshold, ...expected } = official[name]?.[mode] ?? {};
    expect(threshold).toBe(options.threshold);
    const scores = scoreOfficially(questions, predictions, options);
    expect(Object.keys(scores)).toEqual(Object.keys(expected));
    for (const [key, value] of Object.entries(scores)) {
      expect(Math.abs(value - (expected[key] ?? NaN)), key).toBeLessThanOrEqual(1e-9);
    }
  });
});

const answerable = { id: 'answerable', answers: ['the answer'] };
const unanswerable = { id: 'unanswerable', answers: [] };
const right = new Map([
  ['answerable', 'Answer.'],
  ['unanswerable', ''],
]);
const scoresOf = (first: number, second: number): Map<string, number> =>
  new Map([
    ['answerable', first],
    ['unanswerable', second],
  ]);

describe('keys are left out where the script leaves them out', () => {
  it('of questions with an answer, when there is none', () => {
    const scores = scoreOfficially([unanswerable], right, { noAnswerScores: scoresOf(0, 0), precisionRecall: true });
    expect(scores).toEqual({
      ...{ exact: 100, f1: 100, total: 1, NoAns_exact: 100, NoAns_f1: 100, NoAns_total: 1 },
      ...{ best_exact: 100, best_exact_thresh: 0, best_f1: 100, best_f1_thresh: 0 },
    });
  });

  it('of questions without an answer, when there is none', () => {
    expect(scoreOfficially([answerable], right)).toEqual({
      ...{ exact: 100, f1: 100, total: 1, HasAns_exact: 100, HasAns_f1: 100, HasAns_total: 1 },
    });
  });

  it('of precision and recall, without no-answer scores', () => {
    const scores = scoreOfficially([answerable, unanswerable], right, { precisionRecall: true });
    expect(Object.keys(scores).filter((key) => /^(pr|best)_/.test(key))).toEqual([]);
  });
});

describe('the script’s quirks', () => {
  it('without no-answer scores all are 0, also for a threshold', () => {
    expect(scoreOfficially([answerable], right, { threshold: -0.1 }).exact).toBe(0);
    expect(scoreOfficially([answerable], right, { threshold: 0 }).exact).toBe(100);
  });

  it('a score must exceed the threshold, which is 1 unless it is given', () => {
    const withScore = (noAnswerScore: number) =>
      scoreOfficially([answerable], right, { noAnswerScores: scoresOf(noAnswerScore, 0) }).exact;
    expect([withScore(1), withScore(1.0001)]).toEqual([100, 0]);
  });

  it('a right answer that normalises to nothing leaves the refusal right, and the question answerable', () => {
    const scores = scoreOfficially([{ id: 'the', answers: ['the'] }], new Map([['the', '']]));
    expect(scores).toMatchObject({ exact: 100, HasAns_total: 1 });
    expect(scoreOfficially([{ id: 'the', answers: ['the', 'cat'] }], new Map([['the', '']])).exact).toBe(0);
  });

  it('a prediction that normalises to nothing is right where there is no answer, and an answer to the best threshold', () => {
    const predictions = new Map([
      ['answerable', 'answer'],
      ['unanswerable', 'the'],
    ]);
    const noAnswerScores = scoresOf(0.5, 0.1);
    const scores = scoreOfficially([answerable, unanswerable], predictions, { noAnswerScores });
    expect(scores).toMatchObject({ exact: 100, best_exact: 50, best_exact_thresh: 0 });
  });

  it('of equal scores the first in their own order comes first, and the cut may lie between them', () => {
    const predictions = new Map([
      ['answerable', 'answer'],
      ['unanswerable', 'answer'],
    ]);
    const best = (noAnswerScores: Map<string, number>) => {
      const scores = scoreOfficially([unanswerable, answerable], predictions, { noAnswerScores });
      return [scores.best_exact, scores.best_exact_thresh];
    };
    expect(best(scoresOf(-2, -2))).toEqual([100, -2]);
    expect(best(new Map([...scoresOf(-2, -2)].reverse()))).toEqual([50, 0]);
  });
});

describe('what is missing is named', () => {
  it('a prediction', () => {
    expect(() => scoreOfficially([answerable], new Map())).toThrow('no prediction for the question answerable');
  });

  it('a no-answer score', () => {
    expect(() => scoreOfficially([answerable], right, { noAnswerScores: new Map() })).toThrow(
      'no no-answer score for the question answerable',
    );
  });
});

it('predictions and scores of other questions count nowhere', () => {
  const { predictions, noAnswerScores } = readGolden('mixed');
  const some = questions.slice(0, 200);
  const ids = new Set(some.map(({ id }) => id));
  const only = <Value>(all: ReadonlyMap<string, Value>) => new Map([...all].filter(([id]) => ids.has(id)));
  expect(scoreOfficially(some, predictions, { noAnswerScores, precisionRecall: true })).toEqual(
    scoreOfficially(some, only(predictions), { noAnswerScores: only(noAnswerScores), precisionRecall: true }),
  );
});

describe('the precision-recall curves', () => {
  it('have a point for each different score, up to what answering everything is worth', () => {
    const { predictions, noAnswerScores } = readGolden('ties');
    const { exact, f1, oracle } = precisionRecallCurves(questions, predictions, noAnswerScores);
    const different = [...new Set(noAnswerScores.values())].sort((a, b) => a - b);
    for (const curve of [exact, f1, oracle]) expect(curve.map(({ threshold }) => threshold)).toEqual(different);
    expect(oracle.at(-1)).toMatchObject({ recall: 1 });
    const { HasAns_f1: answeredF1 = NaN } = scoreOfficially(questions, predictions);
    expect(f1.at(-1)?.recall).toBeCloseTo(answeredF1 / 100, 12);
  });

  it('are empty when no question has an answer', () => {
    expect(precisionRecallCurves([unanswerable], right, scoresOf(0, 0))).toEqual({ exact: [], f1: [], oracle: [] });
  });
});

it('no threshold is better than the best', () => {
  const scored = fc.record({
    answer: fc.constantFrom('', 'cat', 'dog'),
    prediction: fc.constantFrom('cat', 'big cat'),
  });
  fc.assert(
    fc.property(fc.array(scored, { minLength: 1 }), fc.infiniteStream(fc.double({ noNaN: true })), (items, doubles) => {
      const asked = items.map(({ answer }, i) => ({ id: `q${i}`, answers: answer === '' ? [] : [answer] }));
      const predictions = new Map(items.map(({ prediction }, i) => [`q${i}`, prediction]));
      const noAnswerScores = new Map(asked.map(({ id }) => [id, Number(doubles.next().value)]));
      const { best_f1: best = NaN } = scoreOfficially(asked, predictions, { noAnswerScores });
      for (const threshold of [-Infinity, ...noAnswerScores.values()]) {
        expect(scoreOfficially(asked, predictions, { noAnswerScores, threshold }).f1).toBeLessThanOrEqual(best + 1e-9);
      }
    }),
  );
});
