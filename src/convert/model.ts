// A Hugging Face question answering model to an ONNX graph: config.json and safetensors in, a serialised model out.
import * as v from 'valibot';
import { ConversionError } from './errors';
import { refuseForeignTensors } from './extraTensors';
import { addAlbert, type AlbertConfig, albertSchema } from './families/albert';
import { addBert, type BertConfig, bertSchema, electraSchema, robertaSchema } from './families/bert';
import { addDebertaV2, type DebertaV2Config, debertaV2Schema } from './families/debertaV2';
import { addDistilBert, type DistilBertConfig, distilBertSchema } from './families/distilBert';
import { addMpnet, type MpnetConfig, mpnetSchema } from './families/mpnet';
import { GraphBuilder } from './graphBuilder';
import { fp32, type Precision } from './precision';
import { type Sidecar, type TensorFile, WeightCollector } from './weights';

/** What of a config.json shapes the graph, by family. */
export type ModelConfig = AlbertConfig | BertConfig | DebertaV2Config | DistilBertConfig | MpnetConfig;

/** The families that can be read, by the `model_type` of their config.json. */
export type ModelFamily = ModelConfig['family'];

const schemas = {
  albert: albertSchema,
  bert: bertSchema,
  'deberta-v2': debertaV2Schema,
  distilbert: distilBertSchema,
  electra: electraSchema,
  mpnet: mpnetSchema,
  roberta: robertaSchema,
  'xlm-roberta': robertaSchema,
} satisfies Record<ModelFamily, unknown>;

/** What the names of an encoder's tensors begin with. */
const prefixes: Readonly<Record<ModelFamily, string>> = {
  albert: 'albert.',
  bert: 'bert.',
  'deberta-v2': 'deberta.',
  distilbert: 'distilbert.',
  electra: 'electra.',
  mpnet: 'mpnet.',
  roberta: 'roberta.',
  'xlm-roberta': 'roberta.',
};

const typeSchema = v.object({ model_type: v.string() });

/** Checks a parsed config.json. Throws ConversionError `unsupported` naming the key that does not fit. */
export function parseModelConfig(json: unknown): ModelConfig {
  const { model_type: type } = parse(typeSchema, json);
  if (!isFamily(type)) {
    const known = Object.keys(schemas).join(', ');
    throw unsupported(`model_type is ${shorten(JSON.stringify(type))}; the supported families are ${known}`);
  }
  return parse<ModelConfig>(schemas[type], json);
}

/**
 * Converts a model with a span head to a serialised ONNX model. Inputs: `config.inputs`, int32 `[batch, sequence]`,
 * without padding. Output: `logits`, float32 `[batch, sequence, 2]`, start and end before softmax. Throws
 * ConversionError naming tensors that are missing, do not fit, or are not understood.
 */
export function convertModel(
  config: ModelConfig,
  file: TensorFile,
  precision: Precision = fp32,
  sidecar?: Sidecar,
): Uint8Array {
  const head = 'qa_outputs';
  if (!file.tensors.has(`${head}.weight`)) {
    throw new ConversionError('unsupported', `there is no span head (${head}.weight): not a question answering model`);
  }
  const weights = new WeightCollector(file, sidecar);
  const graph = new GraphBuilder(weights, precision);
  const prefix = prefixes[config.family];
  const hidden = addEncoder(graph, config, prefix);
  const logits = graph.linear(hidden, head, [2, config.hiddenSize]);
  const model = graph.finish(config.inputs, logits, { name: 'logits', shape: ['batch', 'sequence', 2] });
  refuseForeignTensors(weights.untaken(), [prefix, `${head}.`]);
  return model;
}

function addEncoder(graph: GraphBuilder, config: ModelConfig, prefix: string): string {
  switch (config.family) {
    case 'bert':
    case 'roberta':
    case 'xlm-roberta':
    case 'electra':
      return addBert(graph, config, prefix);
    case 'distilbert':
      return addDistilBert(graph, config, prefix);
    case 'mpnet':
      return addMpnet(graph, config, prefix);
    case 'albert':
      return addAlbert(graph, config, prefix);
    case 'deberta-v2':
      return addDebertaV2(graph, config, prefix);
  }
}

function isFamily(type: string): type is ModelFamily {
  return Object.hasOwn(schemas, type);
}

function parse<Output>(schema: v.GenericSchema<unknown, Output>, json: unknown): Output {
  const result = v.safeParse(schema, json, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  if (issue.type === 'check') throw unsupported(issue.message);
  throw unsupported(
    `${v.getDotPath(issue) ?? 'its top'} is ${shorten(issue.received)}, expected ${issue.expected ?? '?'}`,
  );
}

/** A file may hold megabytes where a word should be. */
function shorten(value: string): string {
  const most = 60;
  return value.length > most ? `${value.slice(0, most)}…` : value;
}

function unsupported(message: string): ConversionError {
  return new ConversionError('unsupported', `config.json: ${message}`);
}
