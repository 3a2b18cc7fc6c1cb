import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ladder } from '../../src/convert/ladder';
import { type ExamRecord, parseExamRecord } from '../../src/evaluate/examRecord';
import { priorRule } from '../../src/evaluate/rule';
import { configName, manifestName, parseManifest, weightsName } from '../../src/hub/manifest';
import type { ExamProgress } from '../../src/protocol/engine';
import { answerQuestion } from '../../src/qa/answer';
import { makeDocument } from '../../src/qa/document';
import type { DecisionRule } from '../../src/qa/model';
import { EngineClient } from '../../src/runtime/engineClient';
import { markEnded, mayStart, writeExamRecord } from '../../src/runtime/examFile';
import { examine } from '../../src/runtime/examine';
import { loadModel, openGraph } from '../../src/runtime/model';
import { openReader } from '../../src/runtime/reader';
import { readerChoice } from '../support/readerChoice';
import { root } from '../terminal/runCli';
import { makeTempFolder } from '../terminal/tempFolder';

const examFile = join(root, 'models', 'exam', 'questions.json');
const modelFolder = join(root, 'models', 'mini');
const folder = await makeTempFolder();

/** A copy of the bundled reader that brings no constants, with another file where `change` makes it. */
async function makeStrange(target: string, change: Record<string, (content: Buffer) => Buffer> = {}): Promise<void> {
  await cp(modelFolder, target, { recursive: true });
  const manifest = parseManifest(await readFile(join(modelFolder, manifestName), 'utf8'));
  const files = await Promise.all(
    manifest.files.map(async ({ path }) => {
      const before = await readFile(join(modelFolder, path));
      const content = change[path]?.(before) ?? before;
      await writeFile(join(target, path), content);
      return { path, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
    }),
  );
  await writeFile(join(target, manifestName), JSON.stringify({ ...manifest, files, precisions: undefined }));
}

/** Makes all logits the same. One layer is left: more would only take longer to come to nothing. */
function silence(weights: Buffer): Buffer {
  const headerBytes = Number(weights.readBigUInt64LE());
  const { __metadata__: metadata, ...tensors } = JSON.parse(weights.toString('utf8', 8, 8 + headerBytes)) as Record<
    string,
    { data_offsets: [number, number] }
  >;
  const contents: Buffer[] = [];
  let bytes = 0;
  const kept = Object.entries(tensors)
    .filter(([name]) => !/layer\.[1-9]/.test(name))
    .map(([name, tensor]) => {
      const [start, end] = tensor.data_offsets.map((offset) => 8 + headerBytes + offset);
      const content = weights.subarray(start, end);
      contents.push(name.startsWith('qa_outputs.') ? Buffer.alloc(content.length) : content);
      bytes += content.length;
      return [name, { ...tensor, data_offsets: [bytes - content.length, bytes] }];
    });
  const header = Buffer.from(JSON.stringify({ __metadata__: metadata, ...(Object.fromEntries(kept) as object) }));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([size, header, ...contents]);
}

function leaveOneLayer(config: Buffer): Buffer {
  const all = JSON.parse(config.toString('utf8')) as object;
  return Buffer.from(JSON.stringify({ ...all, num_hidden_layers: 1 }));
}

const waiting = { timeout: 30_000, interval: 20 };

function makeClient(log: (line: string) => void = () => undefined): EngineClient {
  const client = new EngineClient({
    ...{ enginePath: join(root, 'dist', 'engine.js'), idleMs: 600_000, stopMs: 30_000, log },
  });
  afterAll(() => client.dispose());
  return client;
}

describe('an entrance exam', { timeout: 240_000 }, () => {
  const client = makeClient();
  const reader = readerChoice(modelFolder, { prepared: join(folder, 'prepared') });

  it('compares the rungs, lets questions go first, and its choice answers from then on', async () => {
    const progress: ExamProgress[] = [];
    const { signal } = new AbortController();
    let answered: { readonly at: number; readonly precision: string } | undefined;
    const asked = (report: ExamProgress): void => {
      progress.push(report);
      if (progress.length !== 3) return;
      void client
        .ask(
          {
            ...{
              reader,
              scope: null,
              strictness: 'balanced',
              top: 1,
              allWindows: false,
              question: 'Which port is it?',
            },
            document: { name: null, text: 'The server listens on port 8420.', format: 'text' },
          },
          signal,
          () => undefined,
        )
        .then(({ model }) => {
          answered = { at: progress.length, precision: model.precision };
        });
    };
    const record = await client.examine({ reader, examFile }, signal, asked);
    // The question came when a few were asked, and was answered long before the last.
    expect(answered).toMatchObject({ precision: 'fp32' });
    expect(answered?.at).toBeLessThan(60);
    expect(record?.questions).toBe(200);
    expect(record?.rungs[0]).toMatchObject({ name: 'fp32', agreement: 1, f1Lost: 0, passed: true });
    expect(record?.rungs.length).toBeGreaterThan(1);
    // The bundled reader brought its constants.
    expect(record?.rungs[0]).not.toHaveProperty('rule');
    // By the same official rules the reference gives 55.7 at threshold 0; the reader's own threshold is higher.
    expect(record?.rungs[0]?.f1).toBeGreaterThan(55);
    expect(parseExamRecord(await readFile(join(folder, 'prepared', 'exam.json'), 'utf8'))).toEqual(record);

    const question = {
      ...{
        reader,
        scope: null,
        strictness: 'balanced' as const,
        top: 1,
        allWindows: false,
        question: 'Which port is it?',
      },
      document: { name: null, text: 'The server listens on port 8420.', format: 'text' },
    } as const;
    const next = await client.ask(question, signal, () => undefined);
    expect(next.model.precision).toBe(record?.chosen === 'fp32' ? 'fp32' : 'int8');
    const again = await client.examine({ reader, examFile }, signal, () => expect.fail('it is over'));
    expect(again).toEqual(record);
    // A stored outcome is no reason to open the reader anew.
    expect((await client.ask(question, signal, () => undefined)).timing.loadMs).toBe(0);
    const opened = await openReader(reader);
    expect(opened.identity.precision).toBe(record?.chosen === 'fp32' ? 'fp32' : 'int8');
    await opened.close();
    const graphs = await readdir(join(folder, 'prepared', 'graphs'));
    expect(graphs.every((name) => name.startsWith(`${record?.chosen ?? ''}.`))).toBe(true);
  });

  it('that is ended has no outcome, and nothing is stored', async () => {
    const prepared = join(folder, 'ended');
    const abort = new AbortController();
    const ended = await client.examine(
      { reader: { ...reader, prepared }, examFile },
      abort.signal,
      ({ asked }) => asked === 2 && abort.abort(),
    );
    expect(ended).toBeNull();
    expect(await readdir(prepared)).not.toContain('exam.json');
  });

  it('whose outcome is stored does not stand in the way of a question, and can be given up', async () => {
    const [log, logged] = [[] as string[], makeClient((line) => log.push(line))];
    const [asking, abort] = [new AbortController(), new AbortController()];
    const text = 'Rain fell over the town in the morning.\n'.repeat(20_000);
    let examined: Promise<unknown> | undefined;
    const asked = logged.ask(
      {
        ...{
          reader,
          scope: null,
          strictness: 'balanced',
          top: 1,
          allWindows: true,
          question: 'Who keeps the lighthouse?',
        },
        document: { name: null, text, format: 'text' },
      },
      asking.signal,
      () => {
        examined ??= logged.examine({ reader, examFile }, abort.signal, () => undefined);
      },
    );
    await expect.poll(() => examined, waiting).toBeDefined();
    expect(await examined).toMatchObject({ questions: 200 });
    abort.abort();
    asking.abort();
    expect((await asked).state).toBe('stopped');
    expect(log.filter((line) => line.includes('did not stop'))).toEqual([]);
  });

  it('goes on after graphs that ended the process too often, and counts them as failed', async () => {
    const prepared = join(folder, 'crashed');
    await mkdir(prepared);
    await writeFile(join(prepared, 'exam.started.json'), JSON.stringify({ int8: 3 }));
    expect([await mayStart(prepared, 'int8'), await mayStart(prepared, 'int8Mixed')]).toEqual([false, true]);
    await writeFile(join(prepared, 'exam.started.json'), JSON.stringify({ int8: 2 }));
    // Each exam begins with fp32: that must not make it forget.
    expect(await mayStart(prepared, 'fp32')).toBe(true);
    await markEnded(prepared, 'fp32');
    expect([await mayStart(prepared, 'int8'), await mayStart(prepared, 'int8')]).toEqual([true, false]);
    await markEnded(prepared, 'int8');
    expect(await mayStart(prepared, 'int8')).toBe(true);
  });

  it('of a folder that cannot be written is refused before the first question', async () => {
    await writeFile(join(folder, 'noFolder'), '');
    const choice = readerChoice(modelFolder, { prepared: join(folder, 'noFolder') });
    const hooks = { now: () => 0, stopped: () => false, turn: () => Promise.resolve() };
    const progress = (): void => expect.fail('a question was asked');
    await expect(examine(choice, examFile, { ...hooks, onProgress: progress })).rejects.toMatchObject({
      code: expect.stringMatching(/EEXIST|ENOTDIR/) as string,
    });
  });

  it('with other questions than the sealed ones is refused', async () => {
    const other = join(folder, 'questions.json');
    await writeFile(other, `${await readFile(examFile, 'utf8')} `);
    const hooks = { now: () => 0, stopped: () => false, turn: () => Promise.resolve(), onProgress: () => undefined };
    await expect(examine(readerChoice(modelFolder), other, hooks)).rejects.toMatchObject({
      ...{ reason: 'fileDamaged', file: other },
    });
  });
});

describe("a reader's constants", { timeout: 240_000 }, () => {
  const hooks = { now: () => performance.now(), stopped: () => false, turn: () => Promise.resolve() };
  const examineFolder = async (model: string, prepared: string): Promise<ExamRecord> => {
    const record = await examine(readerChoice(model, { prepared }), examFile, {
      ...hooks,
      onProgress: () => undefined,
    });
    return record ?? expect.fail('it was not ended');
  };
  const ruleOf = async (
    model: string,
    prepared: string,
    precision: 'fp32' | 'int8' = 'fp32',
  ): Promise<DecisionRule> => {
    const reader = await openReader(readerChoice(model, { prepared, precision }));
    await reader.close();
    return reader.rule;
  };
  const strange = join(folder, 'strange');
  const prepared = join(folder, 'strangePrepared');
  let record: ExamRecord;

  beforeAll(async () => {
    await makeStrange(strange);
    record = await examineFolder(strange, prepared);
  }, 240_000);

  it('are fitted by the exam where it brought none, for each graph, and measured', () => {
    for (const { rule } of record.rungs) {
      expect(rule?.chosenBy).toContain('200 questions');
      expect(rule?.levels.balanced.measured?.precision).toBeGreaterThan(0.5);
    }
  });

  it('count from the exam on, and are estimates before', async () => {
    const [fp32] = record.rungs;
    const reader = await openReader(readerChoice(strange, { prepared, precision: 'fp32' }));
    const text = 'The server listens on port 8420.';
    const { thresholds } = await answerQuestion(makeDocument(text, null), 'Which port is it?', reader, {}, hooks);
    await reader.close();
    expect(reader).toMatchObject({ rule: fp32?.rule, examined: true });
    expect(thresholds).toEqual(fp32?.rule?.levels.balanced.thresholds);
    const unexamined = await openReader(readerChoice(strange, { prepared: join(folder, 'unexamined') }));
    await unexamined.close();
    expect(unexamined).toMatchObject({ rule: priorRule, examined: false });
  });

  it('are those of the graph that answers', async () => {
    const examined = record.rungs.find(({ name }) => name === (record.chosen === 'fp32' ? 'int8' : record.chosen));
    expect(await ruleOf(strange, prepared, 'int8')).toEqual(examined?.rule);
    expect(examined?.rule).not.toEqual(record.rungs[0]?.rule);
  });

  it('decide what the exam says of its graph', () => {
    // By the estimates it would answer from 0 on, where the reference gives an F1 of 55.7.
    for (const { f1 } of record.rungs) expect(f1).toBeGreaterThan(60);
  });

  it('are its own where it brought some, whatever an exam fitted', async () => {
    const { precisions } = parseManifest(await readFile(join(modelFolder, manifestName), 'utf8'));
    const own = await makeTempFolder();
    await writeExamRecord(own, record);
    expect(await ruleOf(modelFolder, own)).toEqual(precisions?.fp32);
  });

  it('are estimates after an exam that fitted none, which still counts', async () => {
    const old = await makeTempFolder();
    const rungs = record.rungs.map((rung) => ({ ...rung, rule: undefined }));
    await writeExamRecord(old, { ...record, rungs });
    const reader = await openReader(readerChoice(strange, { prepared: old, precision: 'fp32' }));
    await reader.close();
    expect(reader).toMatchObject({ rule: priorRule, examined: true });
    const asked = (): void => expect.fail('it was taken anew');
    const again = await examine(readerChoice(strange, { prepared: old }), examFile, { ...hooks, onProgress: asked });
    expect(again).toEqual({ ...record, rungs });
  });

  it('are not fitted to a graph that sees the same everywhere', async () => {
    const dead = join(folder, 'dead');
    await makeStrange(dead, { [weightsName]: silence, [configName]: leaveOneLayer });
    const deadPrepared = await makeTempFolder();
    const { rungs, chosen } = await examineFolder(dead, deadPrepared);
    expect(rungs.map(({ passed, rule }) => [passed, rule])).toEqual(rungs.map(() => [false, undefined]));
    expect(chosen).toBe('fp32');
    expect(await ruleOf(dead, deadPrepared)).toEqual(priorRule);
  });
});

describe('a graph in integers', () => {
  const choose = (name: string, model = modelFolder): Parameters<typeof openReader>[0] =>
    readerChoice(model, { prepared: join(folder, name), precision: 'int8' });
  const graphOf = async (name: string): Promise<string> => {
    const [graph] = await readdir(join(folder, name, 'graphs'));
    return join(folder, name, 'graphs', graph ?? 'none');
  };

  it('is made once, and found again', async () => {
    const first = await openReader(choose('once'));
    await first.close();
    const graph = await graphOf('once');
    const before = await readFile(join(graph, 'weights.bin'));
    await writeFile(join(graph, 'mark'), '');
    const second = await openReader(choose('once'));
    await second.close();
    expect(second.identity.precision).toBe('int8');
    expect(await readdir(graph)).toContain('mark');
    expect(before.equals(await readFile(join(graph, 'weights.bin')))).toBe(true);
  });

  it('that two make at the same time is there once and whole', async () => {
    const readers = await Promise.all([openReader(choose('twice')), openReader(choose('twice'))]);
    await Promise.all(readers.map((reader) => reader.close()));
    expect((await readdir(await graphOf('twice'))).sort()).toEqual(['graph.onnx', 'weights.bin']);
    expect(await readdir(join(folder, 'twice', 'graphs'))).toHaveLength(1);
  });

  it('that was damaged is made anew', async () => {
    await (await openReader(choose('damaged'))).close();
    const graph = await graphOf('damaged');
    await writeFile(join(graph, 'weights.bin'), 'short');
    await (await openReader(choose('damaged'))).close();
    expect((await readFile(join(graph, 'weights.bin'))).length).toBeGreaterThan(1_000_000);
  });

  it('whose removal was cut short does not stand in its own way', async () => {
    await (await openReader(choose('cut'))).close();
    await rm(join(await graphOf('cut'), 'graph.onnx'));
    const model = await loadModel(choose('cut'));
    await (await openGraph(model, ladder[0])).close();
    expect((await readdir(await graphOf('cut'))).sort()).toEqual(['graph.onnx', 'weights.bin']);
  });

  it('of other weights under the same name is another', async () => {
    const model = await loadModel(choose('weights'));
    await (await openGraph(model, ladder[0])).close();
    await (await openGraph({ ...model, weights: 'f'.repeat(64) }, ladder[0])).close();
    expect(await readdir(join(folder, 'weights', 'graphs'))).toHaveLength(1);
  });

  it('of another version of the program is removed when a new one is made', async () => {
    await (await openReader(choose('old'))).close();
    const old = join(folder, 'old', 'graphs', 'int8.0-1.0.0-exact-00000000');
    await cp(await graphOf('old'), old, { recursive: true });
    await rm(await graphOf('old'), { recursive: true });
    await (await openReader(choose('old'))).close();
    const graphs = await readdir(join(folder, 'old', 'graphs'));
    expect(graphs).toHaveLength(1);
    expect(graphs[0]).not.toBe('int8.0-1.0.0-exact-00000000');
  });

  it('that cannot be kept is refused where it is asked for by name', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(openReader(choose('file'))).rejects.toThrow();
    const none = readerChoice(modelFolder, { precision: 'int8' });
    await expect(openReader(none)).rejects.toMatchObject({ reason: 'unsupported' });
  });

  it('reads weights and sidecar that lie in folders far apart', async () => {
    const far = await makeTempFolder();
    await cp(modelFolder, join(far, 'deep', 'model'), { recursive: true });
    const reader = await openReader(choose('apart', join(far, 'deep', 'model')));
    const { start } = await reader.read({
      ...{ ids: Int32Array.of(101, 2054, 102, 2003, 102), typeIds: new Int32Array(5), contextOffset: 3 },
    });
    await reader.close();
    expect(start).toHaveLength(5);
    expect(start.every(Number.isFinite)).toBe(true);
  });
});
