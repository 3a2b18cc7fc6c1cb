// The engine as the editor has it: a process of its own, asked over its wire.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { ReaderChoice } from '../../src/protocol/engine';
import type { QaResult } from '../../src/qa/result';
import { EngineClient } from '../../src/runtime/engineClient';

/** What an answer cost, as who asked sees it. */
export interface Asked {
  readonly result: QaResult;
  /** From the question to its result. */
  readonly ms: number;
  /** Of a processor, in the engine; Linux counts it in hundredths of a second. */
  readonly cpuMs: number;
}

/** Absolute path of the engine's program. */
export const engineProgram = resolve('dist/engine.js');

/** Builds the engine's program as it is packed. */
export function buildEngine(): void {
  execFileSync(process.execPath, ['esbuild.mjs', 'engine', '--production'], { stdio: 'inherit' });
}

/** An engine with one reader. */
export class BenchEngine {
  readonly #client: EngineClient;
  readonly #reader: ReaderChoice;

  private constructor(reader: ReaderChoice) {
    this.#reader = reader;
    this.#client = new EngineClient({
      enginePath: engineProgram,
      idleMs: 3_600_000,
      stopMs: 60_000,
      log: () => undefined,
    });
  }

  /** Starts it, and opens the reader. */
  static async start(reader: ReaderChoice): Promise<BenchEngine> {
    buildEngine();
    const engine = new BenchEngine(reader);
    await engine.ask('The port is 8080.', 'Which port?');
    return engine;
  }

  get pid(): number {
    return this.#client.pid ?? 0;
  }

  /** Asks a question of all of a text. */
  async ask(text: string, question: string): Promise<Asked> {
    const startCpuMs = processorMs(this.pid);
    const startMs = performance.now();
    const result = await this.#client.ask(
      {
        reader: this.#reader,
        document: { name: 'document.txt', text, format: 'text' },
        question,
        scope: null,
        strictness: 'balanced',
        top: 5,
        allWindows: true,
      },
      new AbortController().signal,
      () => undefined,
    );
    return { result, ms: performance.now() - startMs, cpuMs: processorMs(this.pid) - startCpuMs };
  }

  end(): void {
    this.#client.dispose();
  }
}

/** Processor time of another process and its threads, which Linux counts in hundredths of a second; 0 of none. */
export function processorMs(pid: number): number {
  if (pid === 0) return 0;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return 10 * (Number(fields[11]) + Number(fields[12]));
}
