// Where benches keep what they compare themselves with, and how it is fetched there: never a dependency of the project.
import { spawnSync } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** A folder of the user's cache; nothing is made. */
export function peerFolder(name: string): string {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  return join(cache, 'document-qa-bench', name);
}

/** What a command prints. Throws Error with `failure` and the last line of its complaint. */
export function outputOf(command: string, args: readonly string[], failure: string, cwd?: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', cwd, maxBuffer: Infinity });
  if (status === 0) return stdout;
  // npm's very last line says where its log is.
  const complaints = stderr.split('\n').filter((line) => line.trim() !== '' && !line.includes('complete log'));
  const reason = error?.message ?? complaints.at(-1) ?? '';
  throw new Error(`${failure} (${reason})`);
}
