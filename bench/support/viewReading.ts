// A question read on a file through a view, by the product's own path: the best place that is the file's own.
import { answerQuestion } from '../../src/qa/answer';
import { makeDocument } from '../../src/qa/document';
import type { QaModel } from '../../src/qa/model';
import { toCharacters } from '../../src/qa/spanEdges';
import type { Candidate, EditorFile } from './views/candidates';
import { withHeadingPaths } from './views/headingPath';
import { toFile } from './views/view';

/** The best place, UTF-16 in the file, and how much was read: nothing, where a view left nothing. */
export interface ViewReading {
  readonly best: { readonly start: number; readonly end: number; readonly evidence: number } | null;
  readonly windows: number;
}

/** So many answers are looked through for one that is not added text only. */
const listed = 20;

/** Reads through a view; undefined where it is not for this file. */
export async function readThrough(
  candidate: Candidate,
  file: EditorFile,
  text: string,
  question: string,
  reader: QaModel,
): Promise<ViewReading | undefined> {
  const view = candidate.make(text, file);
  if (view === undefined) return undefined;
  if (view.text.trim() === '') return { best: null, windows: 0 };
  const document = makeDocument(view.text, file.file);
  const model = candidate.headingPaths === true ? withHeadingPaths(reader, document, question) : reader;
  const options = { windowBudget: Infinity, threshold: -Infinity, top: listed };
  const observer = { now: () => 0, stopped: () => false };
  const { answers, coverage } = await answerQuestion(document, question, model, options, observer);
  for (const { start, end, evidence } of answers) {
    const place = toFile(view, text, start, end);
    if (place === null) continue;
    return { best: { ...toCharacters(text, place.start, place.end), evidence }, windows: coverage.windows };
  }
  return { best: null, windows: coverage.windows };
}
