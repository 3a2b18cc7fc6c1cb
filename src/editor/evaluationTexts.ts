// What the evaluation of a SQuAD file says.
import * as l10n from '@vscode/l10n';
import { durationText } from '../hub/quantities';
import type { EvaluationProgress } from '../protocol/engine';
import { count } from '../words/numbers';

export const evaluateTitle = (): string => l10n.t('Evaluate on a SQuAD File');
export const busyEvaluatingText = (): string =>
  l10n.t('A SQuAD file is being evaluated already. Wait until that is done, or cancel it.');
export const heldElsewhereText = (): string =>
  l10n.t('Another window evaluates this file. Wait until that is done, or cancel it there.');

/** What is said while a file is evaluated; the same from begin to end. */
export function evaluatingTitle(name: string): string {
  return l10n.t('Evaluating {0}', name);
}

/** Title of the report's tab. */
export function reportTitle(name: string): string {
  return l10n.t('Evaluation: {0}', name);
}

/** Said of a file that the engine cannot read by its path. */
export function notOnDiskText(name: string): string {
  return l10n.t('{0} is no file on this machine. Save a copy here, and evaluate that.', name);
}

/** Said where the editor holds changes. */
export function unsavedText(name: string): string {
  return l10n.t('{0} has changes that are not saved. Save it first: what is on the disk is evaluated.', name);
}

/** Why there is no report, `fault` being a sentence. */
export function evaluationFailureText(name: string, fault: string): string {
  return l10n.t('{0} cannot be evaluated. {1}', name, fault);
}

/** Said where a mistake's question is no longer there. */
export function questionGoneText(name: string): string {
  return l10n.t('The question is no longer in {0}: the file was changed since.', name);
}

/** How far an evaluation is: "130 of 2,642 questions, 3 min left (continued at 120)". */
export function evaluationProgressText({ asked, askedBefore, questions, leftMs }: EvaluationProgress): string {
  const [done, all, before] = [count(asked), count(questions), count(askedBefore)];
  if (leftMs === null) {
    return askedBefore === 0
      ? l10n.t('{0} of {1} questions', done, all)
      : l10n.t('{0} of {1} questions (continued at {2})', done, all, before);
  }
  const left = durationText(leftMs);
  return askedBefore === 0
    ? l10n.t('{0} of {1} questions, {2} left', done, all, left)
    : l10n.t('{0} of {1} questions, {2} left (continued at {3})', done, all, left, before);
}
