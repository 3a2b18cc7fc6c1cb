// A choice of a model to the reader that answers: the graph that its exam chose, fp32 until then.
import type { ReaderChoice } from '../protocol/engine';
import { loadModel, openGraph, type Reader } from './model';

/** Opens the chosen reader. Throws ModelError naming the file at fault and what is wrong with it. */
export async function openReader(choice: ReaderChoice): Promise<Reader> {
  return openGraph(await loadModel(choice));
}
