// Reads that are asked for at a time share runs: a short window by itself leaves the processor waiting for the weights.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SpanLogits } from '../qa/logits';
import type { QaModel } from '../qa/model';
import type { WindowInput } from '../qa/windows';

/** Reads windows of one length, at least one, in one run; their logits are in the same order. */
export type ReadTogether = (inputs: readonly WindowInput[]) => Promise<readonly SpanLogits[]>;

/** A reader of windows, one or several in a run. */
export interface BatchModel extends QaModel {
  /** Left out where each window must run alone. */
  readonly readTogether?: ReadTogether | undefined;
}

/**
 * Tokens of a run of several windows: as many as two usual windows have, so that whoever must wait for a run does not wait
 * long. More gains little (docs/performance.md).
 */
const mostTokens = 640;

/** How many windows of so many tokens share a run at most; 1 for long ones. */
export function windowsOfRun(length: number): number {
  return Math.max(1, Math.floor(mostTokens / length));
}

interface Waiting {
  readonly input: WindowInput;
  readonly resolve: (logits: Promise<SpanLogits>) => void;
}

/**
 * A model whose reads may be asked for before earlier ones are done: those of one length share a run, the others run
 * one after the other. What a run throws reaches those that shared it.
 */
export function sharingRuns(model: QaModel, readTogether: ReadTogether): QaModel {
  let waiting: readonly Waiting[] = [];
  let running = false;

  async function runAll(): Promise<void> {
    running = true;
    for (;;) {
      // All who can ask now do so before anything runs.
      await nextTurn();
      const [first] = waiting;
      if (first === undefined) break;
      const { length } = first.input.ids;
      const sharing = waiting.filter(({ input }) => input.ids.length === length).slice(0, windowsOfRun(length));
      waiting = waiting.filter((one) => !sharing.includes(one));
      const run = readTogether(sharing.map(({ input }) => input));
      for (const [i, { resolve }] of sharing.entries()) resolve(run.then((logits) => logitsOf(logits, i)));
      await run.catch(() => undefined);
    }
    running = false;
  }

  return {
    ...model,
    read: (input) =>
      new Promise((resolve) => {
        waiting = [...waiting, { input, resolve }];
        if (!running) void runAll();
      }),
  };
}

function logitsOf(logits: readonly SpanLogits[], window: number): SpanLogits {
  const own = logits[window];
  if (own === undefined) throw new Error(`no logits of window ${window} of a run`);
  return own;
}
