import { describe, expect, it } from 'vitest';
import { type AboutInput, aboutText } from '../../src/editor/aboutReader';
import type { ExamRecord, ExamRung } from '../../src/evaluate/examRecord';
import { priorRule } from '../../src/evaluate/rule';
import type { KnownModel } from '../../src/hub/manifest';

const model: KnownModel = {
  name: 'full',
  title: 'The full reader',
  repository: 'owner/full',
  revision: 'a'.repeat(40),
  licence: 'CC-BY-4.0',
  languages: ['en'],
  family: 'roberta',
  published: { dataset: 'SQuAD 1.1 dev', em: null, f1: 87.1 },
  refuses: false,
  maxLength: 384,
  aboutBytes: 327_000_000,
};
const fp32: ExamRung = {
  name: 'fp32',
  em: 75.5,
  f1: 80.25,
  emInterval: { low: 69.5, high: 81 },
  f1Interval: { low: 75, high: 85 },
  agreement: 1,
  f1Lost: 0,
  f1LostBound: 0,
  tokensPerSecond: 900.4,
  passed: true,
};
const exam: ExamRecord = {
  version: 1,
  exam: 'e'.repeat(64),
  model: { name: 'full', revision: 'a'.repeat(40), weights: 'e'.repeat(64) },
  engine: { converter: '1', onnxruntime: '1.30.0', cpu: 'exact' },
  date: '2026-11-22T10:00:00.000Z',
  questions: 200,
  rungs: [fp32, { ...fp32, name: 'int8', agreement: 0.885, tokensPerSecond: 2100, passed: false }],
  chosen: 'fp32',
};
const input: AboutInput = {
  model,
  isBundled: false,
  folder: '/models/full',
  exam,
  precision: 'auto',
  strictness: 'balanced',
};
const page = (changes: Partial<AboutInput> = {}): string => aboutText({ ...input, ...changes });

describe('the page about a reader', () => {
  it('has its revision, licence, source, folder, size and published figures', () => {
    for (const fact of ['a'.repeat(40), 'CC-BY-4.0', 'owner/full on the Hub', '/models/full', 'about 327 MB']) {
      expect(page()).toContain(fact);
    }
    expect(page()).toMatch(/^Published +F1 87\.1 on SQuAD 1\.1 dev$/m);
  });

  it('says of one that always answers that it does', () => {
    expect(page()).toContain('never taught to refuse');
  });

  it('has the strictness of the settings, with what that was measured to give', () => {
    expect(page()).toMatch(/^Strictness +Balanced: not measured with this reader$/m);
    const level = { thresholds: { answer: 1, maybe: 0 }, measured: { precision: 0.913, coverage: 0.4 } };
    const rule = { ...priorRule, levels: { ...priorRule.levels, refuse: level } };
    const measured = page({ exam: { ...exam, rungs: [{ ...fp32, rule }] }, strictness: 'refuse' });
    expect(measured).toMatch(
      /^Strictness +Refuse more: 91 % of its answers right, 40 % of answerable questions answered$/m,
    );
    expect(measured).toMatch(/^Measured +estimate: not measured on this model$/m);
    expect(page()).not.toMatch(/^Measured/m);
  });

  it('has the outcome of the exam, a line for each graph', () => {
    expect(page()).toContain('200 questions, Nov 22, 2026; fp32 answers');
    expect(page()).toMatch(/^fp32 +75\.5 +69\.5 to 81\.0 +80\.3 +75\.0 to 85\.0 +100\.0 % +900 +passed$/m);
    expect(page()).toMatch(/^int8 .* 88\.5 % +2,100 +not passed$/m);
  });

  it('says without an outcome that confidences are estimates, but not of the bundled reader', () => {
    expect(page({ exam: undefined })).toContain('Not examined on this machine yet');
    expect(page({ exam: undefined, isBundled: true })).not.toContain('estimates');
  });
});
