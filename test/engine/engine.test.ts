import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { constants, getPriority } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { AskRequest } from '../../src/protocol/engine';
import type { QaResult } from '../../src/qa/result';
import { EngineClient, EngineError } from '../../src/runtime/engineClient';
import { listProcessTree } from '../support/processTree';
import { readerChoice } from '../support/readerChoice';
import { rangeOf } from '../terminal/ranges';
import { root } from '../terminal/runCli';
import { makeTempFolder } from '../terminal/tempFolder';

const enginePath = join(root, 'dist', 'engine.js');
const modelFolder = join(root, 'models', 'mini');
const folder = await makeTempFolder();
const waiting = { timeout: 30_000, interval: 20 };

const guide = 'The server listens on port 8420. It keeps answers for 15 minutes.\n';
const portQuestion = 'Which port does the server listen on?';

/** So many days, no two alike: a window that was read before is remembered. */
const weatherOf = (days: number): string =>
  Array.from(
    { length: days },
    (_, day) => `On day ${day} rain fell over the town. Most shops of the market opened late.\n`,
  ).join('');
/** Texts of some dozens of windows, and of more than are read in the time of a test. */
const someWindows = `${weatherOf(200)}The lighthouse keeper was called Anselm Grieg.\n`;
const manyWindows = weatherOf(20_000);
const keeperQuestion = 'What was the lighthouse keeper called?';

const clients: EngineClient[] = [];
afterAll(() => clients.forEach((client) => client.dispose()));

function makeClient(idleMs = 600_000, path = enginePath, stopMs = 600_000): { client: EngineClient; log: string[] } {
  const log: string[] = [];
  const client = new EngineClient({ enginePath: path, idleMs, stopMs, log: (line) => log.push(line) });
  clients.push(client);
  return { client, log };
}

interface Asking extends Partial<Omit<AskRequest, 'run' | 'document' | 'question'>> {
  readonly signal?: AbortSignal;
  readonly onProvisional?: (result: QaResult) => void;
}

function ask(client: EngineClient, text: string, question: string, asking: Asking = {}): Promise<QaResult> {
  const { signal = new AbortController().signal, onProvisional = () => undefined, ...request } = asking;
  return client.ask(
    {
      ...{
        reader: readerChoice(modelFolder),
        scope: null,
        strictness: 'balanced',
        top: 5,
        allWindows: false,
        ...request,
      },
      document: { name: 'guide.txt', text, format: 'text' },
      question,
    },
    signal,
    onProvisional,
  );
}

