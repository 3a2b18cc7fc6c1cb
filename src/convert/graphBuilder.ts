// The operations that transformers are made of, as nodes of an ONNX graph. Why this form: docs/design.md, "The graph".
import { type Attribute, elementType, type GraphNode, type GraphValue, writeOnnx } from './onnxFile';
import type { WeightCollector } from './weights';

/** The function between the two matrices of a layer's feed-forward part. */
export type Activation = 'gelu' | 'geluTanh' | 'relu';

/** Rows and columns of a matrix as PyTorch stores it: outputs, inputs. */
export type MatrixShape = readonly [outputs: number, inputs: number];

type Attributes = Readonly<Record<string, Attribute>>;

/** Adds nodes in the order they run; each method returns the name of the value that it makes. */
export class GraphBuilder {
  readonly #nodes: GraphNode[] = [];

  constructor(readonly weights: WeightCollector) {}

  /** One operation of ONNX's own. */
  add(type: string, inputs: readonly string[], attributes: Attributes = {}): string {
    return this.#addNode(type, '', inputs, attributes);
  }

  /** One operation of onnxruntime's. */
  addContributed(type: string, inputs: readonly string[], attributes: Attributes = {}): string {
    return this.#addNode(type, 'com.microsoft', inputs, attributes);
  }

  sum(a: string, b: string): string {
    return this.add('Add', [a, b]);
  }

  /** LayerNorm with the vectors `name.weight` and `name.bias`. */
  layerNorm(x: string, name: string, width: number, epsilon: number): string {
    const inputs = [x, this.weights.float(`${name}.weight`, [width]), this.weights.float(`${name}.bias`, [width])];
    return this.add('LayerNormalization', inputs, { axis: -1, epsilon: { float: epsilon } });
  }

  /** `x` by the transpose of `name.weight`: transB reads the matrices of the file as they lie. */
  product(x: string, name: string, shape: MatrixShape): string {
    return this.productTransposed(x, this.weights.float(`${name}.weight`, shape));
  }

  /** `a` by the transpose of `b`, of their last two dimensions, times `scale`. */
  productTransposed(a: string, b: string, scale = 1): string {
    return this.addContributed('FusedMatMul', [a, b], { transA: 0, transB: 1, alpha: { float: scale } });
  }

  /** A linear layer: `name.weight` and `name.bias`. */
  linear(x: string, name: string, shape: MatrixShape): string {
    return this.sum(this.product(x, name, shape), this.weights.float(`${name}.bias`, [shape[0]]));
  }

  /** Rows of the table `name`, as float32. */
  lookUp(name: string, shape: MatrixShape, indices: string): string {
    const table = this.weights.table(name, shape);
    const vectors = this.add('Gather', [table.name, indices], { axis: 0 });
    return table.isWide ? vectors : this.add('Cast', [vectors], { to: elementType.float });
  }

  /** The activation function. */
  activate(x: string, activation: Activation): string {
    if (activation === 'relu') return this.add('Relu', [x]);
    return this.add('Gelu', [x], { approximate: activation === 'gelu' ? 'none' : 'tanh' });
  }

  /** How many tokens the input has, as a vector of one. */
  sequenceLength(): string {
    return this.add('Shape', ['input_ids'], { start: 1, end: 2 });
  }

  /** The zero as a vector of one. */
  zero(): string {
    return this.weights.integers('zero', [0]);
  }

  /** The one as a vector of one. */
  one(): string {
    return this.weights.integers('one', [1]);
  }

  /** `[sequence, sequence]`: how far the column's token stands behind the row's; negative where it stands before. */
  distances(): string {
    const positions = this.add('Range', [this.zero(), this.sequenceLength(), this.one()]);
    return this.add('Sub', [positions, this.add('Unsqueeze', [positions, this.one()])]);
  }

  /**
   * A value for each distance less than `limit` either way. Negative ones stand at the end, where Gather looks for a
   * negative index.
   */
  byDistance(name: string, limit: number, valueOf: (distance: number) => number): string {
    const values = Array.from({ length: 2 * limit - 1 }, (_, i) => valueOf(i < limit ? i : i - 2 * limit + 1));
    return this.weights.integers(name, values);
  }

  /** The serialised model that gives `output` under the name of `result`. */
  finish(inputs: readonly string[], output: string, result: Omit<GraphValue, 'type'>): Uint8Array {
    return writeOnnx({
      nodes: this.#nodes.map((node) => (node.outputs[0] === output ? { ...node, outputs: [result.name] } : node)),
      initializers: this.weights.finish(),
      inputs: inputs.map((name) => ({ name, type: elementType.int32, shape: ['batch', 'sequence'] })),
      outputs: [{ ...result, type: elementType.float }],
    });
  }

  #addNode(type: string, domain: string, inputs: readonly string[], attributes: Attributes): string {
    const output = `${type}_${this.#nodes.length}`;
    this.#nodes.push({ type, domain, inputs, outputs: [output], attributes });
    return output;
  }
}
