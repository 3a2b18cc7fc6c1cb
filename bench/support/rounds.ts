// Programs that are compared take turns: each round asks all of them, so that a busy minute is busy for all.
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { median } from '../../test/support/median';

/** Threads of every program that is compared. */
export const threads = Number(process.env.THREADS ?? 2);

/** What one piece of work took. */
export interface Sample {
  readonly ms: number;
  /** Of the processor, all threads of the process together. */
  readonly cpuMs: number;
}

/** Starts a clock; asked, it says what this process took since then. */
export function startClock(): () => Sample {
  const startCpu = process.cpuUsage();
  const startMs = performance.now();
  return () => {
    const ms = performance.now() - startMs;
    const { user, system } = process.cpuUsage(startCpu);
    return { ms, cpuMs: (user + system) / 1000 };
  };
}

/** Times work of this process. */
export async function sampleOf(work: () => Promise<unknown>): Promise<Sample> {
  const taken = startClock();
  await work();
  return taken();
}

/** The samples of each, in the order of the rounds. */
export type Samples<Name extends string> = Readonly<Record<Name, readonly Sample[]>>;

/** onnxruntime's threads spin for some 45 ms after a run where nobody says otherwise, as in transformers.js. */
const pauseMs = 60;

/** Asks all in turn, each round beginning with another, so that none always comes after the same one. */
export async function inRounds<Name extends string>(
  rounds: number,
  work: Readonly<Record<Name, (round: number) => Promise<Sample>>>,
): Promise<Samples<Name>> {
  const names = Object.keys(work) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, [] as Sample[]])) as Record<Name, Sample[]>;
  for (let round = 0; round < rounds; round++) {
    const first = round % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)]) {
      await delay(pauseMs);
      samples[name].push(await work[name](round));
    }
  }
  return samples;
}

/**
 * The median of how many times as long `slow` took as `fast` in the same round. With one thread it is the processor's
 * time that is compared: no thread waits busily for another, and other programs hardly change it.
 */
export function timesFaster(fast: readonly Sample[], slow: readonly Sample[]): number {
  const unit = threads === 1 ? 'cpuMs' : 'ms';
  return median(fast.map((sample, round) => (slow[round]?.[unit] ?? NaN) / sample[unit]));
}

/** Median (least, most). */
export function spread(values: readonly number[], digits = 0): string {
  const figures = [median(values), Math.min(...values), Math.max(...values)].map((value) => value.toFixed(digits));
  return `${figures[0]} (${figures[1]}, ${figures[2]})`;
}
