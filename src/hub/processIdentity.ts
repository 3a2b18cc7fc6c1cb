// Which process am I, and is that one still running? Also when its number was given to another since.
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { codeOf } from './errors';

/** A process, told apart from all others at any time on any machine, as far as the system lets one. */
export interface ProcessIdentity {
  /** The machine, its start, and the space in which `pid` counts. */
  readonly place: string;
  readonly pid: number;
  /** When the process started, in ticks of its place; null where the system does not say. */
  readonly start: string | null;
}

/** `unknown`: it runs elsewhere, or it cannot be told from another process of the same number. */
export type Liveness = 'alive' | 'dead' | 'unknown';

/** The identity of a process of this machine. */
export function identityOf(pid: number): ProcessIdentity {
  return { place: ownPlace(), pid, start: startOf(pid) };
}

/** Whether the process runs. */
export function livenessOf({ place, pid, start }: ProcessIdentity): Liveness {
  if (place !== ownPlace()) return 'unknown';
  if (!isRunning(pid)) return 'dead';
  if (start === null) return 'unknown';
  return startOf(pid) === start ? 'alive' : 'dead';
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, and another user's.
    return codeOf(error) !== 'ESRCH';
  }
}

/** Containers may share a host's name, but not its process numbers: their namespace tells them apart. */
function ownPlace(): string {
  const boot = readOr(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  const namespace = readOr(() => readlinkSync('/proc/self/ns/pid'));
  return [process.platform, hostname(), boot, namespace].join(' ');
}

/** The 22nd field of Linux's stat; the second may hold blanks and brackets. */
function startOf(pid: number): string | null {
  const stat = readOr(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // A zombie has ended; only its number is still there.
  return state === 'Z' ? null : (rest[18] ?? null);
}

function readOr(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
