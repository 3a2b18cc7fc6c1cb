// Work in processes of their own, for what only a fresh process can tell: how long a start takes, how much memory it
// costs. A bench starts itself again, with the name of a role and what the role needs to know.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** Starts the program that runs now again, in a role; it goes on until it ends by itself or is ended. */
export function startRole(role: string, args: readonly string[] = []): ChildProcess {
  return fork(process.argv[1] ?? '', [role, ...args], { stdio: 'inherit' });
}

/** The next answer of a role. Throws when it ends without one. */
export async function answerOf<T>(child: ChildProcess): Promise<T> {
  const ended = once(child, 'close').then(([code]) => {
    throw new Error(`a role ended without an answer, exit status ${String(code)}`);
  });
  const [value] = (await Promise.race([once(child, 'message'), ended])) as [T];
  return value;
}

/** Runs a role to its end, and returns its answer. Throws when it ends without one. */
export async function runRole<T>(role: string, args: readonly string[] = []): Promise<T> {
  const child = startRole(role, args);
  const ended = once(child, 'close');
  const value = await answerOf<T>(child);
  await ended;
  return value;
}

/** Answers whoever runs this role, once; then only what else it has begun keeps it running. */
export function answer(value: unknown): void {
  process.send?.(value);
  process.disconnect();
}
