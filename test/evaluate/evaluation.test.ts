import { describe, expect, it } from 'vitest';
import { type Evaluation, summarize } from '../../src/evaluate/evaluation';
import { worstMistakes } from '../../src/evaluate/mistakes';
import { scoreOfficially } from '../../src/evaluate/officialMetric';
import { noAnswerScoresOf, predictionsOf, spansOf, toJsonText } from '../../src/evaluate/predictionFiles';
import { parseNoAnswerScores, parsePredictions } from '../../src/evaluate/predictions';
import { questionWordOf, scoreKinds } from '../../src/evaluate/questionKinds';
import { ask, type Asked, judged, subject, unanswerable } from './evaluations';

function sumUp(all: readonly Asked[], changed = subject): Evaluation {
  const readings = new Map(all.map(({ reading }) => [reading.id, reading]));
  return summarize(
    all.map(({ question }) => question),
    readings,
    changed,
  );
}

/** Two right answers, a wrong one, a maybe, a refusal; a false answer, and two refusals that are right. */
const all: readonly Asked[] = [
  ask('right', { evidence: 5, spanConfidence: 0.9 }),
  ask('half right', { text: 'port 8420', evidence: 3, spanConfidence: 0.7 }, { question: 'How many ports?' }),
  ask('wrong', { text: '9000', evidence: 4, spanConfidence: 0.85 }),
  ask('maybe', { evidence: 0, spanConfidence: 0.4 }),
  ask('refused', { evidence: -2, spanConfidence: 0.2, confidence: 0.6 }, { article: 'Hosts', question: 'Who?' }),
  ask('false', { evidence: 2, spanConfidence: 0.6 }, unanswerable),
  ask('rightly refused', { evidence: -3, spanConfidence: 0.1, confidence: 0.8 }, unanswerable),
  ask('no span', { text: '', evidence: null, spanConfidence: 0.01, confidence: 0.9 }, unanswerable),
];
const evaluation = sumUp(all);

describe('an evaluation', () => {
  it('counts what was answered, and what was right', () => {
    expect(evaluation).toMatchObject({ questions: 8, windows: 8, seconds: 0.4, answered: 4, maybeShare: 1 / 8 });
    expect(evaluation).toMatchObject({ precision: 2 / 4, coverage: 3 / 5, falseAnswers: { share: 1 / 3 } });
  });

  it('has the official figures of its predictions, and the best and the curves of its spans', () => {
    const questions = all.map(({ question }) => question);
    const readings = all.map(({ reading }) => reading);
    const alone = scoreOfficially(questions, predictionsOf(readings));
    const options = { noAnswerScores: noAnswerScoresOf(readings, 1), precisionRecall: true };
    const { best_exact, best_f1, pr_f1_ap } = scoreOfficially(questions, spansOf(readings), options);
    expect(evaluation.official).toMatchObject({ ...alone, best_exact, best_f1, pr_f1_ap });
    expect(alone).toMatchObject({ HasAns_exact: 20, NoAns_exact: expect.closeTo(200 / 3, 9) as number });
  });

  it('has precision and recall by falling evidence, with the point of the threshold', () => {
    const { points, current } = evaluation.precisionRecall;
    expect(points.map(({ threshold }) => threshold)).toEqual([5, 4, 3, 2, 0, -2, -3]);
    expect(points[0]).toEqual({ threshold: 5, precision: 1, recall: 1 / 5 });
    expect(current).toEqual(points[3]);
    expect(current?.precision).toBeCloseTo((1 + 0 + 2 / 3 + 0) / 4, 12);
  });

  it('measures confidences on the best span of every question', () => {
    const { bins } = evaluation.calibration;
    expect(bins.map(({ confidence }) => confidence)).toEqual([0.01, 0.1, 0.2, 0.4, 0.6, 0.7, 0.85, 0.9]);
    expect(bins.map(({ right }) => right)).toEqual([0, 0, 1, 1, 0, 1, 0, 1]);
    expect(evaluation.riskCoverage.points.at(-1)).toEqual({ coverage: 1, risk: 4 / 8 });
  });

  it('is plain data: JSON keeps it', () => {
    expect(JSON.parse(JSON.stringify(evaluation))).toEqual(evaluation);
  });

  it('does not depend on the order of the readings', () => {
    const readings = new Map(all.toReversed().map(({ reading }) => [reading.id, reading]));
    const questions = all.map(({ question }) => question);
    expect(summarize(questions, readings, subject)).toEqual(evaluation);
  });

  it('is not sure that there are no false answers where it saw none', () => {
    const { falseAnswers } = sumUp([ask('rightly refused', { evidence: -2 }, unanswerable)]);
    expect(falseAnswers?.share).toBe(0);
    expect(falseAnswers?.interval.high).toBeGreaterThan(0.5);
  });

  it('says null where there is nothing to speak of', () => {
    const allRefused = sumUp([ask('refused', { evidence: -2 })]);
    expect(allRefused).toMatchObject({ precision: null, coverage: 0, falseAnswers: null });
    expect(allRefused.precisionRecall).toMatchObject({ points: [{ threshold: -2 }], current: null });
    const noneAnswerable = sumUp([ask('false', {}, unanswerable)]);
    expect(noneAnswerable).toMatchObject({ precision: 0, coverage: null, falseAnswers: { share: 1 } });
    expect(noneAnswerable.precisionRecall).toEqual({ points: [], current: null });
    expect(JSON.parse(JSON.stringify(noneAnswerable))).toEqual(noneAnswerable);
  });

  it('is refused without a reading of a question, or without any question', () => {
    expect(() => summarize([ask('lost').question], new Map(), subject)).toThrow('no reading of the question lost');
    expect(() => sumUp([])).toThrow(RangeError);
  });
});

