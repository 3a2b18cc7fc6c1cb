// What can be wrong with what was typed or named in a terminal.

/** A fault of the input; `message` is the sentence that people read. */
export type InputErrorReason =
  'usage' | 'notFound' | 'isDirectory' | 'unreadable' | 'binaryFile' | 'fileTooLarge' | 'badSelection';

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
