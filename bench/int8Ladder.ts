// Which mixtures of integers and float32 say the same as float32, and how much faster are they? Decides the rungs of
// src/convert/ladder.ts, and shows the mixtures that were left out.
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { ladder } from '../src/convert/ladder';
import { convertModel, parseModelConfig } from '../src/convert/model';
import { fp32, type MatrixRole, type Precision } from '../src/convert/precision';
import { readSquad } from '../src/evaluate/squad';
import { priorRule } from '../src/evaluate/rule';
import { parseManifest } from '../src/hub/manifest';
import type { SpanLogits } from '../src/qa/logits';
import { findSeams } from '../src/qa/seams';
import { readWindow, type ScoredSpan } from '../src/qa/spans';
import { layOut, makeWindows, planWindows, windowAt } from '../src/qa/windows';
import { makeEncoder } from '../src/runtime/encoder';
import { openSession, type QaSession } from '../src/runtime/session';
import { withTensorFile } from '../src/runtime/tensorFile';

const folder = 'models/mini';
const readJson = (path: string): object => JSON.parse(readFileSync(path, 'utf8')) as object;
const manifest = parseManifest(readFileSync(`${folder}/manifest.json`, 'utf8'));
const { thresholds } = (manifest.precisions?.fp32 ?? priorRule).levels.balanced;
const { tokenizer, layout } = makeEncoder(readJson(`${folder}/tokenizer.json`), 'tokenizer.json');
const config = parseModelConfig(readJson(`${folder}/config.json`));

/** Every tenth question whose paragraph is one window. */
const questions = readSquad(readJson('test/fixtures/squad/squad2-dev-public.json'))
  .filter((_, i) => i % 10 === 0)
  .flatMap(({ question, context: text }) => {
    const context = tokenizer.encode(text);
    const plan = planWindows(tokenizer.encode(question), layout, manifest.maxLength);
    const windows = makeWindows(findSeams(text, context), plan.room, plan.overlap);
    if (windows.length > 1) return [];
    const input = layOut(windowAt(windows, 0), plan.questionIds, context, layout);
    const bestSpan = (logits: SpanLogits): ScoredSpan | undefined =>
      readWindow({ ...plan, ...input, windows, index: 0, logits, context, text }).spans[0];
    return [{ input, bestSpan }];
  });

interface Candidate extends Precision {
  readonly name: string;
}

const mixture = (name: string, perToken: boolean, ...int8: MatrixRole[]): Candidate => ({
  ...fp32,
  name,
  perToken,
  int8: new Set(int8),
});
const [attentionInput, attentionOutput, ffnInput, ffnOutput] = [
  'attentionInput',
  'attentionOutput',
  'ffnInput',
  'ffnOutput',
] as const;
const candidates: readonly Candidate[] = [
  { ...fp32, name: 'fp32' },
  ...ladder.filter(({ int8 }) => int8.size > 0).map((rung) => ({ ...rung, weightBits: 8 as const })),
  ...ladder
    .filter(({ int8 }) => int8.size > 0)
    .map((rung) => ({ ...rung, name: `${rung.name}, 7 bits`, weightBits: 7 as const })),
  mixture('one scale a window', false, attentionInput, attentionOutput, ffnInput, ffnOutput),
  mixture('QKV in fp32', false, attentionOutput, ffnInput, ffnOutput),
  mixture('FFN output in fp32', false, attentionInput, attentionOutput, ffnInput),
  mixture('FFN in fp32', false, attentionInput, attentionOutput),
  mixture('FFN in fp32, by token', true, attentionInput, attentionOutput),
  mixture('attention in fp32, by token', true, ffnInput, ffnOutput),
  mixture('FFN output in fp32, by token', true, attentionInput, attentionOutput, ffnInput),
];

const open = (precision: Precision): Promise<QaSession> => {
  const graph = withTensorFile(`${folder}/model.safetensors`, (file) => convertModel(config, file, precision));
  return openSession(graph, folder, 2, precision.int8.size > 0);
};
const readers = [];
for (const candidate of candidates) {
  readers.push({
    ...candidate,
    session: await open(candidate),
    spans: [] as (ScoredSpan | undefined)[],
    ms: [] as number[],
  });
}
for (const [asked, { input, bestSpan }] of questions.entries()) {
  // Each round begins with another reader, so that none always runs after the same one.
  for (let turn = 0; turn < readers.length; turn++) {
    const reader = readers[(asked + turn) % readers.length];
    if (reader === undefined) continue;
    const startMs = performance.now();
    const logits = await reader.session.run(input);
    reader.ms.push(performance.now() - startMs);
    reader.spans.push(bestSpan(logits));
  }
}

const verdictOf = ({ evidence }: ScoredSpan): string =>
  evidence >= thresholds.answer ? 'answer' : evidence >= thresholds.maybe ? 'maybe' : 'noAnswer';
const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? NaN;
const share = (flags: readonly boolean[]): string => (flags.filter(Boolean).length / flags.length).toFixed(3);

const [reference] = readers;
const pairs = (spans: readonly (ScoredSpan | undefined)[]) =>
  (reference?.spans ?? []).flatMap((expected, i) => {
    const span = spans[i];
    return expected === undefined || span === undefined ? [] : [{ expected, span }];
  });
console.log(`${questions.length} questions of one window each`);
console.log(
  'graph | same best span, all | where answered | same verdict | evidence shift p50 | p95 | ms a window | of fp32',
);
for (const { name, spans, ms, session } of readers) {
  const compared = pairs(spans);
  const same = ({ expected, span }: (typeof compared)[number]): boolean =>
    expected.start === span.start && expected.end === span.end;
  const answered = compared.filter(({ expected }) => verdictOf(expected) === 'answer');
  const shifts = compared.map(({ expected, span }) => Math.abs(expected.evidence - span.evidence));
  const ratios = ms.map((value, i) => value / (reference?.ms[i] ?? NaN));
  console.log(
    [
      name,
      share(compared.map(same)),
      share(answered.map(same)),
      share(compared.map(({ expected, span }) => verdictOf(expected) === verdictOf(span))),
      quantile(shifts, 0.5).toFixed(2),
      quantile(shifts, 0.95).toFixed(2),
      quantile(ms, 0.5).toFixed(1),
      quantile(ratios, 0.5).toFixed(2),
    ].join(' | '),
  );
  await session.release();
}
