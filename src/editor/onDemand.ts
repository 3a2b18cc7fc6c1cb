// The composition root of what is loaded when a person first wants it: most windows only ask, and start with less.
import { type EvaluationParts, Evaluations } from './evaluations';
import { ReaderActions, type ReaderParts } from './readerActions';
import { type IssueParts, reportIssue } from './reportIssue';
import { chooseStrictness } from './strictnessPicker';

/** What all of it is built of. */
export type LateParts = ReaderParts & EvaluationParts & IssueParts;

/** What a person may want of a window beyond answers. */
export interface OnDemand {
  readonly readerActions: ReaderActions;
  readonly evaluations: Evaluations;
  readonly chooseStrictness: () => Promise<void>;
  readonly reportIssue: () => Promise<void>;
}

/** Builds the parts, once in a window. */
export function makeOnDemand(parts: LateParts): OnDemand {
  return {
    readerActions: new ReaderActions(parts),
    evaluations: new Evaluations(parts),
    chooseStrictness: () => chooseStrictness(parts.readers, parts.session),
    reportIssue: () => reportIssue(parts),
  };
}
