// One onnxruntime session over a converted model.
import type * as Onnxruntime from 'onnxruntime-node';
import type { SpanLogits } from '../qa/logits';
import type { WindowInput } from '../qa/windows';
import { loadOnnxruntime } from './onnxruntime';

/** A graph that is ready to run. */
export interface QaSession {
  /** Runs one window alone, at its exact length: no padding, no mask. The thread is blocked for the whole run. */
  run(input: WindowInput): Promise<SpanLogits>;
  release(): Promise<void>;
}

/**
 * Opens a session.
 *
 * @param graph a serialised ONNX model
 * @param folder the folder below which the files lie that the graph refers to
 * @param threads threads of one run
 * @param hasIntegers whether matrices of the graph multiply in integers
 */
export async function openSession(
  graph: Uint8Array,
  folder: string,
  threads: number,
  hasIntegers = false,
): Promise<QaSession> {
  const onnx = await loadOnnxruntime();
  const session = await onnx.InferenceSession.create(graph, {
    // The graph is written as it should run; the optimiser would fuse it into slower operators.
    graphOptimizationLevel: 'disabled',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    extra: {
      session: {
        model_external_initializers_file_folder_path: folder,
        // In float32 it costs at most 8 % a run and saves a second copy of the weights and most of the loading time;
        // in integers it would cost up to a quarter.
        disable_prepacking: hasIntegers ? '0' : '1',
        // Threads that spin after a run would take the time of the editor beside them.
        intra_op: { spin_duration_us: '100' },
      },
    },
  });
  return {
    async run({ ids, typeIds }) {
      const shape = [1, ids.length];
      const known = {
        input_ids: new onnx.Tensor('int32', ids, shape),
        token_type_ids: new onnx.Tensor('int32', typeIds, shape),
      };
      // Not every family takes token types, and onnxruntime refuses what a graph does not take.
      const feeds = Object.fromEntries(Object.entries(known).filter(([name]) => session.inputNames.includes(name)));
      const { logits } = await session.run(feeds);
      return splitLogits(logits);
    },
    release: () => session.release(),
  };
}

/** `[1, sequence, 2]` row-major to one row of starts and one of ends. */
function splitLogits(logits: Onnxruntime.Tensor | undefined): SpanLogits {
  if (!(logits?.data instanceof Float32Array)) throw new Error('the graph returned no float logits');
  const { data } = logits;
  const pick = (offset: number): Float32Array =>
    Float32Array.from({ length: data.length / 2 }, (_, i) => data[2 * i + offset] ?? NaN);
  return { start: pick(0), end: pick(1) };
}
