// Which matrices of a model multiply in 8-bit integers, and how they are rounded.

/** What a matrix of an encoder layer makes: queries, keys and values; their outcome; the two halves of the feed-forward part. */
export type MatrixRole = 'attentionInput' | 'attentionOutput' | 'ffnInput' | 'ffnOutput';

/** How exactly a graph computes. The span head, tables and embeddings are float32 in any case. */
export interface Precision {
  /** The matrices that multiply in integers; none is float32. */
  readonly int8: ReadonlySet<MatrixRole>;
  /** 7 where the processor's product of unsigned and signed bytes saturates. */
  readonly weightBits: 8 | 7;
  /** Inputs with outlying channels are evened out before they are rounded, and the weights take the factors up. */
  readonly smoothed: boolean;
}

/** Everything in float32. */
export const fp32: Precision = { int8: new Set(), weightBits: 8, smoothed: false };
