import { describe, expect, it } from 'vitest';
import { rungRows, scoreText, verdictText } from '../../src/cli/models/examOutcome';
import { modelPage } from '../../src/cli/models/info';
import { modelTable } from '../../src/cli/models/list';
import { type ModelReport, pageOf } from '../../src/cli/models/report';
import { alignedLines } from '../../src/cli/models/table';
import type { ExamRecord, ExamRung } from '../../src/evaluate/examRecord';

const revision = '1'.repeat(40);

function rung(name: string, changes: Partial<ExamRung> = {}): ExamRung {
  return {
    name,
    ...{ em: 78.5, f1: 81.94, emInterval: { low: 72.5, high: 84 }, f1Interval: { low: 76.31, high: 87.06 } },
    ...{ agreement: 1, f1Lost: 0, f1LostBound: 0, tokensPerSecond: 1200, passed: true },
    ...changes,
  };
}

function recordOf(chosen: string, ...rungs: ExamRung[]): ExamRecord {
  return {
    version: 1,
    exam: '0'.repeat(64),
    model: { name: 'tiny', revision, weights: 'e'.repeat(64) },
    engine: { converter: '1', onnxruntime: '1.30.0', cpu: 'exact' },
    date: '2026-01-02T03:04:05.000Z',
    questions: 200,
    rungs,
    chosen,
  };
}

const report: ModelReport = {
  ...{ name: 'tiny', title: 'Tiny', state: 'installed', repository: 'owner/tiny', revision },
  ...{ source: `https://huggingface.co/owner/tiny/tree/${revision}`, licence: 'CC-BY-4.0', languages: ['en'] },
  ...{ family: 'roberta', published: { dataset: 'SQuAD 2.0 dev', em: 78.69, f1: 81.92 }, refuses: true },
  ...{ maxLength: 384, folder: '/home/me/models/tiny', bytes: 327_000_000, diskBytes: 328_000_000, exam: null },
  files: [{ path: 'config.json', bytes: 1234, sha256: 'f'.repeat(64) }],
};

describe('the verdict of an exam', () => {
  const faster = { agreement: 0.955, f1Lost: 0.31, tokensPerSecond: 2280 };

  it('says what a faster graph gives and costs that answers', () => {
    expect(verdictText(recordOf('int8', rung('fp32'), rung('int8', faster)))).toBe(
      'int8 answers: says the same as fp32 on 95.5 % of the questions, loses 0.3 points of F1 (surely none), reads 1.9 times as fast',
    );
  });

  it('says how much of a loss is no chance', () => {
    const lossy = rung('int8', { ...faster, f1Lost: 2.43, f1LostBound: 0.82 });
    expect(verdictText(recordOf('int8', rung('fp32'), lossy))).toContain('loses 2.4 points of F1 (surely 0.8), reads');
  });

  it('says why a faster graph was rejected', () => {
    const failed = rung('int8', { ...faster, agreement: 0.84, passed: false });
    expect(verdictText(recordOf('fp32', rung('fp32'), failed))).toBe(
      'fp32 answers: int8 says the same as fp32 on 84.0 % of the questions, loses 0.3 points of F1 (surely none), ' +
        'reads 1.9 times as fast, and was rejected',
    );
  });

  it('says that a graph which passed is no faster', () => {
    const slow = rung('int8', { ...faster, f1Lost: -0.2, tokensPerSecond: 1080 });
    expect(verdictText(recordOf('fp32', rung('fp32'), slow))).toBe(
      'fp32 answers: int8 says the same as fp32 on 95.5 % of the questions, gains 0.2 points of F1, ' +
        'reads 0.9 times as fast, and is no faster',
    );
  });

  it('says that no faster graph runs, or else speaks of one that did', () => {
    const broken = rung('int8', { tokensPerSecond: 0, passed: false });
    const failed = rung('mixed', { agreement: 0.84, passed: false });
    expect(verdictText(recordOf('fp32', rung('fp32'), broken))).toBe('fp32 answers: int8 does not run on this machine');
    expect(verdictText(recordOf('fp32', rung('fp32'), failed, broken))).toContain(
      'mixed says the same as fp32 on 84.0',
    );
    expect(
      rungRows(recordOf('fp32', rung('fp32'), broken))
        .at(-1)
        ?.at(-1),
    ).toBe('does not run');
  });

  it('says that nothing else was tried', () => {
    expect(verdictText(recordOf('fp32', rung('fp32')))).toBe('fp32 answers; no faster graph was tried');
  });
});

