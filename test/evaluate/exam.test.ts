import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareReadings,
  decideAgain,
  type Exam,
  type ExamReading,
  type ExamReadings,
  parseExam,
  ruleOfExam,
  scoreExam,
} from '../../src/evaluate/exam';
import { fitRule, type JudgedSpan } from '../../src/evaluate/fitRule';
import { priorRule } from '../../src/evaluate/rule';
import { makeExam, readRight } from './examReadings';

const exam = makeExam(200);
const right = readRight(exam);
const refused = { answer: '' };

describe('scoring an exam', () => {
  it('counts as the official metric does', () => {
    const questions = [['forty minutes'], ['in 1927', '1927'], [], []].map((answers, i) => ({
      id: `${i}`,
      context: '',
      question: '?',
      answers,
    }));
    const said = ['The forty minutes.', '1927 or 1928', '', 'nobody'];
    const readings = new Map(
      said.map((answer, i) => [`${i}`, { answer, text: answer, start: 0, end: 1, evidence: i, margin: 1 }]),
    );
    expect(scoreExam({ questions }, readings)).toMatchObject({ em: 50, f1: 62.5 });
  });

  it('gives intervals that hold the figures', () => {
    const { em, f1, emInterval, f1Interval } = scoreExam(
      exam,
      readRight(exam, (i) => (i % 3 === 0 ? { answer: 'word' } : undefined)),
    );
    expect(em).toBeCloseTo(66.5, 9);
    // 34 answerable questions get "word" for "word N": F1 2/3.
    expect(f1).toBeCloseTo(66.5 + (34 * (2 / 3) * 100) / 200, 9);
    // About 1.96 standard errors of 200 yes-or-no questions to either side.
    expect(em - emInterval.low).toBeGreaterThan(5);
    expect(em - emInterval.low).toBeLessThan(8);
    expect(emInterval.high - em).toBeGreaterThan(5);
    expect(emInterval.high - em).toBeLessThan(8);
    expect(f1Interval.low).toBeLessThan(f1);
    expect(f1Interval.high).toBeGreaterThan(f1);
  });

  it('counts a question without a reading or without finite evidence as wrong', () => {
    expect(scoreExam(exam, new Map())).toMatchObject({ em: 0, f1: 0, f1Interval: { low: 0, high: 0 } });
    for (const evidence of [NaN, Infinity, -Infinity]) {
      expect(
        scoreExam(
          exam,
          readRight(exam, () => ({ evidence })),
        ),
      ).toMatchObject({ em: 0, f1: 0 });
    }
  });
});

