import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Evaluation } from '../../src/evaluate/evaluation';
import type { SquadQuestion } from '../../src/evaluate/squad';
import type { BatchModel } from '../../src/runtime/batching';
import {
  type EvaluateHooks,
  type EvaluateOptions,
  type EvaluateProgress,
  evaluateSquad,
} from '../../src/runtime/evaluate';
import { type FakeModel, makeFakeModel, makePhraseModel, makeWordTokenizer, seesNoise } from '../qa/fakeModel';
import { makeTogether, type TogetherModel } from './togetherModel';

const folder = await mkdtemp(join(tmpdir(), 'document-qa-'));
afterAll(() => rm(folder, { recursive: true }));

const ports = ['8420', '9000', '9001', '9002', '9003', '9004'];
const questions = ports.map((port, i): SquadQuestion => {
  const asked = { id: `q${i}`, article: i < 3 ? 'Low' : 'High', question: `Which port is number ${i} ?` };
  const context = `The port of number ${i} is ${port} in all cases.`;
  const path = `data[0].paragraphs[${i}].qas[0]`;
  return { ...asked, context, answers: [port], answerStarts: [context.indexOf(port)], path };
});

/** Sees the first four ports, the more surely the later. */
const makeModel = (): FakeModel => makePhraseModel({ 8420: 3, 9000: 4, 9001: 5, 9002: 6 });

const options: EvaluateOptions = {
  questions,
  data: { name: 'ports.json', sha256: 'a' },
  limit: null,
  rules: 'product',
  strictness: 'balanced',
  threshold: null,
  overlap: null,
  documentWindows: null,
  partialFile: null,
};

interface Watched extends EvaluateHooks {
  readonly opened: (readonly [number, boolean])[];
  readonly progress: EvaluateProgress[];
}

/** Its clock goes 1 ms a look, and it stops at the window after so many. */
function watch(windows = Infinity): Watched {
  let ms = 0;
  let turns = 0;
  const opened: (readonly [number, boolean])[] = [];
  const progress: EvaluateProgress[] = [];
  return {
    opened,
    progress,
    now: () => ms++,
    stopped: () => turns >= windows,
    turn() {
      turns++;
      return Promise.resolve();
    },
    onOpen: (before, replacedOther) => opened.push([before, replacedOther]),
    onProgress: (seen) => progress.push(seen),
  };
}

let files = 0;
const newFile = (): string => join(folder, `out${files++}.json.partial`);
const untimed = (evaluation: Evaluation | undefined) => ({ ...evaluation, seconds: 0 });

/** Questions on one, two or three paragraphs, some of one length and some longer than a window; none repeats a word. */
const various = Array.from({ length: 40 }, (_, i): SquadQuestion => {
  const paragraph = (p: number): string =>
    Array.from({ length: 20 + ((i * 7) % 3) + (i % 10 === 9 ? 60 : 0) }, (__, word) => `w${i}p${p}n${word}`).join(' ');
  const asked = { id: `v${i}`, article: 'Various', question: `What is number ${i} ?`, path: `data[${i}]` };
  const context = [...Array(1 + (i % 3)).keys()].map(paragraph).join('\n\n');
  return { ...asked, context, answers: [], answerStarts: [] };
});
/** The ports in windows so long that five share a run. */
const longer = questions.map((asked) => ({ ...asked, context: `${asked.context}${' and so on'.repeat(32)}` }));

// Its logits go by the words' ids, which they have from who is asked first.
const tokenizer = makeWordTokenizer();
const makeNoisy = (): FakeModel => makeFakeModel({ tokenizer, read: seesNoise(3) });