function errorOf(question: Promise<unknown>): Promise<unknown> {
  return question.then(
    () => 'was answered',
    (error: unknown) => error,
  );
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** How often the threads of a process have begun or gone on to run, as Linux counts it. */
async function wakesOf(pid: number): Promise<number> {
  const threads = await readdir(`/proc/${pid}/task`);
  const statuses = await Promise.all(threads.map((id) => readFile(`/proc/${pid}/task/${id}/status`, 'utf8')));
  const counts = statuses.flatMap((status) => [...status.matchAll(/^(?:non)?voluntary_ctxt_switches:\s*(\d+)$/gm)]);
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}

describe('a question', () => {
  const { client } = makeClient();

  it('is answered with the exact words and their place', async () => {
    const text = `# Guide\n\n${guide}`;
    const result = await client.ask(
      {
        ...{
          reader: readerChoice(modelFolder, { threads: 1 }),
          scope: null,
          strictness: 'balanced',
          top: 1,
          allWindows: false,
        },
        document: { name: 'guide', text, format: 'markdown' },
        question: portQuestion,
      },
      new AbortController().signal,
      () => undefined,
    );
    expect(result).toMatchObject({ file: 'guide', question: portQuestion, state: 'final', verdict: 'answer' });
    expect(result.answers).toHaveLength(1);
    expect(result.answers[0]).toMatchObject({ text: '8420', ...rangeOf(text, '8420'), headings: ['Guide'] });
  });

  it('is asked of the part that is to be read, in places of the document', async () => {
    const scope = rangeOf(guide, 'It keeps answers for 15 minutes.');
    const first = await ask(client, guide, 'How long are answers kept?', { scope });
    expect(first.scope).toEqual(scope);
    expect(first.answers[0]).toMatchObject({ text: '15 minutes', ...rangeOf(guide, '15 minutes') });
    const second = await ask(client, guide, portQuestion, { scope });
    expect(second).toMatchObject({ scope, verdict: 'noAnswer' });
    expect(second.closest?.start ?? 0).toBeGreaterThanOrEqual(scope.start);
  });

  it('finds the reader that the one before it opened', async () => {
    const { client: fresh } = makeClient();
    const first = await ask(fresh, guide, portQuestion);
    const second = await ask(fresh, guide, portQuestion);
    expect(first.timing.loadMs).toBeGreaterThan(0);
    expect(second.timing.loadMs).toBe(0);
    expect(second.answers).toEqual(first.answers);
  });

  it('that is asked again has the same result', async () => {
    const [first, second] = [
      await ask(client, someWindows, keeperQuestion),
      await ask(client, someWindows, keeperQuestion),
    ];
    expect({ ...second, timing: null }).toEqual({ ...first, timing: null });
    // It was not read, but remembered.
    expect(first.timing.tokenizeMs).toBeGreaterThan(0);
    expect(second.timing.tokenizeMs).toBe(0);
  });

  it.each([
    ['emptyQuestion', guide, ' ', null],
    ['emptyDocument', ' \n', portQuestion, null],
    ['emptySelection', `a\n\n${guide}`, portQuestion, { start: 1, end: 3 }],
  ] as const)('that cannot be asked says so: %s', async (reason, text, question, scope) => {
    const error = await errorOf(ask(client, text, question, { scope }));
    expect(error).toBeInstanceOf(EngineError);
    expect(error).toMatchObject({ reason, file: null });
  });

  it('keeps lone surrogates on its way and on the way back', async () => {
    const text = `\ud83d \ude00 😀 ${guide.trim()} \udfff`;
    const question = `${portQuestion} \udbff`;
    const result = await ask(client, text, question, { scope: { start: 0, end: text.length } });
    expect(result.question).toBe(question);
    expect(result.scope.end).toBe(text.length);
    expect(result.answers[0]).toMatchObject({ text: '8420', ...rangeOf(text, '8420') });
    expect(result.answers[0]?.passage.text).toBe('\ud83d \ude00 😀 The server listens on port 8420.');
  });

  it('on a long text has provisional results that cover more and more, before the final one', async () => {
    const provisional: QaResult[] = [];
    // Asked nowhere else: what was read is remembered, and a question on that is answered before anything could be said.
    const question = 'What was the keeper of the lighthouse called?';
    const result = await ask(client, someWindows, question, {
      onProvisional: (partial) => provisional.push(partial),
    });
    expect(result.state).toBe('final');
    expect(result.coverage).toMatchObject({ complete: true, skipped: [] });
    expect(result.answers[0]).toMatchObject({ text: 'Anselm Grieg', ...rangeOf(someWindows, 'Anselm Grieg') });
    const read = provisional.map(({ coverage }) => coverage.windowsRead);
    expect(read.length).toBeGreaterThan(1);
    expect(read).toEqual([...new Set(read)].sort((a, b) => a - b));
    expect(read[0]).toBeLessThan(result.coverage.windows);
    for (const partial of provisional) {
      expect(partial).toMatchObject({ state: 'provisional', question });
      expect(partial.coverage).toMatchObject({ windows: result.coverage.windows, skipped: [] });
    }
  });

  it('on a text of one window has no provisional result: when that is read, nothing more is being read', async () => {
    const provisional: QaResult[] = [];
    await ask(client, guide, portQuestion, { onProvisional: (partial) => provisional.push(partial) });
    expect(provisional).toEqual([]);
  });

  it('that is asked while another is read is answered too, and each gets its own provisional results', async () => {
    const inAnotherOrder = `The lighthouse keeper was called Anselm Grieg.\n${weatherOf(60)}${guide}`;
    const provisional: [string[], string[]] = [[], []];
    // Neither remembers anything.
    const { client: fresh } = makeClient();
    const [first, second] = await Promise.all([
      ask(fresh, someWindows, keeperQuestion, { onProvisional: ({ question }) => provisional[0].push(question) }),
      ask(fresh, inAnotherOrder, portQuestion, { onProvisional: ({ question }) => provisional[1].push(question) }),
    ]);
    expect(first.answers[0]).toMatchObject({ text: 'Anselm Grieg', ...rangeOf(someWindows, 'Anselm Grieg') });
    expect(second.answers[0]).toMatchObject({ text: '8420', ...rangeOf(inAnotherOrder, '8420') });
    expect(new Set(provisional[0])).toEqual(new Set([keeperQuestion]));
    expect(new Set(provisional[1])).toEqual(new Set([portQuestion]));
  });

  it('that wants other threads while another is read does not disturb it', async () => {
    const [first, second] = await Promise.all([
      ask(client, someWindows, keeperQuestion, { reader: readerChoice(modelFolder, { threads: 1 }) }),
      ask(client, guide, portQuestion, { reader: readerChoice(modelFolder, { threads: 2 }) }),
    ]);
    expect(first.answers[0]).toMatchObject({ text: 'Anselm Grieg', ...rangeOf(someWindows, 'Anselm Grieg') });
    expect(second.answers[0]).toMatchObject({ text: '8420', ...rangeOf(guide, '8420') });
  });
});

describe('an engine that is given up', () => {
  it('before it has started starts no process', async () => {
    const { client, log } = makeClient();
    const asked = errorOf(ask(client, guide, portQuestion));
    client.dispose();
    expect(await asked).toMatchObject({ name: 'EngineError', reason: 'stopped' });
    expect(client.pid).toBeUndefined();
    expect(log).toEqual([]);
    expect((await ask(client, guide, portQuestion)).answers).toHaveLength(1);
  });
});

describe('questions without end', () => {
  const { client, log } = makeClient();

  it('of which each ends the one before are told apart, and the last is answered', async () => {
    let stop = new AbortController();
    const provisional: { readonly asked: string; readonly result: QaResult }[] = [];
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, i) => {
        stop.abort();
        stop = new AbortController();
        const asked = i < 9 ? `${portQuestion} ${i}` : keeperQuestion;
        return ask(client, someWindows, asked, {
          signal: stop.signal,
          onProvisional: (result) => provisional.push({ asked, result }),
        });
      }),
    );
    const last = results.pop();
    expect(last).toMatchObject({ state: 'final', question: keeperQuestion, coverage: { complete: true } });
    expect(last?.answers[0]).toMatchObject({ text: 'Anselm Grieg', ...rangeOf(someWindows, 'Anselm Grieg') });
    expect(results.map(({ state, question }) => `${state}: ${question}`)).toEqual(
      Array.from({ length: 9 }, (_, i) => `stopped: ${portQuestion} ${i}`),
    );
    for (const { asked, result } of provisional) expect(result.question).toBe(asked);
    expect(log.filter((line) => line.endsWith(' started'))).toHaveLength(1);
  });

  it('of 100 kB are cut and said to be, and what was asked comes back whole', async () => {
    const question = `${portQuestion} ${'Please tell me exactly. '.repeat(4300)}`;
    const result = await ask(client, guide, question);
    expect(result).toMatchObject({ state: 'final', question, coverage: { complete: true } });
    expect(result.notices).toContainEqual({ kind: 'questionCut', count: expect.any(Number) as number });
    expect((await ask(client, guide, portQuestion)).answers[0]?.text).toBe('8420');
  });
});