describe('comparing a faster reader', () => {
  it('lets one in that reads as the reference', () => {
    expect(compareReadings(exam, right, right)).toEqual({ agreement: 1, f1Lost: 0, f1LostBound: 0, passed: true });
  });

  it('lets one in that says another thing on a tenth, and none that does on more', () => {
    // Both are wrong there: the F1 is the same.
    const elsewhere = (count: number, start: number): ExamReadings =>
      readRight(exam, (i) => (i < count ? { answer: 'wrong', start } : undefined));
    expect(compareReadings(exam, elsewhere(20, 1), elsewhere(20, 2))).toMatchObject({ agreement: 0.9, passed: true });
    expect(compareReadings(exam, elsewhere(21, 1), elsewhere(21, 2))).toMatchObject({
      agreement: 0.895,
      f1Lost: 0,
      passed: false,
    });
  });

  it('takes the same word at another place, or a place that ends elsewhere, for another answer', () => {
    for (const moved of [{ start: 0 }, { end: 13 }]) {
      const candidate = readRight(exam, (i) => (i < 20 ? moved : undefined));
      expect(compareReadings(exam, right, candidate).agreement).toBe(0.95);
    }
  });

  it('asks nothing of the best span where both refuse', () => {
    const candidate = readRight(exam, (i) => (i % 2 === 1 ? { start: 0, end: 1 } : undefined));
    expect(compareReadings(exam, right, candidate)).toMatchObject({ agreement: 1, passed: true });
  });

  it('takes a refusal for another verdict, whatever the span', () => {
    const candidate = readRight(exam, (i) => (i < 10 ? refused : undefined));
    expect(compareReadings(exam, right, candidate).agreement).toBe(0.975);
    expect(compareReadings(exam, candidate, right).agreement).toBe(0.975);
  });

  it('lets one in that may have lost a point by chance, and none that surely has', () => {
    const losing = (count: number): ExamReadings => readRight(exam, (i) => (i < 2 * count ? refused : undefined));
    const chance = compareReadings(exam, right, losing(3));
    expect(chance).toMatchObject({ f1Lost: 1.5, passed: true });
    expect(chance.f1LostBound).toBeLessThan(1);
    const sure = compareReadings(exam, right, losing(10));
    expect(sure).toMatchObject({ agreement: 0.95, f1Lost: 5, passed: false });
    expect(sure.f1LostBound).toBeGreaterThan(2);
    expect(sure.f1LostBound).toBeLessThan(4);
  });

  it('lets one in that does better', () => {
    const weak = readRight(exam, (i) => (i < 20 ? refused : undefined));
    expect(compareReadings(exam, weak, right)).toMatchObject({ f1Lost: -5, passed: true });
  });

  it('lets no reader in with a single question unread or without finite evidence', () => {
    for (const evidence of [NaN, Infinity, -Infinity]) {
      const candidate = readRight(exam, (i) => (i === 7 ? { ...refused, evidence } : undefined));
      expect(compareReadings(exam, right, candidate)).toMatchObject({ agreement: 0.995, passed: false });
    }
    const unfinished = new Map([...right].slice(1));
    expect(compareReadings(exam, right, unfinished)).toMatchObject({ agreement: 0.995, passed: false });
    expect(compareReadings(exam, right, new Map())).toMatchObject({ agreement: 0, f1Lost: 100, passed: false });
  });

  it('lets no reader in that sees the same everywhere, even where refusing is the rule', () => {
    const shy = readRight(exam, () => refused);
    const dead = readRight(exam, () => ({ ...refused, evidence: 0 }));
    expect(compareReadings(exam, shy, shy)).toMatchObject({ passed: true });
    expect(compareReadings(exam, shy, dead)).toMatchObject({ agreement: 1, f1Lost: 0, passed: false });
  });

  it('lets no reader in when the reference is broken', () => {
    const broken = readRight(exam, (i) => (i === 0 ? { evidence: NaN } : undefined));
    expect(compareReadings(exam, broken, right)).toMatchObject({ passed: false });
    expect(compareReadings(exam, broken, broken)).toMatchObject({ passed: false });
  });
});

describe("fitting a reader's constants on an exam", () => {
  /** What `readRight` reads: every best span of an answerable question is right, and none of the others. */
  const spans = exam.questions.map(({ answers }, i): JudgedSpan => {
    const answerable = answers.length > 0;
    return { evidence: (answerable ? 1 : -1) * (1 + i / 7), margin: 1, logWindows: 0, answerable, right: answerable };
  });

  it('judges the best span of every question, and says where the constants are from', () => {
    expect(ruleOfExam(exam, right, priorRule)).toEqual({
      ...fitRule(spans, priorRule),
      chosenBy: 'entrance exam on this machine, 200 questions',
    });
  });

  it('looks at the span that was found, not at what was refused', () => {
    const shy = readRight(exam, () => refused);
    expect(ruleOfExam(exam, shy, priorRule)).toEqual(ruleOfExam(exam, right, priorRule));
  });

  it('takes a span for right that shares half of its words with an answer, and for wrong where there is none', () => {
    const wordy = readRight(exam, (i) => (i % 2 === 0 ? { text: `only word ${i}` } : { text: `word ${i}` }));
    expect(ruleOfExam(exam, wordy, priorRule)).toEqual(ruleOfExam(exam, right, priorRule));
    const wrong = readRight(exam, () => ({ text: 'another' }));
    const { answer } = ruleOfExam(exam, wrong, priorRule)?.calibration ?? priorRule.calibration;
    expect(answer.intercept).toBeLessThan(priorRule.calibration.answer.intercept);
  });

  it('measures precision and coverage at each strictness', () => {
    const levels = ruleOfExam(exam, right, priorRule)?.levels;
    expect(levels?.balanced.measured?.precision).toBe(1);
    expect(levels?.answer.measured?.coverage).toBe(1);
  });

  it('gives none for a broken reader', () => {
    const dead = readRight(exam, () => ({ evidence: 0 }));
    expect(ruleOfExam(exam, dead, priorRule)).toBeUndefined();
    const unfinished = new Map([...right].slice(1));
    expect(ruleOfExam(exam, unfinished, priorRule)).toBeUndefined();
    for (const evidence of [NaN, Infinity, -Infinity]) {
      const faulty = readRight(exam, (i) => (i === 7 ? { evidence } : undefined));
      expect(ruleOfExam(exam, faulty, priorRule)).toBeUndefined();
    }
  });
});