it('the score of an exam is that of the graph that answers', () => {
  expect(scoreText(recordOf('int8', rung('fp32'), rung('int8', { em: 77, f1: 80.06 })))).toBe(
    'EM 77.0 (72.5 to 84.0), F1 80.1 (76.3 to 87.1) on 200 questions',
  );
});

it('every graph of an exam has its row', () => {
  const rows = rungRows(
    recordOf(
      'mixed',
      rung('fp32'),
      rung('int8', { agreement: 0.84, f1Lost: 2, f1LostBound: 0.7, passed: false }),
      rung('mixed'),
    ),
  );
  expect(rows.map(([name, , , ...others]) => [name, ...others])).toEqual([
    ['GRAPH', 'AGREES', 'F1 LOST', 'SURELY', 'TOKENS/S', 'OUTCOME'],
    ['fp32', '100.0 %', '0.0', '0.0', '1,200', 'the measure'],
    ['int8', '84.0 %', '2.0', '0.7', '1,200', 'rejected'],
    ['mixed', '100.0 %', '0.0', '0.0', '1,200', 'answers'],
  ]);
});

it('a table has columns as wide as their widest cell, and no blank at the end', () => {
  expect(
    alignedLines([
      ['NAME', 'SIZE', 'X'],
      ['tiny', '327 MB', ''],
      ['a longer name', '1 kB', 'x'],
    ]),
  ).toEqual(['NAME           SIZE    X', 'tiny           327 MB', 'a longer name  1 kB    x']);
});

describe('the list', () => {
  it('has a line a model', () => {
    const known = {
      ...report,
      ...{ name: 'large', state: 'known' as const, files: null, bytes: 1_417_248_776, languages: [], published: null },
    };
    const examined = { ...report, exam: recordOf('int8', rung('fp32'), rung('int8', { em: 77 })) };
    expect(modelTable([examined, known])).toEqual([
      'NAME   STATE      SIZE          LANGUAGES  PUBLISHED EM/F1            LICENCE    EXAM HERE EM/F1',
      'tiny   installed  327 MB        en         78.69/81.92 SQuAD 2.0 dev  CC-BY-4.0  77.0/81.9 int8',
      'large  -          about 1.4 GB  ?          -                          CC-BY-4.0  -',
    ]);
  });

  it('lets no part of a manifest reach the terminal as a command', () => {
    expect(modelTable([{ ...report, licence: 'MIT\u001b[2J' }])[1]).toContain('MIT\\u{1B}[2J');
  });
});

describe('the page of a model', () => {
  const page = (changes: Partial<ModelReport>): string => modelPage({ ...report, ...changes }).join('\n');

  it('has its files, its folder, its source and what removing it frees', () => {
    for (const part of ['config.json  1,234  ffff', '/home/me/models/tiny', report.source ?? '', 'frees 328 MB']) {
      expect(page({})).toContain(part);
    }
  });

  it('says how it is fetched, and how a download goes on', () => {
    expect(page({ state: 'known', diskBytes: 0 })).toContain('run: document-qa models download tiny');
    expect(page({ state: 'known', diskBytes: 12_000_000 })).toContain(
      '12 MB of it are here; to go on: document-qa models download tiny',
    );
  });

  it('says of a model that was never taught to refuse that it answers every question', () => {
    expect(page({ refuses: false })).toMatch(/refuses +no: it was never taught to refuse, and answers every question/);
    expect(page({ refuses: null })).toMatch(/refuses +not known/);
    expect(page({ refuses: true })).toMatch(/refuses +yes\n/);
  });

  it('has the outcome of the exam with its engine and its graphs', () => {
    expect(page({ exam: null })).toMatch(/entrance exam +not taken here\n/);
    const taken = page({ exam: recordOf('fp32', rung('fp32')) });
    expect(taken).toMatch(/entrance exam +EM 78\.5 .*\n +fp32 answers; no faster graph was tried\n +taken 2026-01-02T/);
    expect(taken).toMatch(/\nGRAPH +EM .*\nfp32 +78\.5 +81\.9 +100\.0 % +0\.0 +0\.0 +1,200 +answers\n/);
  });

  it('on a mirror lies below the mirror', () => {
    expect(pageOf(report, 'https://mirror.example/hub/')).toBe(
      `https://mirror.example/hub/owner/tiny/tree/${revision}`,
    );
    expect(pageOf({ repository: null, revision })).toBeNull();
  });
});
