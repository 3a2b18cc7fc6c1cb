// The other side of a comparison: PyTorch with transformers, in a process of its own.
import { join } from 'node:path';
import { startAsked } from './askedProcess';
import type { ReadLogits } from './ourReaders';
import { peerFolder } from './peerFolder';
import { pythonWith } from './pythonPeers';
import { type Sample, threads } from './rounds';

/** What is installed. */
export const pyTorch = ['torch==2.15.0', 'transformers==5.24.0'] as const;

/** Ways to run the same model. */
export const ways = ['fp32', 'bf16', 'int8', 'fp32 compiled', 'bf16 compiled'] as const;
export type Way = (typeof ways)[number];

type Answer = (Sample & Omit<ReadLogits, 'ids'>) | { readonly failed: string };

/** Its models in another process. */
export interface PyTorch {
  /** Runs the model; undefined where this way does not work on this machine, and stderr says why. */
  read(way: Way, ids: readonly number[]): Promise<(Sample & ReadLogits) | undefined>;
  end(): Promise<void>;
}

export function startPyTorch(folder: string): PyTorch {
  const script = join('bench', 'support', 'peers', 'torchWindows.py');
  // What was compiled is kept, so that only the first run of a bench waits for it.
  const env = { TORCHINDUCTOR_CACHE_DIR: peerFolder('compiled') };
  const asked = startAsked<{ way: Way; ids: readonly number[] }, Answer>(
    pythonWith(pyTorch),
    [script, folder, `${threads}`],
    env,
  );
  return {
    async read(way, ids) {
      const answer = await asked.ask({ way, ids });
      if (!('failed' in answer)) return { ...answer, ids };
      console.error(`${way}: ${answer.failed}`);
      return undefined;
    },
    end: () => asked.end(),
  };
}