describe('deciding again', () => {
  const at = (threshold: number): string[] => {
    const one = { start: 0, end: 1, margin: 1 };
    const readings = new Map([
      ['below', { ...one, answer: 'red', text: 'red', evidence: 0.9 }],
      ['at', { ...one, answer: '', text: 'blue', evidence: 1 }],
      ['unread', { ...one, answer: '', text: '', evidence: NaN }],
    ]);
    return [...decideAgain(readings, threshold).values()].map(({ answer }) => answer);
  };

  it('answers with the span that was found from the threshold on, whatever was decided before', () => {
    expect(at(1)).toEqual(['', 'blue', '']);
    expect(at(0)).toEqual(['red', 'blue', '']);
    expect(at(2)).toEqual(['', '', '']);
  });

  it('changes nothing else', () => {
    const again = decideAgain(right, Infinity);
    expect([...again]).toEqual([...right].map(([id, reading]) => [id, { ...reading, answer: '' }]));
  });
});

/** An exam with two readers' readings of it: right, refused, or wrong somewhere. */
const examined = fc
  .array(
    fc.record({
      answers: fc.constantFrom([], ['red'], ['blue sky', 'sky']),
      one: fc.constantFrom('', 'red', 'sky', 'blue'),
      other: fc.constantFrom('', 'red', 'sky', 'blue'),
      start: fc.nat(1),
    }),
    { minLength: 2, maxLength: 30 },
  )
  .map((asked) => {
    const questions = asked.map(({ answers }, i) => ({ id: `${i}`, context: '', question: '?', answers }));
    const read = (answer: string, start: number, i: number): [string, ExamReading] => [
      `${i}`,
      { answer, text: answer, start, end: 9, evidence: i, margin: 1 },
    ];
    return {
      exam: { questions } satisfies Exam,
      one: new Map(asked.map(({ one }, i) => read(one, 0, i))),
      other: new Map(asked.map(({ other, start }, i) => read(other, start, i))),
    };
  });

describe('any exam', () => {
  it('is passed by the reference itself', () => {
    fc.assert(
      fc.property(examined, ({ exam, one }) => {
        expect(compareReadings(exam, one, one)).toEqual({ agreement: 1, f1Lost: 0, f1LostBound: 0, passed: true });
      }),
    );
  });

  it('is failed below 90 % of agreement, and its bound is not above the loss', () => {
    fc.assert(
      fc.property(examined, ({ exam, one, other }) => {
        const { agreement, f1Lost, f1LostBound, passed } = compareReadings(exam, one, other);
        if (agreement < 0.9) expect(passed).toBe(false);
        expect(f1LostBound).toBeLessThanOrEqual(f1Lost + 1e-9);
        expect(f1Lost).toBeCloseTo(scoreExam(exam, one).f1 - scoreExam(exam, other).f1, 9);
      }),
    );
  });

  it('gives the same figures in any order of its questions', () => {
    fc.assert(
      fc.property(examined, ({ exam, one, other }) => {
        const turned = { questions: exam.questions.toReversed() };
        expect(scoreExam(turned, one).em).toBeCloseTo(scoreExam(exam, one).em, 9);
        expect(scoreExam(turned, one).f1).toBeCloseTo(scoreExam(exam, one).f1, 9);
        const compared = compareReadings(exam, one, other);
        expect(compareReadings(turned, one, other).agreement).toBeCloseTo(compared.agreement, 9);
        expect(compareReadings(turned, one, other).f1Lost).toBeCloseTo(compared.f1Lost, 9);
      }),
    );
  });
});

describe('an exam file', () => {
  const question = { id: 'a', context: 0, question: 'Who?', answers: ['nobody'] };
  const file = { contexts: ['It was nobody.'], questions: [question] };

  it('is parsed into questions with their contexts', () => {
    expect(parseExam(JSON.stringify(file))).toEqual({ questions: [{ ...question, context: 'It was nobody.' }] });
  });

  it.each([
    ['questions: ', { ...file, questions: [] }],
    ['contexts', { questions: [question] }],
    ['questions.0.question', { ...file, questions: [{ ...question, question: 1 }] }],
    ['question a is on a context', { ...file, questions: [{ ...question, context: 1 }] }],
    ['questions.0.context', { ...file, questions: [{ ...question, context: 0.5 }] }],
    ['question a stands there twice', { ...file, questions: [question, question] }],
    ['question a is not in its context', { ...file, questions: [{ ...question, answers: ['somebody'] }] }],
  ])('is refused with the place: %s', (place, damaged) => {
    expect(() => parseExam(JSON.stringify(damaged))).toThrow(place);
  });

  it('is refused when it is no JSON', () => {
    expect(() => parseExam('<html>')).toThrow(SyntaxError);
  });
});
