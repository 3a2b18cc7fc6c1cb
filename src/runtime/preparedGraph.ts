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

/** What a graph is made of. */
export interface WeightsToRound {
  readonly config: ModelConfig;
  /** Absolute path of the safetensors file, without symbolic links. */
  readonly weightsFile: string;
  /** Their sha256. */
  readonly weights: string;
}

const graphsName = 'graphs';
const graphName = 'graph.onnx';
const weightsName = 'weights.bin';
const partialSuffix = '.partial';

/** What lies about unfinished for so long was left by a process that ended. */
const abandonedMs = 60 * 60 * 1000;

/**
 * The graph of a rung of the ladder, from `prepared` or made now. Undefined when its two files would have no folder in
 * common. Throws ModelError naming the file that cannot be converted, or what the file system throws.
 *
 * @param prepared absolute path of the folder for what is made of the model
 */
export async function preparedGraph(
  { config, weightsFile, weights }: WeightsToRound,
  prepared: string,
  rung: Rung,
  facts: EngineFacts,
): Promise<Graph | undefined> {
  await mkdir(join(prepared, graphsName), { recursive: true });
  // onnxruntime refuses symbolic links on the way to a graph's data.
  const graphs = await realpath(join(prepared, graphsName));
  const key = `${facts.converter}-${facts.onnxruntime}-${facts.cpu}-${hashOf([weights, weightsFile, graphs])}`;
  const place = join(graphs, `${rung.name}.${key}`);
  const folder = commonFolder([weightsFile, join(place, weightsName)]);
  if (folder === undefined) return undefined;
  const kept = await readFile(join(place, graphName)).catch(() => undefined);
  if (kept !== undefined) return { bytes: kept, folder };

  await removeGraphs(prepared, (name) => name.endsWith(key));
  const partial = join(graphs, `${randomUUID()}${partialSuffix}`);
  try {
    await mkdir(partial);
    const sidecarName = externalName(folder, join(place, weightsName));
    const bytes = withSidecarFile(join(partial, weightsName), sidecarName, (sidecar) =>
      convertFile(config, weightsFile, folder, { ...rung, weightBits: facts.cpu === 'exact' ? 8 : 7 }, sidecar),
    );
    await writeFile(join(partial, graphName), bytes, { flush: true });
    await rename(partial, place).catch(async (error: unknown) => {
      // Who comes second finds the place taken, by the same; or by the rest of one whose removal was cut short.
      if (existsSync(join(place, graphName))) return;
      if (!existsSync(place)) throw error;
      await rm(place, { recursive: true });
      await rename(partial, place);
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
    if (isKept(name) || (name.endsWith(partialSuffix) && (await isFresh(path)))) continue;
    // It is gone as a whole before it goes in parts. One that another process reads with may resist until the next time.
    const doomed = name.endsWith(partialSuffix) ? path : join(graphs, `${randomUUID()}${partialSuffix}`);
    await rename(path, doomed)
      .then(() => rm(doomed, { recursive: true, force: true }))
      .catch(() => undefined);
  }
}

/** Another process may be at work there. */
async function isFresh(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs < abandonedMs;
}

/** Other weights make another graph, and so does another place: it names its files by their way from one folder. */
function hashOf(paths: readonly string[]): string {
  return createHash('sha256').update(paths.join('\0')).digest('hex').slice(0, 8);
}
