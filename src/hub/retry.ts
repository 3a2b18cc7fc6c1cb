// How often, and after which pauses, something is tried again that may go better next time.
import { setTimeout as delay } from 'node:timers/promises';
import { HubError, type HubFailureReason } from './errors';

/** How patient a request is. */
export interface RetryPolicy {
  /** Tries after the first one that bring nothing new. */
  readonly retries: number;
  /** The pause before the first of them; each further one doubles it. */
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  /** A server's Retry-After counts up to this. */
  readonly maxRetryAfterMs: number;
  /** A connection that brings nothing for this long is given up. */
  readonly stallMs: number;
}

/** About half a minute of pauses in all. */
export const defaultRetry: RetryPolicy = {
  retries: 5,
  firstDelayMs: 1_000,
  maxDelayMs: 30_000,
  maxRetryAfterMs: 60_000,
  stallMs: 30_000,
};

/**
 * Tries until it succeeds, fails for good, or has failed `retries` times in a row without `progress` getting further.
 * Throws the last HubError, or the signal's reason.
 */
export async function retrying<T>(
  policy: RetryPolicy,
  signal: AbortSignal,
  attempt: () => Promise<T>,
  progress: () => number = () => 0,
): Promise<T> {
  const start = progress();
  let furthest = start;
  for (let failures = 0; ;) {
    signal.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      signal.throwIfAborted();
      if (progress() > furthest) {
        furthest = progress();
        failures = 0;
      }
      if (!(error instanceof HubError) || !mayPass(error, furthest > start) || failures >= policy.retries) throw error;
      failures++;
      await pause(delayMs(policy, failures, error), signal);
    }
  }
}

/** What may be gone next time. An expired signed URL is refused by its host: the Hub gives a new one. */
const passing: readonly HubFailureReason[] = ['unreachable', 'stalled', 'rateLimited', 'serverFault', 'storageRefused'];

function mayPass({ reason }: HubError, gotSomething: boolean): boolean {
  // Who is offline should hear it at once, not half a minute later; who was online may be so again.
  return passing.includes(reason) || (reason === 'hostNotFound' && gotSomething);
}

function delayMs(policy: RetryPolicy, failures: number, { details: { retryAfterMs } }: HubError): number {
  if (retryAfterMs !== undefined) return Math.min(retryAfterMs, policy.maxRetryAfterMs);
  // Spread, so that many who were cut off together do not come back together.
  const spread = 0.75 + Math.random() / 2;
  return Math.min(policy.firstDelayMs * 2 ** (failures - 1), policy.maxDelayMs) * spread;
}

/** Waits. Throws the signal's reason as soon as it aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } finally {
    signal.throwIfAborted();
  }
}
