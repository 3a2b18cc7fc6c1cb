import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LockTiming, withLock } from '../../src/hub/lock';
import { identityOf } from '../../src/hub/processIdentity';
import { failureOf } from './downloads';

const quick: LockTiming = { pollMs: 2, heartbeatMs: 10, silenceMs: 60 };
let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
  file = join(folder, 'sub', 'lock');
});
afterEach(() => rm(folder, { recursive: true }));

interface Changes {
  readonly signal?: AbortSignal;
  readonly onWait?: () => void;
  readonly timing?: LockTiming;
}
const lock = <T>(work: () => Promise<T>, changes: Changes = {}): Promise<T> =>
  withLock(file, { signal: new AbortController().signal, timing: quick, ...changes }, work);

/** Leaves the lock of a process, as it lies there when that was killed. */
async function leaveLock(owner: object): Promise<void> {
  await lock(() => Promise.resolve());
  await writeFile(file, JSON.stringify({ id: 'x', ...identityOf(process.pid), ...owner }));
}

const leaveOther = (): Promise<void> =>
  writeFile(file, JSON.stringify({ id: 'x', ...identityOf(process.pid), place: 'elsewhere' }));

const { pid: deadPid } = spawnSync(process.execPath, ['-e', '0']);

describe('a lock', () => {
  it('gives what the work gives, and is gone afterwards', async () => {
    expect(await lock(() => readdir(join(folder, 'sub')))).toEqual(['lock']);
    expect(await readdir(join(folder, 'sub'))).toEqual([]);
  });

  it('is gone after work that failed, too', async () => {
    await expect(lock(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await readdir(join(folder, 'sub'))).toEqual([]);
  });

  it('lets in one at a time', async () => {
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, ++inside);
      await delay(3);
      inside--;
    };
    await Promise.all(Array.from({ length: 8 }, () => lock(work)));
    expect(most).toBe(1);
  });

  it('says once that another has it', async () => {
    const waits: string[] = [];
    await lock(async () => {
      const other = lock(() => Promise.resolve('done'), { onWait: () => waits.push('wait') });
      await expect.poll(() => waits).toEqual(['wait']);
      await delay(10);
      void other.then((done) => waits.push(done));
    });
    await expect.poll(() => waits).toEqual(['wait', 'done']);
  });

  it('that nobody has is not waited for', async () => {
    const waits: string[] = [];
    await lock(() => Promise.resolve(), { onWait: () => waits.push('wait') });
    expect(waits).toEqual([]);
  });

  it('is no longer waited for when that is cancelled', async () => {
    const stop = new AbortController();
    const reason = new Error('enough');
    await lock(async () => {
      const other = lock(() => Promise.resolve('never'), { signal: stop.signal, onWait: () => stop.abort(reason) });
      await expect(other).rejects.toBe(reason);
      expect(await readdir(join(folder, 'sub'))).toEqual(['lock']);
    });
  });

  it('is not taken when that is cancelled already', async () => {
    const reason = new Error('enough');
    await expect(lock(() => Promise.resolve(), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(await readdir(join(folder, 'sub'))).toEqual([]);
  });

  it('is taken though its folder was removed meanwhile', async () => {
    const second = await lock(async () => {
      const waits: string[] = [];
      const other = lock(() => Promise.resolve('done'), { onWait: () => waits.push('wait') });
      await expect.poll(() => waits).toEqual(['wait']);
      // The other may make its lock in between: then there is something left to remove.
      await rm(join(folder, 'sub'), { recursive: true, maxRetries: 5, retryDelay: 5 });
      return { other };
    });
    expect(await second.other).toBe('done');
  });

  it('that cannot be written is told', async () => {
    await writeFile(join(folder, 'sub'), '');
    expect(await failureOf(lock(() => Promise.resolve()))).toMatchObject({ reason: 'notWritable', subject: file });
  });
});

describe('a lock that was left', () => {
  const patient: LockTiming = { ...quick, silenceMs: 600_000 };

  it('by a process that is dead is taken at once', async () => {
    await leaveLock({ pid: deadPid });
    const waits: string[] = [];
    expect(await lock(() => Promise.resolve(1), { timing: patient, onWait: () => waits.push('wait') })).toBe(1);
    expect(waits).toEqual([]);
    expect(await readdir(join(folder, 'sub'))).toEqual([]);
  });

  it.runIf(process.platform === 'linux')('by a process whose number another has now is taken at once', async () => {
    await leaveLock({ start: '1' });
    expect(await lock(() => Promise.resolve(1), { timing: patient })).toBe(1);
  });

  it('is taken by one of several', async () => {
    for (let round = 0; round < 5; round++) {
      await leaveLock({ pid: deadPid });
      let inside = 0;
      const work = async (): Promise<void> => {
        expect(++inside).toBe(1);
        await delay(1);
        inside--;
      };
      await Promise.all(Array.from({ length: 6 }, () => lock(work, { timing: patient })));
    }
    expect(await readdir(join(folder, 'sub'))).toEqual([]);
  });

  it('together with that of whoever was about to remove it is taken', async () => {
    await leaveLock({ pid: deadPid });
    await writeFile(`${file}.takeover`, await readFile(file));
    expect(await lock(() => Promise.resolve(1), { timing: patient })).toBe(1);
    expect(await readdir(join(folder, 'sub'))).toEqual([]);
  });

  it('together with an empty one of whoever was about to remove it is taken after a silence', async () => {
    await leaveLock({ place: 'elsewhere' });
    await writeFile(`${file}.takeover`, '');
    expect(await lock(() => Promise.resolve(1))).toBe(1);
    expect(await readdir(join(folder, 'sub'))).toEqual([]);
  });

  it('is not taken because the one who waits for it was asleep', async () => {
    await leaveLock({ place: 'elsewhere' });
    const stop = new AbortController();
    const waits: string[] = [];
    const asleep = lock(() => Promise.resolve(1), {
      signal: stop.signal,
      timing: { ...quick, silenceMs: 300 },
      onWait: () => waits.push('wait'),
    });
    await expect.poll(() => waits, { interval: 1 }).toEqual(['wait']);
    await delay(5);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 350);
    await delay(10);
    stop.abort(new Error('enough'));
    await expect(asleep).rejects.toThrow('enough');
  });

  it.each<[string, object]>([
    ['on another machine', { place: 'elsewhere' }],
    ['where processes have no start', { start: null }],
  ])('%s is taken after a silence', async (_, owner) => {
    await leaveLock(owner);
    const waits: string[] = [];
    expect(await lock(() => Promise.resolve(1), { onWait: () => waits.push('wait') })).toBe(1);
    expect(waits).toEqual(['wait']);
  });

  it('without a process is taken after a silence', async () => {
    const waits: string[] = [];
    const wait = (): Promise<number> => lock(() => Promise.resolve(1), { onWait: () => waits.push('wait') });
    await leaveLock({ pid: 0 });
    expect(await wait()).toBe(1);
    await writeFile(file, '');
    expect(await wait()).toBe(1);
    expect(waits).toEqual(['wait', 'wait']);
  });
});

describe('a lock of another machine', () => {
  it('that took over ours is left to it', async () => {
    await lock(() => leaveOther());
    expect(await readFile(file, 'utf8')).toContain('elsewhere');
  });

  it('is not taken while it gives signs of life', async () => {
    const stop = new AbortController();
    await lock(async () => {
      // Its holder goes on beating, and is not known here.
      await leaveOther();
      const other = lock(() => Promise.resolve('never'), { signal: stop.signal });
      await delay(3 * quick.silenceMs);
      stop.abort(new Error('enough'));
      await expect(other).rejects.toThrow('enough');
    });
  });
});
