// A graph with weights in small integers: made once from a model's safetensors, kept beside it, found again by what it
// depends on. It appears whole or not at all, whoever makes it and however often.
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Rung } from '../convert/ladder';
import type { ModelConfig } from '../convert/model';
import { commonFolder, externalName } from './commonFolder';
import { convertFile } from './conversion';
import type { EngineFacts } from './engineFacts';
import { withSidecarFile } from './sidecarFile';

/** A serialised graph, and the folder below which its data lie. */
export interface Graph {
  readonly bytes: Uint8Array;
  readonly folder: string;
}

const graphsName = 'graphs';
const graphName = 'graph.onnx';
const weightsName = 'weights.bin';

/** What lies about unfinished for so long was left by a process that ended. */
const abandonedMs = 60 * 60 * 1000;

/**
 * The graph of a rung of the ladder, from `prepared` or made now. Undefined when its two files would have no folder in
 * common. Throws ModelError naming the file that cannot be converted, or what the file system throws.
 *
 * @param weightsFile absolute path of the safetensors file, without symbolic links
 */
export async function preparedGraph(
  config: ModelConfig,
  weightsFile: string,
  prepared: string,
  rung: Rung,
  facts: EngineFacts,
): Promise<Graph | undefined> {
  await mkdir(join(prepared, graphsName), { recursive: true });
  // onnxruntime refuses symbolic links on the way to a graph's data.
  const graphs = await realpath(join(prepared, graphsName));
  const key = `${facts.converter}-${facts.onnxruntime}-${facts.cpu}-${hashOf([weightsFile, graphs])}`;
  const place = join(graphs, `${rung.name}.${key}`);
  const folder = commonFolder([weightsFile, join(place, weightsName)]);
  if (folder === undefined) return undefined;
  const kept = await readFile(join(place, graphName)).catch(() => undefined);
  if (kept !== undefined) return { bytes: kept, folder };

  await removeGraphs(prepared, (name) => name.endsWith(key));
  const partial = join(graphs, `${randomUUID()}.partial`);
  try {
    await mkdir(partial);
    const sidecarName = externalName(folder, join(place, weightsName));
    const bytes = withSidecarFile(join(partial, weightsName), sidecarName, (sidecar) =>
      convertFile(config, weightsFile, folder, { ...rung, weightBits: facts.cpu === 'exact' ? 8 : 7 }, sidecar),
    );
    await writeFile(join(partial, graphName), bytes, { flush: true });
    // Who comes second finds the place taken, by the same.
    await rename(partial, place).catch((error: unknown) => {
      if (!existsSync(join(place, graphName))) throw error;
    });
    return { bytes, folder };
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** Removes the graphs of a model, but those whose folder's name is to be kept. */
export async function removeGraphs(prepared: string, isKept: (name: string) => boolean): Promise<void> {
  const graphs = join(prepared, graphsName);
  const names = await readdir(graphs).catch(() => []);
  for (const name of names) {
    const path = join(graphs, name);
    if (isKept(name) || (name.endsWith('.partial') && (await isFresh(path)))) continue;
    // One that another process still reads with may resist: it goes the next time.
    await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Another process may be at work there. */
async function isFresh(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs < abandonedMs;
}

/** A graph names its files by their way from the common folder: another place makes another graph. */
function hashOf(paths: readonly string[]): string {
  return createHash('sha256').update(paths.join('\0')).digest('hex').slice(0, 8);
}