describe('a text of', () => {
  const { client } = makeClient();

  it('20 MB is read where it is most promising, and can be stopped', async () => {
    const line = (i: number): string => `2026-11-28T12:${i % 60}:07Z INFO request ${i} was answered in ${i % 97} ms\n`;
    const log = Array.from({ length: 340_000 }, (_, i) => line(i)).join('');
    expect(log.length).toBeGreaterThan(20e6);
    const place = log.length >> 1;
    const text = `${log.slice(0, place)}\n${someWindows.slice(-47)}${log.slice(place)}`;
    const stop = new AbortController();
    const result = await ask(client, text, keeperQuestion, {
      signal: stop.signal,
      onProvisional: () => stop.abort(),
    });
    expect(result.state).toBe('stopped');
    expect(result.coverage.windows).toBeGreaterThan(10_000);
    expect(result.answers[0]).toMatchObject({ text: 'Anselm Grieg', ...rangeOf(text, 'Anselm Grieg') });
  });

  it('a hundred thousand lines has its answer in the right one', async () => {
    const lines = Array.from({ length: 100_000 }, (_, i) => `Entry ${i}: nothing.`);
    lines[77_776] = 'The lighthouse keeper was called Anselm Grieg.';
    const text = lines.join('\n');
    const stop = new AbortController();
    const result = await ask(client, text, keeperQuestion, {
      signal: stop.signal,
      onProvisional: () => stop.abort(),
    });
    expect(result.answers[0]).toMatchObject({ text: 'Anselm Grieg', startLine: 77_777, endLine: 77_777 });
    expect(result.answers[0]).toMatchObject(rangeOf(text, 'Anselm Grieg'));
  });
});

