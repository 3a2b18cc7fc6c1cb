import { describe, expect, it } from 'vitest';
import {
  chooseRung,
  type ExamKey,
  type ExamRecord,
  type ExamRung,
  isCurrent,
  parseExamRecord,
} from '../../src/evaluate/examRecord';

const key: ExamKey = {
  exam: 'e'.repeat(64),
  model: { name: 'tinyroberta-squad2', revision: '7'.repeat(40), weights: 'e'.repeat(64) },
  engine: { converter: '1', onnxruntime: '1.30.0', cpu: 'exact' },
};

function rung(name: string, tokensPerSecond: number, passed = true): ExamRung {
  return {
    name,
    em: 70,
    f1: 74,
    emInterval: { low: 63.5, high: 76 },
    f1Interval: { low: 68, high: 80 },
    agreement: 0.97,
    f1Lost: -0.5,
    f1LostBound: -1.5,
    tokensPerSecond,
    passed,
  };
}

const record: ExamRecord = {
  ...key,
  version: 1,
  date: '2026-11-22T10:00:00.000Z',
  questions: 200,
  rungs: [rung('int8', 9000), rung('fp32', 3500)],
  chosen: 'int8',
};

describe('a record', () => {
  it('is read as it was written', () => {
    expect(parseExamRecord(JSON.stringify(record))).toEqual(record);
  });

  it.each([
    ['version', { ...record, version: 2 }],
    ['model.revision', { ...record, model: { name: 'x', weights: 'e' } }],
    ['engine.cpu', { ...record, engine: { ...key.engine, cpu: 'unknown' } }],
    ['date', { ...record, date: 'yesterday' }],
    ['rungs.0.f1', { ...record, rungs: [{ ...rung('int8', 9000), f1: null }, rung('fp32', 1)] }],
    ['rungs.0.agreement', { ...record, rungs: [{ ...rung('int8', 9000), agreement: 97 }, rung('fp32', 1)] }],
    ['rungs.0.tokensPerSecond', { ...record, rungs: [rung('int8', -1), rung('fp32', 1)] }],
    ['fp32 is missing', { ...record, rungs: [rung('int8', 9000)] }],
    ['chosen', { ...record, chosen: 'int4' }],
    ['chosen', { ...record, rungs: [rung('int8', 9000, false), rung('fp32', 3500)] }],
  ])('is refused with the key at fault: %s', (place, damaged) => {
    expect(() => parseExamRecord(JSON.stringify(damaged))).toThrow(place);
  });

  it('may have chosen fp32 though not even that passed', () => {
    const broken = { ...record, rungs: [rung('fp32', 3500, false)], chosen: 'fp32' };
    expect(parseExamRecord(JSON.stringify(broken)).chosen).toBe('fp32');
  });
});

describe('a record is current', () => {
  it('for what was examined', () => {
    expect(isCurrent(record, structuredClone(key))).toBe(true);
  });

  it.each<[string, ExamKey]>([
    ['exam', { ...key, exam: 'f'.repeat(64) }],
    ['model', { ...key, model: { ...key.model, name: 'other' } }],
    ['revision', { ...key, model: { ...key.model, revision: '8'.repeat(40) } }],
    ['weights', { ...key, model: { ...key.model, weights: 'd'.repeat(64) } }],
    ['converter', { ...key, engine: { ...key.engine, converter: '2' } }],
    ['onnxruntime', { ...key, engine: { ...key.engine, onnxruntime: '1.31.0' } }],
    ['processor', { ...key, engine: { ...key.engine, cpu: 'saturating' } }],
  ])('for no other %s', (_, other) => {
    expect(isCurrent(record, other)).toBe(false);
  });
});

describe('the choice', () => {
  it('is the fastest rung that passed', () => {
    expect(chooseRung([rung('int8', 9000, false), rung('mixed', 6000), rung('half', 7000), rung('fp32', 3500)])).toBe(
      'half',
    );
  });

  it('is fp32 when nothing else passed or was faster', () => {
    expect(chooseRung([rung('int8', 9000, false), rung('fp32', 3500)])).toBe('fp32');
    expect(chooseRung([rung('int8', 3000), rung('fp32', 3500)])).toBe('fp32');
    expect(chooseRung([rung('fp32', 3500), rung('int8', 3500)])).toBe('fp32');
    expect(chooseRung([rung('int8', NaN), rung('fp32', 3500, false)])).toBe('fp32');
  });

  it('is fp32 when that was not measured, for nothing is known to be faster', () => {
    expect(chooseRung([rung('int8', 9000)])).toBe('fp32');
    expect(chooseRung([])).toBe('fp32');
  });
});
