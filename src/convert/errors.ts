// Why model files cannot become a graph.

/** `damaged`: the file contradicts itself. `unsupported`: a model that this converter does not know. */
export type ConversionErrorReason = 'damaged' | 'unsupported';

/** A model that cannot be converted; the message names the tensor, key or file at fault. */
export class ConversionError extends Error {
  override readonly name = 'ConversionError';

  constructor(
    readonly reason: ConversionErrorReason,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
