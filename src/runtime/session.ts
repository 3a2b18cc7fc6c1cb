// One onnxruntime session over a converted model.
import type { SpanLogits } from '../qa/logits';
import type { WindowInput } from '../qa/windows';
import { loadOnnxruntime } from './onnxruntime';

/** A graph that is ready to run. */
export interface QaSession {
  /** Runs one window alone, at its exact length: no padding, no mask. The thread is blocked for the whole run. */
  run(input: WindowInput): Promise<SpanLogits>;
  /**
   * Runs windows of one length, at least one, side by side; their logits are in the same order. Throws RangeError for
   * different lengths.
   */
  runTogether(inputs: readonly WindowInput[]): Promise<SpanLogits[]>;
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
  const run = async (ids: Int32Array, typeIds: Int32Array, length: number): Promise<Float32Array> => {
    const shape = [ids.length / length, length];
    const known = {
      input_ids: new onnx.Tensor('int32', ids, shape),
      token_type_ids: new onnx.Tensor('int32', typeIds, shape),
    };
    // Not every family takes token types, and onnxruntime refuses what a graph does not take.
    const feeds = Object.fromEntries(Object.entries(known).filter(([name]) => session.inputNames.includes(name)));
    const { logits } = await session.run(feeds);
    if (!(logits?.data instanceof Float32Array)) throw new Error('the graph returned no float logits');
    return logits.data;
  };
  return {
    async run({ ids, typeIds }) {
      return logitsAt(await run(ids, typeIds, ids.length), 0, ids.length);
    },
    async runTogether(inputs) {
      const length = inputs[0]?.ids.length ?? 0;
      const ids = joined(
        inputs.map((input) => input.ids),
        length,
      );
      const typeIds = joined(
        inputs.map((input) => input.typeIds),
        length,
      );
      const logits = await run(ids, typeIds, length);
      return inputs.map((_, window) => logitsAt(logits, window, length));
    },
    release: () => session.release(),
  };
}

/** Rows one behind the other. Throws RangeError for one of another length. */
function joined(rows: readonly Int32Array[], length: number): Int32Array {
  const all = new Int32Array(rows.length * length);
  for (const [i, row] of rows.entries()) {
    if (row.length !== length) throw new RangeError(`a window of ${row.length} tokens beside one of ${length}`);
    all.set(row, i * length);
  }
  return all;
}

/** One window of `[windows, sequence, 2]`, row-major, as a row of starts and one of ends. */
function logitsAt(logits: Float32Array, window: number, length: number): SpanLogits {
  const first = 2 * window * length;
  const pick = (offset: number): Float32Array =>
    Float32Array.from({ length }, (_, i) => logits[first + 2 * i + offset] ?? NaN);
  return { start: pick(0), end: pick(1) };
}
