// Which matrices of a model multiply in 8-bit integers, and how numbers are rounded for it.

/** What a matrix of an encoder layer makes: queries, keys and values; their outcome; the halves of the feed-forward part. */
export type MatrixRole = 'attentionInput' | 'attentionOutput' | 'ffnInput' | 'ffnOutput';

/** How exactly a graph computes. The span head, tables and embeddings are float32 in any case. */
export interface Precision {
  /** The matrices that multiply in integers; none is float32. */
  readonly int8: ReadonlySet<MatrixRole>;
  /** Inputs are rounded by a scale for each token, so that a token with outlying numbers leaves the others their digits. */
  readonly perToken: boolean;
  /** 7 where the processor's product of unsigned and signed bytes saturates. */
  readonly weightBits: 8 | 7;
}

/** Everything in float32. */
export const fp32: Precision = { int8: new Set(), perToken: false, weightBits: 8 };
