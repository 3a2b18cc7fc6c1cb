// A process that does one thing after the other as it is asked, so that programs that are compared take turns and none
// has another's threads, memory or settings. Both sides write a line of JSON each.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Such a process, seen from the one that asks. */
export interface Asked<Question, Answer> {
  /** Throws when the process ends without an answer. */
  ask(question: Question): Promise<Answer>;
  end(): Promise<void>;
}

/** Starts a program; what it writes to stderr is shown. */
export function startAsked<Question, Answer>(
  command: string,
  args: readonly string[],
  env?: NodeJS.ProcessEnv,
): Asked<Question, Answer> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...env } });
  const ended = once(child, 'close');
  // What is written to a process that ended is lost, and the missing answer says so.
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(question) {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      const line = await lines.next();
      if (line.done === true) throw new Error(`${command} ${args.join(' ')} ended without an answer`);
      return JSON.parse(line.value) as Answer;
    },
    async end() {
      child.stdin.end();
      await ended;
    },
  };
}

/** Starts the bench that runs now again, in a role. */
export function startAskedRole<Question, Answer>(role: string, args: readonly string[]): Asked<Question, Answer> {
  return startAsked(process.execPath, [process.argv[1] ?? '', role, ...args]);
}

/** The other side: answers each question until no more can come. */
export async function answerAll(answer: (question: unknown) => Promise<unknown>): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
  }
}
