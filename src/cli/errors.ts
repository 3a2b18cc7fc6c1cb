// What can be wrong with what was typed or named in a terminal, and with a reader that was to be opened.
import type { ModelError } from '../runtime/errors';

/** A fault of the input; `message` is the sentence that people read. */
export type InputErrorReason =
  | 'usage'
  | 'notFound'
  | 'isDirectory'
  | 'unreadable'
  | 'binaryFile'
  | 'fileTooLarge'
  | 'badSelection'
  | 'badSquadFile'
  | 'badPredictions'
  | 'badNoAnswerScores'
  | 'badOutput'
  | 'badProxy'
  | 'notInstalled'
  | 'fileMissing'
  | 'fileDamaged';

/** Input that cannot be used; the message names it and the way out. */
export class InputError extends Error {
  override readonly name = 'InputError';

  constructor(
    readonly reason: InputErrorReason,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A model that does not open; `model` is what `models download` takes to fetch it again. */
export class ReaderError extends Error {
  override readonly name = 'ReaderError';

  constructor(
    readonly model: string,
    readonly fault: ModelError,
  ) {
    super(fault.message, { cause: fault });
  }
}

/** A command that was ended by Ctrl-C; the message says in what state that leaves things. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}
