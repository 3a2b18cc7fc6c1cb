// What a model says about one window.

/**
 * Start and end logits of one window, before softmax, one value per token of the model's input. Index 0 is the null
 * position (`[CLS]`, `<s>`).
 */
export interface SpanLogits {
  readonly start: Float32Array;
  readonly end: Float32Array;
}
