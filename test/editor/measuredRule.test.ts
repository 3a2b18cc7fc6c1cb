import { describe, expect, it } from 'vitest';
import { measuredRule, precisionOf, type MeasuredRule } from '../../src/editor/measuredRule';
import type { ExamRecord, ExamRung } from '../../src/evaluate/examRecord';
import { priorRule } from '../../src/evaluate/rule';

const rule = (chosenBy: string): MeasuredRule => ({ ...priorRule, chosenBy });
const rung = (name: string, fitted?: MeasuredRule): ExamRung => ({
  ...{ name, em: 75, f1: 80, emInterval: { low: 70, high: 80 }, f1Interval: { low: 75, high: 85 } },
  ...{ agreement: 1, f1Lost: 0, f1LostBound: 0, tokensPerSecond: 900, passed: true },
  ...(fitted && { rule: fitted }),
});
const examWith = (chosen: string, rungs: readonly ExamRung[]): ExamRecord => ({
  version: 1,
  exam: 'e'.repeat(64),
  model: { name: 'full', revision: 'a'.repeat(40), weights: 'e'.repeat(64) },
  engine: { converter: '1', onnxruntime: '1.30.0', cpu: 'exact' },
  date: '2026-11-22T10:00:00.000Z',
  questions: 200,
  rungs: [...rungs],
  chosen,
});
const examined = examWith('int8', [rung('fp32', rule('exam fp32')), rung('int8', rule('exam int8'))]);
const shipped = { precisions: { fp32: rule('shipped fp32'), int8: rule('shipped int8') } };

describe('the numbers of a reader', () => {
  it.each([
    ['fp32', undefined, 'auto'],
    ['int8', examined, 'auto'],
    ['fp32', examWith('fp32', [rung('fp32')]), 'auto'],
    ['fp32', examined, 'fp32'],
    ['int8', undefined, 'int8'],
  ] as const)('are %s by its exam and the settings (%#)', (numbers, exam, precision) => {
    expect(precisionOf({ exam, precision })).toBe(numbers);
  });
});

describe('the measured constants of a reader', () => {
  it.each([
    ['are those it came with', shipped, undefined, 'auto', 'shipped fp32'],
    ['are those it came with for the graph that its exam chose', shipped, examined, 'auto', 'shipped int8'],
    ['are those of the precision that the settings demand', shipped, examined, 'fp32', 'shipped fp32'],
    ['are those of float32 where it came with no others', { precisions: { fp32: rule('a') } }, examined, 'int8', 'a'],
    ['were fitted on its exam where it came with none', {}, examined, 'auto', 'exam int8'],
    ['were fitted for the graph that the settings demand', {}, examined, 'fp32', 'exam fp32'],
    ['are unknown without an exam', {}, undefined, 'auto', undefined],
    [
      'are unknown of integers that its exam did not choose',
      {},
      examWith('fp32', [rung('fp32', rule('a'))]),
      'int8',
      undefined,
    ],
    ['are unknown where its exam fitted none', {}, examWith('fp32', [rung('fp32')]), 'auto', undefined],
  ] as const)('%s', (_, model, exam, precision, chosenBy) => {
    expect(measuredRule({ model, exam, precision })?.chosenBy).toBe(chosenBy);
  });
});
