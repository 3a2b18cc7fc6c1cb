// A model folder to readers of windows, one for each graph that can be made of it.
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Rung } from '../convert/ladder';
import { examSha256 } from '../evaluate/exam';
import { type ExamKey, type ExamRecord, isCurrent } from '../evaluate/examRecord';
import { priorRule, type StoredRule } from '../evaluate/rule';
import { configName, type ModelManifest, weightsName } from '../hub/manifest';
import type { ReaderChoice } from '../protocol/engine';
import type { BatchModel } from './batching';
import { convertFile, readConfig } from './conversion';
import { type Encoder, makeEncoder, requireTokensOf } from './encoder';
import { engineFacts } from './engineFacts';
import { ModelError } from './errors';
import { readExamRecord } from './examFile';
import { type ModelFolder, openModelFolder } from './modelFolder';
import { type Graph, preparedGraph, type WeightsToRound } from './preparedGraph';
import { openSession } from './session';
import { defaultThreads } from './threads';
import { loadTokenizerJson } from './tokenizerFiles';

/** A reader; it holds native memory until it is closed. */
export interface Reader extends BatchModel {
  close(): Promise<void>;
}

/** A verified model. */
export interface LoadedModel extends WeightsToRound {
  readonly choice: ReaderChoice;
  readonly folder: ModelFolder;
  readonly encoder: Encoder;
  /** The outcome of its exam; undefined when there is none of this model and machine. */
  readonly exam: ExamRecord | undefined;
  /** Time it took to get here, in ms. */
  readonly loadMs: number;
}

/** Opens and verifies the chosen model. Throws ModelError naming the file at fault and what is wrong with it. */
export async function loadModel(choice: ReaderChoice): Promise<LoadedModel> {
  const startedMs = performance.now();
  const folder = await openModelFolder(choice.folder, choice.prepared);
  const need = (name: string): string => {
    const path = folder.pathOf(name);
    if (path === undefined) throw new ModelError('unsupported', `its manifest names no ${name}`, choice.folder);
    return path;
  };
  const config = await readConfig(need(configName));
  const { json, file } = await loadTokenizerJson((name) => readModelFile(folder, name), config.family);
  const encoder = makeEncoder(json, file);
  requireTokensOf(encoder, config.vocabSize, file);
  const record = choice.prepared === null ? undefined : await readExamRecord(choice.prepared);
  const exam = record !== undefined && isCurrent(record, await examKeyOf(folder.manifest)) ? record : undefined;
  const loadMs = performance.now() - startedMs;
  return {
    choice,
    folder,
    config,
    encoder,
    weightsFile: need(weightsName),
    weights: hashOfWeights(folder.manifest),
    exam,
    loadMs,
  };
}

async function readModelFile(
  { pathOf }: ModelFolder,
  name: string,
): Promise<{ text: string; file: string } | undefined> {
  const file = pathOf(name);
  return file === undefined ? undefined : { text: await readFile(file, 'utf8'), file };
}

/** What an exam of a model would be about. */
export async function examKeyOf(manifest: ModelManifest): Promise<ExamKey> {
  const { name, revision } = manifest;
  const model = { name, revision, weights: hashOfWeights(manifest) };
  return { exam: examSha256, model, engine: await engineFacts() };
}

function hashOfWeights({ files }: ModelManifest): string {
  return files.find(({ path }) => path === weightsName)?.sha256 ?? '';
}

/**
 * Opens a reader over one graph of a model. Throws ModelError, or what the file system or onnxruntime throws.
 *
 * @param rung one of the ladder's
 */
export async function openGraph(model: LoadedModel, rung: Rung): Promise<Reader> {
  const startedMs = performance.now();
  const { choice, config, encoder, exam, loadMs } = model;
  const { manifest } = model.folder;
  const hasIntegers = rung.int8.size > 0;
  const threads = choice.threads === 0 ? defaultThreads() : choice.threads;
  const graph = hasIntegers ? await integerGraph(model, rung) : floatGraph(model);
  const session = await openSession(graph.bytes, graph.folder, threads, hasIntegers);
  const { name, revision, precisions } = manifest;
  const ruleOfExam = exam?.rungs.find((examined) => examined.name === rung.name)?.rule;
  return {
    identity: { name, revision, precision: hasIntegers ? 'int8' : 'fp32', backend: 'native' },
    maxLength: Math.min(choice.maxLength ?? manifest.maxLength, config.maxPositions),
    layout: encoder.layout,
    tokenizer: encoder.tokenizer,
    rule: ownRule(manifest, rung) ?? ruleOfExam ?? precisions?.fp32 ?? priorRule,
    // Constants that were fitted on the model itself came with an exam of their own.
    examined: exam !== undefined || precisions !== undefined,
    loadMs: loadMs + performance.now() - startedMs,
    read: (input) => session.run(input),
    // Graphs in integers may round by what else is in the run, so their windows run alone.
    readTogether: hasIntegers ? undefined : (inputs) => session.runTogether(inputs),
    close: () => session.release(),
  };
}

/** The constants that a model brings for a graph; undefined where nothing was fitted on it. */
export function ownRule({ precisions }: ModelManifest, { int8 }: Rung): StoredRule | undefined {
  return int8.size > 0 ? precisions?.int8 : precisions?.fp32;
}

/** In float32 the graph is made at each start, in milliseconds, over the file as it is. */
function floatGraph({ config, weightsFile }: LoadedModel): Graph {
  const folder = dirname(weightsFile);
  return { bytes: convertFile(config, weightsFile, folder), folder };
}

async function integerGraph(model: LoadedModel, rung: Rung): Promise<Graph> {
  const { folder, prepared } = model.choice;
  const graph = prepared === null ? undefined : await preparedGraph(model, prepared, rung, await engineFacts());
  if (graph === undefined) throw new ModelError('unsupported', 'there is no place for its weights in integers', folder);
  return graph;
}