describe('a stopped question', () => {
  it('gives what was found in the part read, and the engine reads on for the next', async () => {
    const { client } = makeClient();
    const stop = new AbortController();
    const result = await ask(client, manyWindows, keeperQuestion, {
      allWindows: true,
      signal: stop.signal,
      onProvisional: () => stop.abort(),
    });
    expect(result.state).toBe('stopped');
    expect(result.coverage.complete).toBe(false);
    expect(result.coverage.windowsRead).toBeGreaterThan(0);
    expect(result.coverage.windowsRead).toBeLessThan(result.coverage.windows);
    expect(new Set(result.coverage.skipped.map(({ reason }) => reason))).toEqual(new Set(['stopped']));
    const { pid } = client;
    const next = await ask(client, guide, portQuestion);
    expect(next.answers[0]?.text).toBe('8420');
    expect(client.pid).toBe(pid);
  });

  it('that was stopped before it was asked reads nothing', async () => {
    const { client } = makeClient();
    const result = await ask(client, guide, portQuestion, { signal: AbortSignal.abort() });
    expect(result).toMatchObject({ state: 'stopped', verdict: 'noAnswer', answers: [], closest: null });
    expect(result.coverage).toMatchObject({ windowsRead: 0, tokensRead: 0, complete: false });
  });
});

