import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { EvaluationProgress } from '../../src/protocol/engine';
import { EngineClient, EngineError } from '../../src/runtime/engineClient';
import { readerChoice } from '../support/readerChoice';
import { mistakenId, squadCount, squadJson } from '../support/squadQuestions';
import { root } from '../terminal/runCli';
import { makeTempFolder } from '../terminal/tempFolder';

const folder = await makeTempFolder();
const reader = readerChoice(join(root, 'models', 'mini'));
const log: string[] = [];
const client = new EngineClient({
  ...{ enginePath: join(root, 'dist', 'engine.js'), idleMs: 600_000, stopMs: 30_000, log: (line) => log.push(line) },
});
afterAll(() => client.dispose());

const partialFile = join(folder, 'work', 'run.partial');
const never = new AbortController().signal;

async function write(name: string, text: string | Uint8Array): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

function evaluate(
  file: string,
  signal: AbortSignal = never,
  onProgress: (progress: EvaluationProgress) => void = () => undefined,
) {
  return client.evaluate({ reader, file, strictness: 'balanced', partialFile }, signal, onProgress);
}

const manyWindows = `${'Rain fell over the town in the morning. '.repeat(800)}The server listens on port 8420.\n`;

const leftOver = () => readFile(partialFile, 'utf8').catch(() => undefined);

describe('an evaluation in the engine', () => {
  it('gives figures and mistakes, and leaves nothing behind', async () => {
    const progress: EvaluationProgress[] = [];
    const evaluation = await evaluate(await write('six.json', squadJson()), never, (report) => progress.push(report));
    expect(evaluation?.questions).toBe(squadCount);
    expect(evaluation?.subject).toMatchObject({ dataName: 'six.json', strictness: 'balanced', rules: 'product' });
    expect(evaluation?.mistakes.map(({ id }) => id)).toContain(mistakenId);
    expect(progress[0]).toEqual({ asked: 0, askedBefore: 0, questions: squadCount, leftMs: null });
    const asked = progress.map((report) => report.asked);
    expect(asked).toEqual([...new Set(asked)].sort((a, b) => a - b));
    expect(await leftOver()).toBeUndefined();
  });

  it('that is cancelled keeps what was read, and goes on there with the same outcome', async () => {
    const file = await write('sixty.json', squadJson(10));
    const stop = new AbortController();
    const cancelled = await evaluate(file, stop.signal, ({ asked }) => {
      if (asked >= 20) stop.abort();
    });
    expect(cancelled).toBeNull();
    expect((await leftOver())?.split('\n').length).toBeGreaterThan(20);

    const progress: EvaluationProgress[] = [];
    const continued = await evaluate(file, never, (report) => progress.push(report));
    expect(progress[0]?.askedBefore).toBeGreaterThanOrEqual(20);
    expect(progress[0]?.askedBefore).toBeLessThan(60);
    expect(progress[0]?.asked).toBe(progress[0]?.askedBefore);
    const whole = await evaluate(file);
    expect({ ...continued, seconds: 0 }).toEqual({ ...whole, seconds: 0 });
  });

  it('lets a question go first, with all its windows', async () => {
    const file = await write('many.json', squadJson(30));
    const stop = new AbortController();
    let askedThen = -1;
    let asked = 0;
    let isSent = false;
    const evaluation = evaluate(file, stop.signal, (progress) => {
      ({ asked } = progress);
      if (isSent || asked < 3) return;
      isSent = true;
      void client
        .ask(
          {
            ...{ reader, scope: null, strictness: 'balanced', top: 1, allWindows: false },
            ...{ question: 'Which port is it?' },
            document: { name: null, text: manyWindows, format: 'text' },
          },
          never,
          () => undefined,
        )
        .then(({ answers }) => {
          askedThen = answers.length === 0 ? -1 : asked;
          stop.abort();
        });
    });
    expect(await evaluation).toBeNull();
    // The windows of the document are read one after the other, with none of the file's questions in between.
    expect(askedThen).toBeGreaterThanOrEqual(3);
    expect(askedThen).toBeLessThan(8);
  });

  it.each([
    ['is not there', undefined, /^it cannot be read \(ENOENT/],
    ['is no JSON', '{ "data": [ }', /^not JSON: line 1, column 13: there is \} where/],
    ['is no SQuAD file', '{ "data": [{ "title": "Relay" }] }', /^data\[0\]\.paragraphs: it is missing$/],
    [
      'has an answer that is not in its context',
      squadJson().replace('"7420"', '"7421"'),
      /^data\[0\].*qas\[0\]\.answers\[0\]\.text: "7421" is not in its context$/,
    ],
    ['is not UTF-8', Uint8Array.of(0x7b, 0xff), /^not valid UTF-8/],
  ])('of a file that %s says where and what, before anything is read', async (_, text, message) => {
    const file = text === undefined ? join(folder, 'nowhere.json') : await write('bad.json', text);
    const linesBefore = log.length;
    const failure = await evaluate(file).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(EngineError);
    expect(failure).toMatchObject({ reason: 'badSquadFile', message: expect.stringMatching(message) as string });
    // Parts of the file stand in the message, which is for people and not for the log.
    expect(log.slice(linesBefore).join('\n')).not.toContain('7421');
  });
});
