// Does a view of a file read better than the file as it is? The editor set read both ways, question by question.
// May be ended and started again. KINDS=markdown,log reads some kinds only.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { meanInterval } from '../src/evaluate/bootstrap';
import { type EditorSet, fileKinds, parseEditorSet } from '../src/evaluate/editorSet';
import { scoreAnswer } from '../src/evaluate/metrics';
import { openReader } from '../src/runtime/reader';
import { readerChoice } from '../test/support/readerChoice';
import { cacheFolder, LogitCache } from './support/logitCache';
import { type ViewReading, readThrough } from './support/viewReading';
import { type Candidate, candidates, plain } from './support/views/candidates';

type EditorFile = EditorSet['files'][number];
type Question = EditorFile['questions'][number];

/** What a view's reading of one question is worth. */
interface Outcome {
  readonly file: string;
  readonly answerable: boolean;
  readonly evidence: number;
  /** Of the best place, whether or not it would be refused. */
  readonly exact: number;
  readonly f1: number;
  readonly hit: number;
  readonly windows: number;
}

const folder = 'test/fixtures/editor-set';
const set = parseEditorSet(JSON.parse(readFileSync(join(folder, 'questions.json'), 'utf8')));
const kinds = fileKinds.filter((kind) => process.env.KINDS?.split(',').includes(kind) ?? true);
const reader = await openReader(readerChoice('models/mini', { precision: 'fp32' }));
const balanced = reader.rule.levels.balanced.thresholds.answer;

/** Outcomes by view and question, plain ones too. */
const outcomes = new Map<Candidate, Map<string, Outcome>>([plain, ...candidates].map((view) => [view, new Map()]));
for (const file of set.files.filter(({ kind }) => kinds.includes(kind))) {
  const text = readFileSync(join(folder, 'files', file.file), 'utf8');
  for (const question of file.questions) {
    const cache = new LogitCache(`${cacheFolder('fp32')}-views`, question.id);
    for (const [view, known] of outcomes) {
      if (view.kind !== undefined && view.kind !== file.kind) continue;
      const reading = await readThrough(view, file, text, question.question, cache.around(reader));
      if (reading !== undefined) known.set(question.id, outcome(file, text, question, reading));
    }
    cache.save();
  }
  console.error(`${file.file}: ${file.questions.length} questions read`);
}
await reader.close();

for (const kind of kinds) printKind(kind);

function outcome({ file }: EditorFile, text: string, { answers }: Question, { best, windows }: ViewReading): Outcome {
  const golds = answers.map((answer) => answer.text);
  const hit = answers.some(({ start, text: gold }) => {
    return best !== null && best.start < start + gold.length && start < best.end;
  });
  return {
    ...{ file, answerable: golds.length > 0, windows, evidence: best?.evidence ?? -Infinity, hit: hit ? 1 : 0 },
    ...scoreAnswer(golds, best === null ? '' : text.slice(best.start, best.end)),
  };
}

function printKind(kind: EditorFile['kind']): void {
  const ids = set.files.filter((file) => file.kind === kind).flatMap(({ questions }) => questions.map(({ id }) => id));
  const read = (view: Candidate): Outcome[] => ids.flatMap((id) => outcomes.get(view)?.get(id) ?? []);
  const row = (cells: readonly (string | number)[]): void => console.log(`| ${cells.join(' | ')} |`);
  console.log(`\n## ${kind}\n`);
  row(['view', 'n', 'EM', 'F1', 'EM swept', 'F1 swept', 'at', 'best-span F1', 'hit', 'false answers', 'windows']);
  row(['---', ...Array.from({ length: 10 }, () => '---:')]);
  const differences: (string | number)[][] = [];
  for (const view of [plain, ...candidates]) {
    const own = read(view);
    if (own.length === 0) continue;
    const answerable = own.filter((one) => one.answerable);
    const refusable = own.filter((one) => !one.answerable);
    const swept = bestThreshold(own);
    row([
      ...[view.name, own.length],
      ...[balanced, swept].flatMap((threshold) => {
        const scores = own.map((one) => scoreAt(one, threshold));
        return [percent(scores.map(({ exact }) => exact)), percent(scores.map(({ f1 }) => f1))];
      }),
      swept.toFixed(1),
      percent(answerable.map(({ f1 }) => f1)),
      percent(answerable.map(({ hit }) => hit)),
      percent(refusable.map(({ evidence }) => (evidence >= balanced ? 1 : 0))),
      mean(own.map(({ windows }) => windows)).toFixed(1),
    ]);
    if (view !== plain) differences.push(difference(view, ids));
  }
  console.log('');
  row(['view less plain', 'n', 'F1', 'F1 swept', 'best-span F1', 'hit', 'better : worse', 'files', 'wins']);
  row(['---', ...Array.from({ length: 8 }, () => '---:')]);
  differences.forEach(row);
}

