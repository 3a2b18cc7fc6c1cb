// Files of a model to a graph: opens them, converts, and names the file that an error is about.
import { readFile } from 'node:fs/promises';
import { ConversionError } from '../convert/errors';
import { convertModel, type ModelConfig, parseModelConfig } from '../convert/model';
import type { Precision } from '../convert/precision';
import type { Sidecar } from '../convert/weights';
import { externalName } from './commonFolder';
import { ModelError } from './errors';
import { withTensorFile } from './tensorFile';

/** Reads a config.json. Throws ModelError naming the file and the key at fault. */
export async function readConfig(path: string): Promise<ModelConfig> {
  const json = await readJson(path);
  return naming(path, () => parseModelConfig(json));
}

/**
 * Converts a safetensors file. Throws ModelError naming the file and what of it does not fit.
 *
 * @param folder the folder below which the graph will find the file
 * @param sidecar takes the weights that are not in the file as they are needed
 */
export function convertFile(
  config: ModelConfig,
  path: string,
  folder: string,
  precision?: Precision,
  sidecar?: Sidecar,
): Uint8Array {
  const name = externalName(folder, path);
  return naming(path, () => withTensorFile(path, (file) => convertModel(config, file, precision, sidecar), name));
}

/** Reads a JSON object. Throws ModelError `fileDamaged`. */
async function readJson(path: string): Promise<object> {
  const text = await readFile(path, 'utf8');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new ModelError('fileDamaged', 'not JSON', path, { cause });
  }
  if (typeof parsed !== 'object' || parsed === null) throw new ModelError('fileDamaged', 'not a JSON object', path);
  return parsed;
}

/** Gives a conversion's error the file that it is about. */
function naming<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof ConversionError)) throw cause;
    throw new ModelError(cause.reason === 'damaged' ? 'fileDamaged' : 'unsupported', cause.message, path, { cause });
  }
}
