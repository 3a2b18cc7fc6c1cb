import { cpus, loadavg } from 'node:os';

/** What figures depend on, for the line above a table. */
export function describeMachine(): string {
  const processors = cpus();
  const load = loadavg()[0] ?? NaN;
  return `${processors.length} x ${processors[0]?.model.trim() ?? 'unknown'}, Node ${process.versions.node}, load ${load.toFixed(1)}`;
}
