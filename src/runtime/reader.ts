// A choice of a model to the reader that answers: the graph that its exam chose, fp32 until then.
import { ladder, type Rung } from '../convert/ladder';
import type { ReaderChoice } from '../protocol/engine';
import { type LoadedModel, loadModel, openGraph, type Reader } from './model';
import { removeGraphs } from './preparedGraph';

/** The rung that all others are compared with, and the fastest. */
export const floatRung = ladder[ladder.length - 1] ?? ladder[0];
const [fastestRung] = ladder;

/**
 * Opens the chosen reader. Where precision is left to the exam, a graph in integers that cannot be had, for want of
 * space for example, is no reason to have no reader: fp32 answers. Throws ModelError naming the file at fault and what
 * is wrong with it.
 */
export async function openReader(choice: ReaderChoice): Promise<Reader> {
  const model = await loadModel(choice);
  const rung = chosenRung(model);
  if (rung === floatRung) return openGraph(model, rung);
  try {
    return await openIntegers(model, rung);
  } catch (error) {
    if (choice.precision === 'int8') throw error;
    return openGraph(model, floatRung);
  }
}

function chosenRung({ choice, exam }: LoadedModel): Rung {
  if (choice.precision === 'fp32') return floatRung;
  const chosen = ladder.find(({ name }) => name === exam?.chosen) ?? floatRung;
  return choice.precision === 'int8' && chosen === floatRung ? fastestRung : chosen;
}

/** A graph that was damaged on the disk is made anew, once. */
async function openIntegers(model: LoadedModel, rung: Rung): Promise<Reader> {
  try {
    return await openGraph(model, rung);
  } catch {
    const { prepared } = model.choice;
    if (prepared !== null) await removeGraphs(prepared, (name) => !name.startsWith(`${rung.name}.`));
    return openGraph(model, rung);
  }
}
