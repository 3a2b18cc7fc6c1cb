import { readdir, readFile } from 'node:fs/promises';

/** A running process, as Linux tells it. */
export interface ProcessInfo {
  readonly pid: number;
  readonly ppid: number;
  readonly command: string;
}

interface ProcessRecord extends ProcessInfo {
  readonly session: number;
  readonly environment: readonly string[];
}

/**
 * Lists a process and all that it has started, sorted by process id; empty when none of them runs any more. Those whose
 * parent has died are found too while they are in the session that the process leads (which it does if it was spawned
 * `detached`), or while their environment holds the entry `mark` ("NAME=value"), if one is given.
 */
export async function listProcessTree(leader: number, mark?: string): Promise<ProcessInfo[]> {
  const entries = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry));
  const running = (await Promise.all(entries.map(readProcess))).filter((record) => record !== undefined);

  const isMarked = ({ environment }: ProcessRecord): boolean => mark !== undefined && environment.includes(mark);
  const members = new Set(
    running.filter((record) => record.pid === leader || record.session === leader || isMarked(record)),
  );
  // a child may stand before its parent, so look again until no further descendant turns up
  for (let before = -1; before !== members.size;) {
    before = members.size;
    const ids = new Set([...members].map(({ pid }) => pid));
    for (const record of running.filter(({ ppid }) => ids.has(ppid))) members.add(record);
  }
  return [...members].sort((a, b) => a.pid - b.pid).map(({ pid, ppid, command }) => ({ pid, ppid, command }));
}

async function readProcess(id: string): Promise<ProcessRecord | undefined> {
  try {
    const read = async (file: string): Promise<string> => await readFile(`/proc/${id}/${file}`, 'utf8');
    const [stat, commandLine] = await Promise.all([read('stat'), read('cmdline')]);
    const environment = await read('environ').catch(() => ''); // another user's is closed to us
    // "pid (name) state ppid group session …", where the name may itself hold spaces and brackets
    const [state, ppid, , session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z') return undefined; // ended, and only waits for its parent to notice
    const command = commandLine.replaceAll('\0', ' ').trim();
    return {
      pid: Number(id),
      ppid: Number(ppid),
      session: Number(session),
      command,
      environment: environment.split('\0'),
    };
  } catch {
    return undefined; // it ended between the listing and the reading
  }
}
