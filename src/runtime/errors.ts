// Why there is no reader, or no longer one.
import type { ModelFailureReason } from '../protocol/engine';

/** A model that cannot be opened. */
export class ModelError extends Error {
  override readonly name = 'ModelError';

  constructor(
    readonly reason: ModelFailureReason,
    message: string,
    /** Absolute path of the file at fault, where there is one. */
    readonly file: string | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
