// The other side of a comparison: transformers.js's question-answering pipeline in a process of its own, as its
// documentation says to use it, and the session below it.
import { basename, dirname } from 'node:path';
import { answerAll, type Asked, startAskedRole } from './askedProcess';
import type { ExactWindow } from './exactTexts';
import { requireWith } from './javascriptPeers';
import type { ReadLogits } from './ourReaders';
import { type Sample, sampleOf, threads } from './rounds';

/** What is installed. */
export const transformersJs = '@huggingface/transformers@4.3.2';

/** Its names of the two files that people publish for it. */
export type Dtype = 'fp32' | 'q8';

interface Tensor {
  readonly data: ArrayLike<number | bigint>;
}
interface Inputs {
  readonly input_ids: Tensor;
}
interface Pipeline {
  (question: string, context: string): Promise<{ readonly answer: string; readonly score: number }>;
  tokenizer(question: string, options: { text_pair: string; padding: boolean; truncation: boolean }): Inputs;
  model(inputs: Inputs): Promise<{ readonly start_logits: Tensor; readonly end_logits: Tensor }>;
}
interface Library {
  readonly env: { localModelPath: string; allowRemoteModels: boolean };
  readonly pipeline: (task: 'question-answering', model: string, options: object) => Promise<Pipeline>;
}

interface WindowQuestion {
  readonly dtype: Dtype;
  /** A call of the pipeline, or the session alone. */
  readonly part: 'whole' | 'model' | 'logits';
  readonly window: ExactWindow;
}
interface DocumentQuestion {
  readonly dtype: Dtype;
  readonly part: 'document';
  readonly question: string;
  /** The texts of its windows. */
  readonly texts: readonly string[];
}
type Question = WindowQuestion | DocumentQuestion;

/** Its pipelines in another process. */
export interface TransformersJs {
  read(dtype: Dtype, part: 'whole' | 'model', window: ExactWindow): Promise<Sample>;
  logits(dtype: Dtype, window: ExactWindow): Promise<ReadLogits>;
  /** Calls the pipeline for each text and takes the best answer: it has no windows of its own. */
  document(dtype: Dtype, asked: { question: string; texts: readonly string[] }): Promise<Sample>;
  end(): Promise<void>;
}

/** Starts the bench's role `theirs`, which is `serveTransformersJs`. */
export function startTransformersJs(exported: string): TransformersJs {
  // What is installed says so here: the role may write nothing but answers.
  requireWith([transformersJs]);
  const asked: Asked<Question, unknown> = startAskedRole('theirs', [exported]);
  return {
    read: async (dtype, part, window) => (await asked.ask({ dtype, part, window })) as Sample,
    logits: async (dtype, window) => (await asked.ask({ dtype, part: 'logits', window })) as ReadLogits,
    document: async (dtype, { question, texts }) =>
      (await asked.ask({ dtype, part: 'document', question, texts })) as Sample,
    end: () => asked.end(),
  };
}

/** The role. */
export async function serveTransformersJs(exported: string): Promise<void> {
  const { env, pipeline } = requireWith([transformersJs])('@huggingface/transformers') as Library;
  env.localModelPath = dirname(exported);
  env.allowRemoteModels = false;
  const open = (dtype: Dtype): Promise<Pipeline> =>
    pipeline('question-answering', basename(exported), { dtype, session_options: { intraOpNumThreads: threads } });
  const pipelines = { fp32: await open('fp32'), q8: await open('q8') };
  await answerAll(async (question) => {
    const asked = question as Question;
    const read = pipelines[asked.dtype];
    if (asked.part === 'document') return sampleOf(() => bestOf(read, asked.question, asked.texts));
    const { window } = asked;
    if (asked.part === 'whole') return sampleOf(() => read(window.question, window.context));
    // The pipeline's own way of asking its tokenizer.
    const inputs = read.tokenizer(window.question, { text_pair: window.context, padding: true, truncation: true });
    if (asked.part === 'model') return sampleOf(() => read.model(inputs));
    const { start_logits: start, end_logits: end } = await read.model(inputs);
    return { ids: numbersOf(inputs.input_ids), start: numbersOf(start), end: numbersOf(end) } satisfies ReadLogits;
  });
}

async function bestOf(read: Pipeline, question: string, texts: readonly string[]): Promise<string> {
  let best = { answer: '', score: -Infinity };
  for (const text of texts) {
    const found = await read(question, text);
    if (found.score > best.score) best = found;
  }
  return best.answer;
}

function numbersOf({ data }: Tensor): number[] {
  return Array.from(data, Number);
}
