// document-qa score SQUAD PREDICTIONS
import { SquadFileError } from '../evaluate/errors';
import { scoreOfficially } from '../evaluate/officialMetric';
import { parseNoAnswerScores, parsePredictions } from '../evaluate/predictions';
import type { SquadQuestion } from '../evaluate/squad';
import { readJsonFile, readSquadFile } from './jsonFile';
import { type OutputOptions, writeMessage, writeResult } from './output';
import { count } from './quantities';

/** Options of `score`, as parsed. */
export interface ScoreOptions extends OutputOptions {
  readonly naProbFile?: string;
  readonly naProbThresh: number;
  readonly pr: boolean;
}

/** Ids that a message names at most. */
const namedIds = 5;

/**
 * Scores a file of predictions as the official evaluation does, and prints its keys and values. Throws InputError that
 * names the file, and the place in it.
 */
export async function score(squadFile: string, predictionsFile: string, options: ScoreOptions): Promise<void> {
  const { naProbFile, naProbThresh: threshold, pr: precisionRecall } = options;
  const questions = await readSquadFile(squadFile);
  const parseAnswers = (text: string) => requireAll(questions, parsePredictions(text), 'prediction');
  const parseScores = (text: string) => requireAll(questions, parseNoAnswerScores(text), 'no-answer score');
  const predictions = await readJsonFile(predictionsFile, parseAnswers, 'badPredictions');
  const noAnswerScores =
    naProbFile === undefined ? undefined : await readJsonFile(naProbFile, parseScores, 'badNoAnswerScores');
  if (precisionRecall && noAnswerScores === undefined) {
    writeMessage(options, '--pr prints nothing without --na-prob-file: the curves are over its numbers');
  }
  const scores = scoreOfficially(questions, predictions, {
    threshold,
    precisionRecall,
    ...(noAnswerScores && { noAnswerScores }),
  });
  writeResult(options, scores, [JSON.stringify(scores, null, 2)]);
}

/** What a file has by id, when it has it for every question. Throws SquadFileError that names the first left out. */
function requireAll<Value>(
  questions: readonly SquadQuestion[],
  known: Map<string, Value>,
  what: string,
): Map<string, Value> {
  const ids = questions.map(({ id }) => id).filter((id) => !known.has(id));
  if (ids.length === 0) return known;
  const named = ids.slice(0, namedIds).join(', ') + (ids.length > namedIds ? ', …' : '');
  throw new SquadFileError('', `no ${what} for ${count(ids.length)} of ${count(questions.length)} questions: ${named}`);
}
