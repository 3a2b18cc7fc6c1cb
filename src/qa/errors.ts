// Errors of the reader. Words for people are made from `reason` at the edges (cli/, editor/messages.ts).

/** Why a question could not be asked of a document. */
export type QaErrorReason = 'emptyQuestion' | 'emptyDocument' | 'emptySelection' | 'noContextRoom';

/** A question that cannot be asked as it stands. "No answer" is never an error. */
export class QaError extends Error {
  override readonly name = 'QaError';

  constructor(
    readonly reason: QaErrorReason,
    message: string,
  ) {
    super(message);
  }
}
