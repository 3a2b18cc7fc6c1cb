// One at a time, across processes: a lock file that tells whose it is, and that outlives nobody.
import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { codeOf, storageError } from './errors';
import { identityOf, livenessOf } from './processIdentity';
import { pause } from './retry';
import { whenFree } from './whenFree';

/** How a lock is waited for. */
export interface LockOptions {
  readonly signal: AbortSignal;
  /** Called once if another holds the lock. */
  readonly onWait?: () => void;
  readonly timing?: LockTiming;
}

/** The rhythm of a lock. */
export interface LockTiming {
  readonly pollMs: number;
  /** The holder gives a sign of life this often. */
  readonly heartbeatMs: number;
  /** A holder of whom nothing else is known counts as dead when no sign was seen for this long. */
  readonly silenceMs: number;
}

/** A dead holder on this machine is recognised at once, one on another machine after half a minute. */
const defaultLockTiming: LockTiming = { pollMs: 200, heartbeatMs: 5_000, silenceMs: 30_000 };

const ownerSchema = v.object({
  id: v.string(),
  place: v.string(),
  pid: v.pipe(v.number(), v.integer(), v.minValue(1)),
  start: v.nullable(v.string()),
});
type Owner = v.InferOutput<typeof ownerSchema>;

/**
 * Runs `work` while this call alone holds `lockFile`; its folder is made if need be. Throws what `work` throws, the
 * signal's reason while it waits, or HubError `diskFull` or `notWritable`.
 */
export async function withLock<T>(lockFile: string, options: LockOptions, work: () => Promise<T>): Promise<T> {
  const { signal, onWait, timing = defaultLockTiming } = options;
  const owner: Owner = { id: randomUUID(), ...identityOf(process.pid) };
  const held = new HeldLock(lockFile, timing);
  const guard = new HeldLock(`${lockFile}.takeover`, timing);
  let isWaiting = false;
  while (!(await tryCreate(lockFile, owner))) {
    signal.throwIfAborted();
    if ((await held.isDead()) && (await removeDead(held, guard, owner))) continue;
    if (!isWaiting) onWait?.();
    isWaiting = true;
    await pause(timing.pollMs, signal);
  }
  // eslint-disable-next-line no-restricted-syntax -- ticks only while this process is at work on the locked files
  const heartbeat = setInterval(() => void beat(lockFile), timing.heartbeatMs).unref();
  try {
    signal.throwIfAborted();
    return await work();
  } finally {
    clearInterval(heartbeat);
    // Another machine that saw no sign of life may have taken it over.
    if (((await ownerOf(lockFile)) ?? owner).id === owner.id) await remove(lockFile);
  }
}

/** The options of somebody who does not wait: where another holds the lock, `withLock` throws an AbortError at once. */
export function unlessHeld(signal: AbortSignal): LockOptions {
  const held = new AbortController();
  return { signal: AbortSignal.any([signal, held.signal]), onWait: () => held.abort() };
}

/** Whether `withLock` threw because another holds the lock that was not to be waited for, or because of its signal. */
export function isHeld(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** Makes the lock file with its owner in it; false if there is one. */
async function tryCreate(lockFile: string, owner: Owner): Promise<boolean> {
  const handle = await openNew(lockFile).catch((cause: unknown) => {
    throw storageError(lockFile, cause);
  });
  try {
    await handle?.writeFile(JSON.stringify(owner));
  } catch (cause) {
    await remove(lockFile);
    throw storageError(lockFile, cause);
  } finally {
    await handle?.close();
  }
  return handle !== undefined;
}

/** Makes a file and its folder; undefined if there is one. */
async function openNew(path: string): Promise<FileHandle | undefined> {
  for (let tries = 1; ; tries++) {
    try {
      await mkdir(dirname(path), { recursive: true });
      return await whenFree(() => open(path, 'wx')).catch((cause: unknown) => {
        if (codeOf(cause) === 'EEXIST') return undefined;
        throw cause;
      });
    } catch (cause) {
      // Whoever removes the last model removes the folder, too.
      if (codeOf(cause) !== 'ENOENT' || tries === 5) throw cause;
    }
  }
}

async function ownerOf(lockFile: string): Promise<Owner | undefined> {
  try {
    const parsed = v.safeParse(ownerSchema, JSON.parse(await readFile(lockFile, 'utf8')));
    return parsed.success ? parsed.output : undefined;
  } catch {
    // It is gone, or it is being written.
    return undefined;
  }
}

/**
 * Removes a lock whose holder is dead; false if another is about to. Of several who saw that it is dead, one may: the
 * look of the others may be older than the lock that lies there now. So the look is taken again behind a second lock,
 * which is held for this moment only.
 */
async function removeDead(held: HeldLock, guard: HeldLock, owner: Owner): Promise<boolean> {
  if (!(await tryCreate(guard.file, owner))) {
    if (await guard.isDead()) await remove(guard.file);
    return false;
  }
  try {
    if (await held.isDead()) await remove(held.file);
  } finally {
    await remove(guard.file);
  }
  return true;
}

/** Somebody's lock, watched. */
class HeldLock {
  readonly #timing: LockTiming;
  #sign = '';
  #lookedAtMs = 0;
  #quietMs = 0;

  constructor(
    readonly file: string,
    timing: LockTiming,
  ) {
    this.#timing = timing;
  }

  /** Whether its holder is known to be dead, or has given no sign of life since long. */
  async isDead(): Promise<boolean> {
    const owner = await ownerOf(this.file);
    const liveness = owner === undefined ? 'unknown' : livenessOf(owner);
    return liveness === 'unknown' ? (await this.#look()) > this.#timing.silenceMs : liveness === 'dead';
  }

  /**
   * How long it has not changed while we looked: the clocks of two machines do not matter. Nor does a night asleep, which
   * some systems' clocks count: no look tells of more than the pause before it, and some delay.
   */
  async #look(): Promise<number> {
    const found = await stat(this.file, { bigint: true }).catch(() => undefined);
    const sign = found === undefined ? '' : `${found.ino} ${found.mtimeNs}`;
    const nowMs = performance.now();
    const isQuiet = sign !== '' && sign === this.#sign;
    this.#quietMs = isQuiet ? this.#quietMs + Math.min(nowMs - this.#lookedAtMs, 2 * this.#timing.pollMs) : 0;
    this.#sign = sign;
    this.#lookedAtMs = nowMs;
    return this.#quietMs;
  }
}

async function remove(file: string): Promise<void> {
  await whenFree(() => rm(file, { force: true })).catch((cause: unknown) => {
    throw storageError(file, cause);
  });
}

async function beat(lockFile: string): Promise<void> {
  const now = new Date();
  await utimes(lockFile, now, now).catch(() => undefined);
}
