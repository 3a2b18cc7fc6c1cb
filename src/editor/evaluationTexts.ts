// What the evaluation of a SQuAD file says.
import { durationText } from '../hub/quantities';
import type { EvaluationProgress } from '../protocol/engine';
import { count } from '../words/numbers';

export const evaluateTitle = 'Evaluate on a SQuAD File';
export const busyEvaluatingText = 'A SQuAD file is being evaluated already. Wait until that is done, or cancel it.';
export const heldElsewhereText = 'Another window evaluates this file. Wait until that is done, or cancel it there.';

/** What is said while a file is evaluated; the same from begin to end. */
export function evaluatingTitle(name: string): string {
  return `Evaluating ${name}`;
}

/** Title of the report's tab. */
export function reportTitle(name: string): string {
  return `Evaluation: ${name}`;
}

/** Said of a file that the engine cannot read by its path. */
export function notOnDiskText(name: string): string {
  return `${name} is no file on this machine. Save a copy here, and evaluate that.`;
}

/** Said where the editor holds changes. */
export function unsavedText(name: string): string {
  return `${name} has changes that are not saved. Save it first: what is on the disk is evaluated.`;
}

/** Why there is no report, `fault` being a sentence. */
export function evaluationFailureText(name: string, fault: string): string {
  return `${name} cannot be evaluated. ${fault}`;
}

/** Said where a mistake's question is no longer there. */
export function questionGoneText(name: string): string {
  return `The question is no longer in ${name}: the file was changed since.`;
}

/** How far an evaluation is: "130 of 2,642 questions, 3 min left (continued at 120)". */
export function evaluationProgressText({ asked, askedBefore, questions, leftMs }: EvaluationProgress): string {
  const left = leftMs === null ? '' : `, ${durationText(leftMs)} left`;
  const continued = askedBefore === 0 ? '' : ` (continued at ${count(askedBefore)})`;
  return `${count(asked)} of ${count(questions)} questions${left}${continued}`;
}
