// When an engine that keeps crashing is not started again.

/** Crashes in the time below after which it is left alone: one more than starts anew, as language servers have it. */
const maxCrashes = 5;

/** What lies further back is forgotten, in ms: a crash now and then is no reason to have no reader. */
const rememberedMs = 3 * 60 * 1000;

/** The crashes of an engine: it is started anew four times within three minutes at most. */
export class CrashLimit {
  /** Times of the latest crashes, in ms, the oldest first. */
  #crashes: readonly number[] = [];

  /** Notes a crash. @param nowMs a clock that never goes back */
  add(nowMs: number): void {
    this.#crashes = [...this.#crashes, nowMs].slice(-maxCrashes);
  }

  /** Whether so many crashes lie so close that another start would only be the next. */
  isReached(nowMs: number): boolean {
    const [first] = this.#crashes;
    return this.#crashes.length === maxCrashes && first !== undefined && nowMs - first < rememberedMs;
  }
}
