// Work done in processes of their own, for what only a fresh process can tell: how long a start takes, how much memory
// it costs. A bench starts itself again, with the name of a role.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';

/** Starts the program that runs now again, in a role. */
export function startRole(role: string, args: readonly string[] = []): ChildProcess {
  return fork(process.argv[1] ?? '', [role, ...args], { stdio: 'inherit' });
}

/** Runs a role to its end, and returns the first message that it sent. Throws when it ends without one. */
export async function runRole<T>(role: string, args: readonly string[] = []): Promise<T> {
  const child = startRole(role, args);
  const ended = once(child, 'close');
  const answer = (await Promise.race([once(child, 'message'), ended.then(() => undefined)])) as [T] | undefined;
  await ended;
  if (answer === undefined) throw new Error(`the role ${role} ended without an answer`);
  return answer[0];
}

/** Answers whoever runs this role, and lets it end. */
export function answerRole(answer: unknown): void {
  process.send?.(answer);
  process.disconnect();
}

/** Runs `work`; by how many bytes the resident memory of this process (Linux: VmHWM) was above what it was before. */
export async function grownBytes(work: () => Promise<unknown>): Promise<number> {
  // The highest mark of before is forgotten: proc(5), clear_refs.
  writeFileSync('/proc/self/clear_refs', '5');
  const before = peakBytes();
  await work();
  return peakBytes() - before;
}

/** The middle one of some values. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

function peakBytes(): number {
  const [, kib] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kib) * 1024;
}