describe('an engine', () => {
  it('that is killed while it reads fails every question with "crashed", and the next one starts another', async () => {
    const { client, log } = makeClient();
    const kill = (): void => {
      if (client.pid !== undefined) process.kill(client.pid, 'SIGKILL');
    };
    const asking = { allWindows: true, onProvisional: kill };
    const failures = await Promise.all([
      errorOf(ask(client, manyWindows, keeperQuestion, asking)),
      errorOf(ask(client, manyWindows, portQuestion, asking)),
    ]);
    for (const failure of failures) {
      expect(failure).toBeInstanceOf(EngineError);
      expect(failure).toMatchObject({ reason: 'crashed', message: 'the engine ended with SIGKILL', file: null });
    }
    expect(client.pid).toBeUndefined();
    expect((await ask(client, guide, portQuestion)).answers[0]?.text).toBe('8420');
    expect(log.filter((line) => line.endsWith(' started'))).toHaveLength(2);
    expect(log.filter((line) => line.endsWith(' ended (SIGKILL)'))).toHaveLength(1);
  });

  it('that was killed a moment before a question fails it with "crashed"', async () => {
    const { client } = makeClient();
    await ask(client, guide, portQuestion);
    process.kill(client.pid ?? 0, 'SIGKILL');
    const error = await errorOf(ask(client, guide, portQuestion));
    expect(error).toBeInstanceOf(EngineError);
    expect(error).toMatchObject({ reason: 'crashed' });
    expect((await ask(client, guide, portQuestion)).answers[0]?.text).toBe('8420');
  });

  it('that does not stop when it is told to is ended, and a question that waits behind it is answered', async () => {
    const { client, log } = makeClient(600_000, enginePath, 50);
    const stop = new AbortController();
    // A process that is halted is one that never looks up.
    const halt = (): void => {
      if (client.pid !== undefined) process.kill(client.pid, 'SIGSTOP');
      stop.abort();
    };
    const hanging = errorOf(
      ask(client, manyWindows, keeperQuestion, { allWindows: true, signal: stop.signal, onProvisional: halt }),
    );
    const behind = ask(client, guide, portQuestion);
    expect(await hanging).toMatchObject({ reason: 'stopped' });
    expect((await behind).answers[0]?.text).toBe('8420');
    expect(log.filter((line) => line.endsWith(' did not stop'))).toHaveLength(1);
  });

  it('that nobody asks any more is ended, and the next question starts another', async () => {
    const { client, log } = makeClient(30);
    await ask(client, guide, portQuestion);
    const { pid = 0 } = client;
    await vi.waitFor(() => expect(log.at(-1)).toBe(`engine ${pid} ended (SIGTERM)`), waiting);
    expect(log).toContain(`engine ${pid} is ended (idle)`);
    expect(client.pid).toBeUndefined();
    expect(isRunning(pid)).toBe(false);
    expect((await ask(client, guide, portQuestion)).answers[0]?.text).toBe('8420');
  });

  it('is not ended as idle while it reads', async () => {
    const { client } = makeClient(1);
    await ask(client, guide, portQuestion);
    const result = await ask(client, someWindows, keeperQuestion);
    expect(result.state).toBe('final');
    expect(result.answers[0]?.text).toBe('Anselm Grieg');
  });

  it('ends when its client is disposed, and so does a question that it reads', async () => {
    const { client, log } = makeClient();
    let pid = 0;
    const error = await errorOf(
      ask(client, manyWindows, keeperQuestion, {
        allWindows: true,
        onProvisional: () => {
          pid = client.pid ?? 0;
          client.dispose();
        },
      }),
    );
    expect(error).toBeInstanceOf(EngineError);
    expect(log).toContain(`engine ${pid} is ended (disposed)`);
    expect(client.pid).toBeUndefined();
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), waiting);
  });

  it('that cannot start fails the question instead of leaving it open', async () => {
    const { client } = makeClient(600_000, join(root, 'dist', 'none.js'));
    const error = await errorOf(ask(client, guide, portQuestion));
    expect(error).toBeInstanceOf(EngineError);
    expect(error).toMatchObject({ reason: 'crashed', message: 'the engine ended with exit status 1' });
  });

  it('that crashed five times within minutes is not started for the next question, which is told so', async () => {
    const { client, log } = makeClient(600_000, join(root, 'dist', 'none.js'));
    for (let crashes = 0; crashes < 5; crashes++) {
      expect(await errorOf(ask(client, guide, portQuestion))).toMatchObject({ reason: 'crashed' });
    }
    expect(await errorOf(ask(client, guide, portQuestion))).toMatchObject({
      reason: 'keepsCrashing',
      message: 'the engine crashed five times within three minutes',
    });
    expect(log.filter((line) => /^engine \d+ started$/.test(line))).toHaveLength(5);
    expect(log.at(-1)).toBe('the engine keeps crashing and is not started');
    expect(client.pid).toBeUndefined();
  });

  it('that was told to end has not crashed, however often', async () => {
    const { client } = makeClient();
    // The wire to it is loaded with the first question; then each starts an engine at once.
    await ask(client, guide, portQuestion);
    for (let ended = 0; ended < 6; ended++) {
      const question = errorOf(ask(client, guide, portQuestion));
      client.dispose();
      expect(await question).toMatchObject({ reason: 'crashed' });
    }
    expect((await ask(client, guide, portQuestion)).answers[0]?.text).toBe('8420');
  });

  it.each([
    ['as it starts', 1],
    ['while it reads', 2],
  ])('ends with the process that asked it, which is killed %s', async (_, lines) => {
    const program = join(folder, 'askingParent.cjs');
    await build({
      ...{ entryPoints: [fileURLToPath(new URL('./askingParent.ts', import.meta.url))], outfile: program },
      ...{ bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' },
    });
    const parent = spawn(process.execPath, [program, enginePath, modelFolder], {
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const { pid: parentPid = 0 } = parent;
    const printed = createInterface({ input: parent.stdout });
    let enginePid = 0;
    for (let line = 0; line < lines; line++) [enginePid = 0] = (await once(printed, 'line')).map(Number);
    expect((await listProcessTree(parentPid)).map(({ pid }) => pid)).toEqual([parentPid, enginePid]);
    parent.kill('SIGKILL');
    await vi.waitFor(async () => expect(await listProcessTree(parentPid)).toEqual([]), waiting);
  });

  it('does nothing at all while nobody asks: not one of its threads is woken', async () => {
    const { client } = makeClient();
    await ask(client, someWindows, keeperQuestion);
    const { pid = 0 } = client;
    // What the last question left to clear away is done first.
    const wakesWithin = async (ms: number): Promise<number> => {
      const before = await wakesOf(pid);
      await delay(ms);
      return (await wakesOf(pid)) - before;
    };
    await vi.waitFor(async () => expect(await wakesWithin(3000)).toBe(0), { ...waiting, timeout: 50_000 });
  });

  it('gives way to what a person does meanwhile', async () => {
    const { client } = makeClient();
    await ask(client, guide, portQuestion);
    expect(getPriority(client.pid)).toBeGreaterThanOrEqual(constants.priority.PRIORITY_BELOW_NORMAL);
  });

  it('leaves onnxruntime out of the process that asks', async () => {
    const { client } = makeClient();
    await ask(client, guide, portQuestion);
    const { sharedObjects } = process.report.getReport() as unknown as { sharedObjects: string[] };
    expect(sharedObjects.length).toBeGreaterThan(0);
    expect(sharedObjects.filter((path) => path.includes('onnxruntime'))).toEqual([]);
  });

  it('logs no word of a text or a question', async () => {
    const { client, log } = makeClient();
    await ask(client, guide, portQuestion);
    await errorOf(ask(client, guide, ' '));
    client.dispose();
    await vi.waitFor(() => expect(log.at(-1)).toMatch(/^engine \d+ ended \(SIGTERM\)$/), waiting);
    expect(log.map((line) => line.replaceAll(/\b\d+/g, 'N'))).toEqual([
      'engine N started',
      'engine: mini, fp32: loaded in N ms, N MB resident',
      'engine N is ended (disposed)',
      'engine N ended (SIGTERM)',
    ]);
  });
});

describe('a model folder', () => {
  it('that is missing is named by its first file, and is tried again with the next question', async () => {
    const { client } = makeClient();
    const wanted = join(folder, 'later');
    const error = await errorOf(ask(client, guide, portQuestion, { reader: readerChoice(wanted) }));
    expect(error).toBeInstanceOf(EngineError);
    expect(error).toMatchObject({ reason: 'fileMissing', file: join(wanted, 'manifest.json') });
    const { pid } = client;
    await cp(modelFolder, wanted, { recursive: true });
    const result = await ask(client, guide, portQuestion, { reader: readerChoice(wanted) });
    expect(result.answers[0]).toMatchObject({ text: '8420', ...rangeOf(guide, '8420') });
    expect(client.pid).toBe(pid);
  });

  it('that turns out to be damaged does not part another question from its reader', async () => {
    const { client } = makeClient();
    const damaged = join(folder, 'damaged');
    await cp(modelFolder, damaged, { recursive: true });
    const weights = join(damaged, 'model.safetensors');
    // Found only when all of it was read, so that the other question arrives before.
    const bytes = await readFile(weights);
    await writeFile(weights, bytes.fill(0, bytes.length - 8));
    const [error, result] = await Promise.all([
      errorOf(ask(client, guide, portQuestion, { reader: readerChoice(damaged) })),
      ask(client, guide, portQuestion),
    ]);
    expect(error).toMatchObject({ reason: 'fileDamaged', file: weights });
    expect(result.answers[0]?.text).toBe('8420');
    const next = await ask(client, guide, portQuestion);
    expect(next.timing.loadMs).toBe(0);
  });
});
