// The operations that transformers are made of, as nodes of an ONNX graph. Why this form: docs/design.md, "The graph".
import { type Attribute, elementType, type GraphNode, type GraphValue, writeOnnx } from './onnxFile';
import type { MatrixRole, Precision } from './precision';
import type { MatrixShape } from './quantize';
import type { WeightCollector } from './weights';

/** The function between the two matrices of a layer's feed-forward part. */
export type Activation = 'gelu' | 'geluTanh' | 'relu';

/** A value in unsigned bytes: `(bytes - zero) * scale`, times its token's peak where there is one. */
interface RoundedValue {
  readonly bytes: string;
  readonly scale: string;
  readonly zero: string;
  readonly peaks?: string;
}

type Attributes = Readonly<Record<string, Attribute>>;

/** Adds nodes in the order they run; each method returns the name of the value that it makes. */
export class GraphBuilder {
  readonly #nodes: GraphNode[] = [];

  constructor(
    readonly weights: WeightCollector,
    private readonly precision: Precision,
  ) {}

  /** One operation of ONNX's own. */
  add(type: string, inputs: readonly string[], attributes: Attributes = {}): string {
    return this.#addNode(type, '', inputs, attributes)[0];
  }

  /** One operation of onnxruntime's. */
  addContributed(type: string, inputs: readonly string[], attributes: Attributes = {}): string {
    return this.#addNode(type, 'com.microsoft', inputs, attributes)[0];
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

  /** A linear layer: `name.weight` and `name.bias`. Without a role it is float32 in any case. */
  linear(x: string, name: string, shape: MatrixShape, role?: MatrixRole): string {
    if (role === undefined || !this.isInteger(role))
      return this.sum(this.product(x, name, shape), this.#bias(name, shape));
    return this.#integerLinear(this.#round(x, role), name, shape);
  }

  /** Several linear layers of one input, which is rounded once. */
  linears(x: string, names: readonly string[], shape: MatrixShape, role: MatrixRole): string[] {
    if (!this.isInteger(role)) return names.map((name) => this.linear(x, name, shape));
    const rounded = this.#round(x, role);
    return names.map((name) => this.#integerLinear(rounded, name, shape));
  }

  /** Whether the matrices of a role multiply in integers. */
  isInteger(role: MatrixRole): boolean {
    return this.precision.int8.has(role);
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

  #bias(name: string, [outputs]: MatrixShape): string {
    return this.weights.float(`${name}.bias`, [outputs]);
  }

  #round(x: string, role: MatrixRole): RoundedValue {
    if (!this.precision.perToken) {
      const [bytes, scale = '', zero = ''] = this.#addNode('DynamicQuantizeLinear', '', [x], {}, 3);
      return { bytes, scale, zero };
    }
    // What comes from an activation function is never below -0.17, so that most of the bytes are left for what is above.
    const isActivated = role === 'ffnOutput';
    const zeroPoint = isActivated ? 38 : 128;
    const range = isActivated ? 'activated' : 'any';
    const scale = this.weights.constant(`${range}.scale`, Float32Array.of(1 / (255 - zeroPoint)), []);
    const zero = this.weights.byte(`${range}.zero`, zeroPoint);
    // A peak of less than 1 would push -0.17 out of the bytes; one of 0 cannot be divided by.
    const least = this.weights.constant(`${range}.least`, Float32Array.of(isActivated ? 1 : 1e-6), []);
    const lastAxis = this.weights.integers('last', [-1]);
    const magnitudes = isActivated ? x : this.add('Abs', [x]);
    const peaks = this.add('Max', [this.add('ReduceMax', [magnitudes, lastAxis], { keepdims: 1 }), least]);
    const bytes = this.add('QuantizeLinear', [this.add('Div', [x, peaks]), scale, zero]);
    return { bytes, scale, zero, peaks };
  }

  #integerLinear({ bytes, scale, zero, peaks }: RoundedValue, name: string, shape: MatrixShape): string {
    // 255 * 64 * 2 still fits into 16 signed bits, where some processors add up pairs of products.
    const largest = this.precision.weightBits === 8 ? 127 : 64;
    const { matrix, scales } = this.weights.quantized(`${name}.weight`, shape, largest);
    const factors = [bytes, matrix, scale, scales, zero];
    const bias = this.#bias(name, shape);
    if (peaks === undefined) return this.addContributed('MatMulIntegerToFloat', [...factors, '', bias]);
    return this.sum(this.add('Mul', [this.addContributed('MatMulIntegerToFloat', factors), peaks]), bias);
  }

  #addNode(
    type: string,
    domain: string,
    inputs: readonly string[],
    attributes: Attributes,
    outputs = 1,
  ): [first: string, ...others: string[]] {
    const output = `${type}_${this.#nodes.length}`;
    const others = Array.from({ length: outputs - 1 }, (_, i) => `${output}_${i + 1}`);
    this.#nodes.push({ type, domain, inputs, outputs: [output, ...others], attributes });
    return [output, ...others];
  }
}