describe('kinds of questions', () => {
  it('are told by the first question word', () => {
    const words = {
      'Who was it?': 'who',
      'To whom did it go?': 'who',
      'Whose port is it?': 'who',
      'In what year?': 'what',
      'How many ports?': 'how many',
      'HOW MUCH?': 'how many',
      'How is it done?': 'how',
      'Show whatever there is': 'other',
      'Which of those that know why?': 'which',
      'Wo ist es?': 'other',
    };
    expect(Object.keys(words).map(questionWordOf)).toEqual(Object.values(words));
  });

  it('have figures of their own, and are left out where no question is of them', () => {
    const { answerability, questionWord, article } = scoreKinds(judged(...all));
    expect(answerability).toMatchObject([
      { kind: 'answerable', questions: 5, exact: 20, answered: 3 / 5 },
      { kind: 'unanswerable', questions: 3, f1: expect.closeTo(200 / 3, 9) as number, answered: 1 / 3 },
    ]);
    expect(questionWord.map(({ kind, questions }) => [kind, questions])).toEqual([
      ['who', 1],
      ['which', 6],
      ['how many', 1],
    ]);
    expect(article.map(({ kind, questions }) => [kind, questions])).toEqual([
      ['Ports', 7],
      ['Hosts', 1],
    ]);
  });
});

describe('the worst mistakes', () => {
  it('are wrong answers, false ones and refusals, surest first; a maybe is none', () => {
    expect(evaluation.mistakes.map(({ id, kind, confidence }) => [id, kind, confidence])).toEqual([
      ['wrong', 'wrongAnswer', 0.85],
      ['false', 'falseAnswer', 0.6],
      ['refused', 'refused', 0.6],
    ]);
    expect(evaluation.mistakes[0]).toMatchObject({ given: '9000', expected: ['8420'], article: 'Ports' });
  });

  it('are 50 at most, the surest of each kind', () => {
    const refusals = Array.from({ length: 100 }, (_, i) =>
      ask(`refused ${i}`, { evidence: -2, confidence: 0.8 + i / 1000 }),
    );
    const falseAnswers = Array.from({ length: 10 }, (_, i) =>
      ask(`false ${i}`, { spanConfidence: 0.5 + i / 100 }, unanswerable),
    );
    const worst = worstMistakes(judged(...refusals, ...falseAnswers));
    expect(worst).toHaveLength(50);
    expect(worst.filter(({ kind }) => kind === 'falseAnswer')).toHaveLength(10);
    expect(worst[0]?.id).toBe('refused 99');
    expect(worst.filter(({ kind }) => kind === 'refused').at(-1)?.id).toBe('refused 60');
    const confidences = worst.map(({ confidence }) => confidence);
    expect(confidences).toEqual(confidences.toSorted((a, b) => b - a));
  });
});

describe('the files', () => {
  const readings = [ask('b', { text: 'a "quoted"\nanswer' }), ask('10', { evidence: 0 }), ask('9', { evidence: null })];
  const read = readings.map(({ reading }) => reading);

  it('say "" where an answer was refused or a maybe, and keep the spans', () => {
    expect([...predictionsOf(read).values()]).toEqual(['a "quoted"\nanswer', '', '']);
    expect([...spansOf(read).values()]).toEqual(['a "quoted"\nanswer', '8420', '8420']);
  });

  it('keep the order of the questions, also of ids that look like numbers', () => {
    const text = toJsonText(noAnswerScoresOf(read, 1));
    expect([...parseNoAnswerScores(text)]).toEqual([
      ['b', -1],
      ['10', 1],
      ['9', Number.MAX_VALUE],
    ]);
    expect(Object.fromEntries(parsePredictions(toJsonText(predictionsOf(read))))).toEqual(
      Object.fromEntries(predictionsOf(read)),
    );
  });
});
