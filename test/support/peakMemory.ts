// Linux's own account of a process, for how much memory a piece of work needs at its worst.
import { readFileSync, writeFileSync } from 'node:fs';

/** Runs `work`; by how many bytes the resident memory of this process (VmHWM) was above what it was before. */
export async function grownBytes(work: () => Promise<unknown>): Promise<number> {
  // The highest mark of before is forgotten: proc(5), clear_refs.
  writeFileSync('/proc/self/clear_refs', '5');
  const before = peakBytes();
  await work();
  return peakBytes() - before;
}

function peakBytes(): number {
  const [, kib] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kib) * 1024;
}
