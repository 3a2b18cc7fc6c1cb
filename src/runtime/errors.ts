// Why there is no reader, or no longer one.

/**
 * `fileMissing`, `fileDamaged`, `fileUnreadable`: a file of the model folder, named in `file`. `unsupported`: a model
 * that this version cannot read. `nativeMissing`: onnxruntime does not load on this machine.
 */
export type ModelErrorReason = 'fileMissing' | 'fileDamaged' | 'fileUnreadable' | 'unsupported' | 'nativeMissing';

/** A model that cannot be opened. */
export class ModelError extends Error {
  override readonly name = 'ModelError';

  constructor(
    readonly reason: ModelErrorReason,
    message: string,
    /** Absolute path of the file at fault, where there is one. */
    readonly file: string | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
