import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { identityOf, livenessOf } from '../../src/hub/processIdentity';

describe('a process', () => {
  const own = identityOf(process.pid);

  it('that ended is dead', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '0']);
    expect(livenessOf({ ...own, pid })).toBe('dead');
  });

  it('on another machine, or without a start, is not known', () => {
    expect(livenessOf({ ...own, place: 'elsewhere' })).toBe('unknown');
    expect(livenessOf({ ...own, start: null })).toBe('unknown');
  });

  describe.runIf(process.platform === 'linux')('of Linux', () => {
    it('that runs is alive, with the same start at any time', () => {
      for (const start = performance.now(); performance.now() - start < 30;) identityOf(process.pid);
      expect(livenessOf(own)).toBe('alive');
      expect(identityOf(process.pid)).toEqual(own);
    });

    it('with the number, but not the start of another, is not the other', () => {
      expect(livenessOf({ ...own, start: String(Number(own.start) + 1) })).toBe('dead');
    });

    it('that ended, and that nobody has asked after yet, is dead', async () => {
      // exec: what waits for the ended child is a program that does not ask.
      const parent = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 30'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [line] = (await once(parent.stdout, 'data')) as [Buffer];
      const child = identityOf(Number(line));
      expect(livenessOf(child)).toBe('alive');
      await expect.poll(() => livenessOf(child)).toBe('dead');
      expect(process.kill(child.pid, 0)).toBe(true);
      parent.kill();
    });
  });
});
