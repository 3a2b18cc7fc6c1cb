// The composition root of what is loaded when a person first wants it: most windows only ask, and start with less.
import { ReaderActions, type ReaderParts } from './readerActions';
import { chooseStrictness } from './strictnessPicker';

/** What a person may want of a window beyond answers. */
export interface OnDemand {
  readonly readerActions: ReaderActions;
  readonly chooseStrictness: () => Promise<void>;
}

/** Builds the parts, once in a window. */
export function makeOnDemand(parts: ReaderParts): OnDemand {
  return {
    readerActions: new ReaderActions(parts),
    chooseStrictness: () => chooseStrictness(parts.readers, parts.session),
  };
}
