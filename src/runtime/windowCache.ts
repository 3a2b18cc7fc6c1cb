// What the model said about the windows that it read, by what it was given: a question that is asked again, of a file
// that has hardly changed, is then answered from memory. One cache belongs to one reader and goes with it.
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { SpanLogits } from '../qa/logits';
import type { QaModel } from '../qa/model';
import type { WindowInput } from '../qa/windows';
import { RecentValues } from './recentValues';

/**
 * Bytes of logits that are kept. A window has 2.5 kB of them at 320 tokens and 4 kB at 512, so this is some 10,000
 * windows: the last ten questions on a file that takes all of the reading budget. Full, and with what goes with arrays
 * so small, the cache takes 50 to 60 MB.
 */
const maxBytes = 30_000_000;

/** Remembers windows; those that were not read for longest are forgotten first. */
export class WindowCache {
  readonly #known: RecentValues<SpanLogits>;

  /** @param limit bytes of logits that are kept at most */
  constructor(limit = maxBytes) {
    this.#known = new RecentValues(limit, ({ start, end }) => start.byteLength + end.byteLength);
  }

  /** The model, asked only for windows that are not remembered. What it says is the same, and may not be changed. */
  around<Model extends QaModel>(model: Model): Model {
    return {
      ...model,
      read: async (input) => {
        const key = keyOf(input);
        const known = this.#known.get(key);
        // The model gives way to the rest of the process at each window; so must what takes its place, or nobody hears
        // that the question was stopped.
        if (known !== undefined) await setImmediate();
        const logits = known ?? (await model.read(input));
        this.#known.use(key, logits);
        return logits;
      },
    };
  }
}

/** All that a model reads, in 32 bytes. Ids and type ids are equally many, so their border needs no mark. */
function keyOf({ ids, typeIds }: WindowInput): string {
  return createHash('sha256').update(ids).update(typeIds).digest('base64');
}