/** Of the questions that both read: means of paired differences with their 95 % intervals. */
function difference(view: Candidate, ids: readonly string[]): (string | number)[] {
  const pairs = ids.flatMap((id) => {
    const own = outcomes.get(view)?.get(id);
    const other = outcomes.get(plain)?.get(id);
    return own === undefined || other === undefined ? [] : [{ own, other }];
  });
  const sweptOwn = bestThreshold(pairs.map(({ own }) => own));
  const sweptOther = bestThreshold(pairs.map(({ other }) => other));
  const answerable = pairs.filter(({ own }) => own.answerable);
  const f1 = pairs.map(({ own, other }) => scoreAt(own, balanced).f1 - scoreAt(other, balanced).f1);
  const swept = pairs.map(({ own, other }) => scoreAt(own, sweptOwn).f1 - scoreAt(other, sweptOther).f1);
  const span = answerable.map(({ own, other }) => own.f1 - other.f1);
  const hit = answerable.map(({ own, other }) => own.hit - other.hit);
  const intervals = [swept, span].map(meanInterval);
  const wins = intervals.some(({ low }) => low > 0) && intervals.every(({ high }) => high >= 0);
  const loses = intervals.some(({ high }) => high < 0);
  const byFile = [...new Set(answerable.map(({ own }) => own.file))].map((file) =>
    mean(answerable.filter(({ own }) => own.file === file).map(({ own, other }) => own.f1 - other.f1)),
  );
  const signs = (values: readonly number[]): string =>
    `${values.filter((value) => value > 0).length} : ${values.filter((value) => value < 0).length}`;
  return [
    ...[view.name, pairs.length, ...[f1, swept, span, hit].map(withInterval)],
    ...[signs(span), signs(byFile), wins ? 'yes' : loses ? 'loses' : 'no'],
  ];
}

/** Refused below the threshold. */
function scoreAt(one: Outcome, threshold: number): { exact: number; f1: number } {
  if (one.evidence >= threshold) return one;
  return one.answerable ? { exact: 0, f1: 0 } : { exact: 1, f1: 1 };
}

/** The threshold with the most F1; of equals the highest. */
function bestThreshold(all: readonly Outcome[]): number {
  const steps = [Infinity, ...all.map(({ evidence }) => evidence).sort((a, b) => b - a)];
  let best = { threshold: Infinity, f1: -1 };
  for (const threshold of steps) {
    const f1 = mean(all.map((one) => scoreAt(one, threshold).f1));
    if (f1 > best.f1) best = { threshold, f1 };
  }
  return best.threshold;
}

function withInterval(differences: readonly number[]): string {
  const { low, high } = meanInterval(differences);
  return `${signed(mean(differences))} (${signed(low)} to ${signed(high)})`;
}

function signed(share: number): string {
  const points = (100 * share).toFixed(1);
  return share > 0 ? `+${points}` : points;
}

function percent(values: readonly number[]): string {
  return (100 * mean(values)).toFixed(1);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
