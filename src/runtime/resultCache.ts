// The last questions with their results: one that is asked again of the same text, with nothing chosen otherwise, is
// answered at once. One cache belongs to one reader and goes with it.
import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { AskRequest } from '../protocol/engine';
import type { QaResult } from '../qa/result';
import { RecentValues } from './recentValues';

/** Questions that are remembered: more than anybody goes back to, and a result is some kilobytes. */
const mostResults = 100;

/**
 * Remembers results for which all was read; those that were not asked for longest are forgotten first. It keeps copies: the
 * texts in a result are parts of the document's, which they would keep in memory.
 */
export class ResultCache {
  readonly #known = new RecentValues<QaResult>(mostResults, () => 1);

  /** The remembered result of a request, with the time that this took; else what `answer` gives. */
  async get(request: AskRequest, answer: () => Promise<QaResult>): Promise<QaResult> {
    const startedMs = performance.now();
    const key = keyOf(request);
    const known = this.#known.get(key);
    const result = known ?? (await answer());
    // How long a part took tells how long the rest would take, so that is not to be forgotten.
    if (result.state === 'final' && result.coverage.complete) this.#known.use(key, known ?? structuredClone(result));
    if (known === undefined) return result;
    const totalMs = performance.now() - startedMs;
    const firstAnswerMs = known.timing.firstAnswerMs === null ? null : totalMs;
    return { ...known, timing: { loadMs: 0, tokenizeMs: 0, firstAnswerMs, totalMs } };
  }
}

/** All that a result depends on, in 32 bytes: everything but the number of the run. */
function keyOf(request: AskRequest): string {
  const { text, ...document } = request.document;
  return createHash('sha256')
    .update(JSON.stringify({ ...request, run: null, document }))
    .update('\0')
    .update(text, 'utf16le')
    .digest('base64');
}
