// A model folder to a reader of windows: verified, converted, opened.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { ConversionError } from '../convert/errors';
import { convertModel, parseModelConfig } from '../convert/model';
import { priorRule } from '../hub/manifest';
import type { QaModel } from '../qa/model';
import { makeEncoder } from './encoder';
import { ModelError } from './errors';
import { openModelFolder } from './modelFolder';
import { openSession } from './session';
import { withTensorFile } from './tensorFile';
import { defaultThreads } from './threads';

/** A reader; it holds native memory until it is closed. */
export interface Reader extends QaModel {
  close(): Promise<void>;
}

/**
 * Opens the model in a folder.
 *
 * @param threads threads of one run; by default as many as leave the machine usable
 * Throws ModelError naming the file at fault and what is wrong with it.
 */
export async function openReader(folder: string, threads = defaultThreads()): Promise<Reader> {
  const startedMs = performance.now();
  const { manifest } = await openModelFolder(folder);
  const tokenizerFile = join(folder, 'tokenizer.json');
  const { tokenizer, layout } = makeEncoder(await readJson(tokenizerFile), tokenizerFile);
  const session = await openSession(await convert(folder), folder, threads);
  const { name, revision, maxLength } = manifest;
  return {
    identity: { name, revision, precision: 'fp32', backend: 'native' },
    maxLength,
    layout,
    tokenizer,
    rule: manifest.precisions?.fp32 ?? priorRule,
    loadMs: performance.now() - startedMs,
    read: (input) => session.run(input),
    close: () => session.release(),
  };
}

async function convert(folder: string): Promise<Uint8Array> {
  const configFile = join(folder, 'config.json');
  const weightsFile = join(folder, 'model.safetensors');
  const json = await readJson(configFile);
  const config = naming(configFile, () => parseModelConfig(json));
  return naming(weightsFile, () => withTensorFile(weightsFile, (file) => convertModel(config, file)));
}

/** Gives a conversion's error the file that it is about. */
function naming<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof ConversionError)) throw cause;
    throw new ModelError(cause.reason === 'damaged' ? 'fileDamaged' : 'unsupported', cause.message, file, { cause });
  }
}

async function readJson(file: string): Promise<object> {
  const text = await readFile(file, 'utf8');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new ModelError('fileDamaged', 'not JSON', file, { cause });
  }
  if (typeof parsed !== 'object' || parsed === null) throw new ModelError('fileDamaged', 'not a JSON object', file);
  return parsed;
}