describe('an evaluation', () => {
  it('answers every question by the product’s own way, and says how far it is', async () => {
    const hooks = watch();
    const run = await evaluateSquad(makeModel(), options, hooks);
    expect(run?.readings.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual([
      ...['q0 answer', 'q1 answer', 'q2 answer', 'q3 answer', 'q4 noAnswer', 'q5 noAnswer'],
    ]);
    expect(run?.readings.slice(0, 4).map(({ text }) => text)).toEqual(ports.slice(0, 4));
    expect(run?.evaluation).toMatchObject({ questions: 6, windows: 6, official: { exact: (100 * 4) / 6 } });
    expect(hooks.progress.map(({ asked, questions: all }) => [asked, all])).toEqual(ports.map((_, i) => [i, 6]));
    expect(hooks.progress[0]?.leftMs).toBeNull();
    expect(hooks.progress[3]?.leftMs).toBeGreaterThan(0);
  });

  it('counts the time of reading, not that of waiting for its turn', async () => {
    let ms = 0;
    const turn = (): Promise<void> => {
      ms += 10_000;
      return Promise.resolve();
    };
    const run = await evaluateSquad(makeModel(), options, { ...watch(), now: () => ms++, turn });
    expect(run?.evaluation.seconds).toBeLessThan(1);
  });

  it('asks only the first questions where there is a limit, or all where there are not so many', async () => {
    const first = await evaluateSquad(makeModel(), { ...options, limit: 2 }, watch());
    expect(first?.readings.map(({ id }) => id)).toEqual(['q0', 'q1']);
    const all = await evaluateSquad(makeModel(), { ...options, limit: 100 }, watch());
    expect(all?.evaluation.questions).toBe(6);
  });

  it('takes strictness and threshold as a question does', async () => {
    const run = await evaluateSquad(makeModel(), { ...options, threshold: 4.5 }, watch());
    expect(run?.readings.map(({ verdict }) => verdict).slice(0, 4)).toEqual(['maybe', 'maybe', 'answer', 'answer']);
    expect(run?.evaluation.subject.thresholds).toEqual({ answer: 4.5, maybe: -2 });
  });

  it('reads by the reference rules, which know no maybe and answer from 0 on', async () => {
    const model = makePhraseModel({ 8420: 0.5, 9000: -0.5 });
    const run = await evaluateSquad(model, { ...options, rules: 'reference' }, watch());
    expect(run?.readings.map(({ verdict }) => verdict)).toEqual(['answer', ...ports.slice(1).map(() => 'noAnswer')]);
    expect(run?.readings[1]).toMatchObject({ text: '9000', evidence: -0.5, start: 28 - 4, windows: 1 });
    expect(run?.evaluation.subject).toMatchObject({ strictness: null, thresholds: { answer: 0, maybe: 0 } });
  });

  it('asks each question of a document of many paragraphs, its own among them', async () => {
    const model = makeModel();
    const run = await evaluateSquad(model, { ...options, documentWindows: 2 }, watch());
    const alone = await evaluateSquad(makeModel(), options, watch());
    expect(run?.evaluation.subject.documentWindows).toBe(2);
    expect(run?.evaluation.windows).toBeGreaterThanOrEqual(alone?.evaluation.windows ?? Infinity);
    // All paragraphs together have fewer than two windows' worth of text: the surest port answers every question.
    expect(run?.readings.map(({ text }) => text)).toEqual(ports.map(() => '9002'));
  });

  it('names a question or a context that cannot be read, before anything is read', async () => {
    const model = makeModel();
    const broken = (change: Partial<SquadQuestion>) =>
      evaluateSquad(
        model,
        { ...options, questions: [...questions, { ...(questions[0] ?? {}), ...change } as SquadQuestion] },
        watch(),
      );
    await expect(broken({ question: ' ' })).rejects.toThrow('data[0].paragraphs[0].qas[0].question: ');
    await expect(broken({ context: '\n' })).rejects.toThrow('data[0].paragraphs[0].context: ');
    expect(model.readIds).toEqual([]);
  });
});

describe('an evaluation by a model that reads several windows in a run', () => {
  it.each(['product', 'reference'] as const)('has the same outcome in fewer runs (%s)', async (rules) => {
    const asking = { ...options, questions: various, rules };
    const alone = makeNoisy();
    const wanted = await evaluateSquad(alone, asking, watch());
    const model = makeTogether(makeNoisy());
    const run = await evaluateSquad(model, asking, watch());
    expect(untimed(run?.evaluation)).toEqual(untimed(wanted?.evaluation));
    const timeless = (readings = run?.readings) => readings?.map((reading) => ({ ...reading, elapsedMs: 0 }));
    expect(timeless()).toEqual(timeless(wanted?.readings));
    expect(model.runs.flat()).toHaveLength(alone.readIds.length);
    expect(model.runs.length).toBeLessThan(0.6 * alone.readIds.length);
  });

  it('says before each run how far it is, and gives each question its share of the time', async () => {
    const model = makeTogether(makeModel());
    const hooks = watch();
    const run = await evaluateSquad(model, { ...options, questions: longer }, hooks);
    expect(model.runs.map((lengths) => lengths.length)).toEqual([5, 1]);
    expect(hooks.progress.map(({ asked }) => asked)).toEqual([0, 5]);
    const times = run?.readings.map(({ elapsedMs }) => elapsedMs) ?? [];
    expect(times.slice(0, 5)).toEqual(Array(5).fill(times[0]));
    expect(hooks.progress[1]?.leftMs).toBeCloseTo(times[0] ?? NaN);
    expect(1000 * (run?.evaluation.seconds ?? NaN)).toBeLessThan(hooks.now());
  });

  it('counts no time of waiting for its turn, which is once for each run', async () => {
    let ms = 0;
    let turns = 0;
    const turn = (): Promise<void> => {
      turns++;
      ms += 10_000;
      return Promise.resolve();
    };
    const run = await evaluateSquad(
      makeTogether(makeModel()),
      { ...options, questions: longer },
      { ...watch(), now: () => ms++, turn },
    );
    expect(turns).toBe(2);
    expect(run?.evaluation.seconds).toBeLessThan(1);
  });

  it('reads each question of a document by itself', async () => {
    const model = makeTogether(makeModel());
    await evaluateSquad(model, { ...options, documentWindows: 2 }, watch());
    expect(model.runs.every((lengths) => lengths.length === 1)).toBe(true);
  });

  it('keeps what was read when it is stopped, and goes on there to the same outcome', async () => {
    const asking = { ...options, questions: various };
    const wanted = await evaluateSquad(makeNoisy(), asking, watch());
    const keeping = { ...asking, partialFile: newFile() };
    const before: number[] = [];
    for (const runs of [1, 7, Infinity]) {
      const hooks = watch(runs);
      const run = await evaluateSquad(makeTogether(makeNoisy()), keeping, hooks);
      before.push(hooks.opened[0]?.[0] ?? NaN);
      expect(untimed(run?.evaluation)).toEqual(runs === Infinity ? untimed(wanted?.evaluation) : { seconds: 0 });
    }
    expect(before[0]).toBe(0);
    expect(before[1]).toBeGreaterThan(0);
    expect(before[2]).toBeGreaterThan(before[1] ?? NaN);
  });

  it('ends with what a run throws, and keeps what was read before', async () => {
    const model = makeTogether(makeModel());
    const keeping = { ...options, questions: longer, partialFile: newFile() };
    await expect(evaluateSquad(failsAt(model, 1), keeping, watch())).rejects.toThrow('out of memory');
    const hooks = watch();
    await evaluateSquad(model, keeping, hooks);
    expect(hooks.opened).toEqual([[5, false]]);
  });

  it('ends only when nobody reads any more', async () => {
    const words = (count: number): string => 'rain '.repeat(count);
    // Both are as long, but the paragraphs with the port, which are read again, are not.
    const two = questions.slice(0, 2).map((asked, i) => {
      const context = `The port is 8420 . ${words(20 + 10 * i)}\n\n${words(30 - 10 * i)}`;
      return { ...asked, context, answers: [], answerStarts: [] };
    });
    const model = makeTogether(makeModel());
    await expect(evaluateSquad(failsAt(model, 1), { ...options, questions: two }, watch())).rejects.toThrow('memory');
    expect(model.runs.map((lengths) => lengths.length)).toEqual([2, 1]);
  });
});

/** Fails instead of the run after so many. */
function failsAt(model: TogetherModel, run: number): BatchModel {
  let runs = 0;
  return {
    ...model,
    readTogether: (inputs) =>
      runs++ === run ? Promise.reject(new Error('out of memory')) : model.readTogether(inputs),
  };
}

describe('an evaluation that is stopped', () => {
  it('has no outcome, and keeps nothing without a file', async () => {
    await expect(evaluateSquad(makeModel(), options, watch(3))).resolves.toBeUndefined();
  });

  it.each(['product', 'reference'] as const)('goes on where it was, to the same outcome (%s)', async (rules) => {
    const wanted = await evaluateSquad(makeModel(), { ...options, rules }, watch());
    const partialFile = newFile();
    const keeping = { ...options, rules, partialFile };
    await expect(evaluateSquad(makeModel(), keeping, watch(1))).resolves.toBeUndefined();
    await expect(evaluateSquad(makeModel(), keeping, watch(3))).resolves.toBeUndefined();
    const model = makeModel();
    const hooks = watch();
    const run = await evaluateSquad(model, keeping, hooks);
    expect(hooks.opened).toEqual([[4, false]]);
    expect(hooks.progress[0]).toMatchObject({ asked: 4, questions: 6, leftMs: null });
    expect(model.readIds).toHaveLength(2);
    expect(untimed(run?.evaluation)).toEqual(untimed(wanted?.evaluation));
  });

  it('reads nothing again once all is read, and the file stays until somebody removes it', async () => {
    const keeping = { ...options, partialFile: newFile() };
    const wanted = await evaluateSquad(makeModel(), keeping, watch());
    const model = makeModel();
    await expect(evaluateSquad(model, keeping, watch())).resolves.toEqual(wanted);
    expect(model.readIds).toEqual([]);
  });

  it('drops a last line that is torn, and whatever is behind a damaged one', async () => {
    const partialFile = newFile();
    const keeping = { ...options, partialFile };
    await evaluateSquad(makeModel(), keeping, watch(3));
    const kept = await readFile(partialFile, 'utf8');
    const wanted = await evaluateSquad(makeModel(), options, watch());
    for (const [torn, before] of [
      [`${kept}{"id":"q3","verd`, 3],
      [kept.slice(0, -1), 2],
      [kept.replace('"id":"q1"', '"id":1'), 1],
      [kept.replace('\n', '\n\n'), 0],
    ] as const) {
      await writeFile(partialFile, torn);
      const hooks = watch();
      const run = await evaluateSquad(makeModel(), keeping, hooks);
      expect(hooks.opened).toEqual([[before, false]]);
      expect(untimed(run?.evaluation)).toEqual(untimed(wanted?.evaluation));
      expect((await readFile(partialFile, 'utf8')).split('\n')).toHaveLength(1 + 6 + 1);
    }
  });

  it.each([
    ['data', { data: { name: 'ports.json', sha256: 'b' } }],
    ['rules', { rules: 'reference' }],
    ['strictness', { strictness: 'refuse' }],
    ['threshold', { threshold: 1 }],
    ['overlap', { overlap: 64 }],
    ['documents', { documentWindows: 5 }],
    ['limit', { limit: 4 }],
  ] as const)('begins anew, and says so, with other %s', async (_, change) => {
    const keeping = { ...options, partialFile: newFile() };
    await evaluateSquad(makeModel(), keeping, watch(3));
    const hooks = watch();
    await evaluateSquad(makeModel(), { ...keeping, ...change }, hooks);
    expect(hooks.opened).toEqual([[0, true]]);
  });

  it('begins anew with another model or other constants of it, but goes on with a renamed file', async () => {
    const partialFile = newFile();
    const keeping = { ...options, partialFile };
    await evaluateSquad(makeModel(), keeping, watch(3));
    const renamed = watch(1);
    await evaluateSquad(makeModel(), { ...keeping, data: { name: 'other.json', sha256: 'a' } }, renamed);
    expect(renamed.opened).toEqual([[3, false]]);
    const model = makeModel();
    const others: FakeModel[] = [
      { ...model, identity: { ...model.identity, precision: 'int8' } },
      { ...model, rule: { ...model.rule, prior: { windowExponent: 0.25 } } },
    ];
    for (const other of others) {
      await evaluateSquad(model, keeping, watch(3));
      const hooks = watch();
      await evaluateSquad(other, keeping, hooks);
      expect(hooks.opened).toEqual([[0, true]]);
    }
  });

  it('takes nothing of another run that still writes to a file of the same name', async () => {
    const partialFile = newFile();
    let other: Promise<unknown> = Promise.resolve();
    const hooks = watch();
    // In the midst of the first run a second one begins anew, is stopped, and the first goes on.
    let turns = 0;
    const turn = async (): Promise<void> => {
      if (turns++ !== 2) return;
      other = evaluateSquad(makeModel(), { ...options, strictness: 'refuse', partialFile }, watch(1));
      await other;
    };
    await evaluateSquad(makeModel(), { ...options, partialFile }, { ...hooks, turn });
    await other;
    const second = watch();
    await evaluateSquad(makeModel(), { ...options, strictness: 'refuse', partialFile }, second);
    expect(second.opened).toEqual([[1, false]]);
  });

  it('begins where a file is empty or is something else', async () => {
    const partialFile = newFile();
    await appendFile(partialFile, '');
    const hooks = watch();
    await evaluateSquad(makeModel(), { ...options, partialFile }, hooks);
    expect(hooks.opened[0]?.[0]).toBe(0);
  });
});
