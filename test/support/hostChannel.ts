import { randomBytes } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type * as vscode from 'vscode';

const POLL_MS = 50;
const CALL_TIMEOUT_MS = 60_000;

/**
 * A function that runs inside the extension host. It is sent as source text: it sees its two parameters and globals,
 * and neither imports nor variables of the test around it. `arg` and the result travel as JSON.
 */
export type HostFunction<T, A> = (api: typeof vscode, arg: A) => T | PromiseLike<T>;

/** The test's end of the loopback connection into the extension host. */
export interface HostChannel {
  /** What the environment of the server must hold for the harness extension to find this channel. */
  readonly environment: Record<string, string>;
  /** Waits until the harness extension listens. */
  readonly ready: (timeoutMs: number) => Promise<void>;
  /** Forgets the present extension host, so that `ready` waits for the next one. */
  readonly reset: () => Promise<void>;
  /** Runs a function inside the extension host; rejects with the error that it threw there. */
  readonly call: <T, A>(fn: HostFunction<T, A>, arg?: A) => Promise<T>;
}

interface Reply<T> {
  value: T;
  error?: string;
}

/** Creates a channel with a fresh secret token; the harness extension leaves its port number in `folder`. */
export function createHostChannel(folder: string): HostChannel {
  const token = randomBytes(32).toString('hex');
  const portFile = path.join(folder, 'harness.port');

  const port = async (): Promise<string | undefined> => await readFile(portFile, 'utf8').catch(() => undefined);

  return {
    environment: { HARNESS_TOKEN: token, HARNESS_PORT_FILE: portFile, HARNESS_RUNNER_PID: String(process.pid) },

    async ready(timeoutMs) {
      const end = Date.now() + timeoutMs;
      while ((await port()) === undefined) {
        if (Date.now() > end) throw new Error(`The harness extension did not answer within ${timeoutMs} ms.`);
        await delay(POLL_MS);
      }
    },

    async reset() {
      await rm(portFile, { force: true });
    },

    async call<T, A>(fn: HostFunction<T, A>, arg?: A): Promise<T> {
      const listening = await port();
      if (listening === undefined) throw new Error('The harness extension is not up.');
      const response = await fetch(`http://127.0.0.1:${listening}/`, {
        method: 'POST',
        headers: { 'x-harness-token': token },
        body: JSON.stringify({ code: fn.toString(), arg }),
        signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
      });
      if (!response.ok) throw new Error(`The harness extension refused the call (HTTP ${response.status}).`);
      const reply = (await response.json()) as Reply<T>;
      if (reply.error !== undefined) throw new Error(`In the extension host: ${reply.error}`);
      return reply.value;
    },
  };
}
