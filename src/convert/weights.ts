// A model's tensors as constants of a graph: float32 stays where it lies in the safetensors file, 16-bit floats are
// widened into the graph (onnxruntime takes external data from files or from memory, never from both).
import { ConversionError } from './errors';
import { widenBrainFloats, widenHalves } from './float16';
import { elementType, type ExternalData, type Initializer } from './onnxFile';
import { type MatrixShape, quantize } from './quantize';
import type { TensorPlace } from './safetensors';

/** The file that tensors come from. */
export interface TensorFile {
  /** Its name, as the graph refers to it. */
  readonly name: string;
  readonly tensors: ReadonlyMap<string, TensorPlace>;
  /** The bytes of a place in the file. */
  read(place: TensorPlace): Uint8Array;
}

/** A second file of weights, written while the model is converted. */
export interface Sidecar {
  /** Its name, as the graph refers to it. */
  readonly name: string;
  /** Writes bytes at its end, or behind a gap, and says where they lie. */
  append(bytes: Uint8Array): { readonly startByte: number; readonly endByte: number };
}

/** The types that can be read; a table of words stays in its own. */
const floatTypes = { F32: elementType.float, F16: elementType.float16, BF16: elementType.bfloat16 } as const;

/** A serialised graph must stay below protobuf's 2 GiB. */
const maxWidenedBytes = 2 ** 30;

const namedAtMost = 5;

/** Collects the constants of one graph. A tensor that is missing is reported by `finish`, with the others. */
export class WeightCollector {
  readonly #initializers = new Map<string, Initializer>();
  readonly #taken = new Set<string>();
  readonly #missing = new Set<string>();
  #widenedBytes = 0;

  /**
   * @param sidecar takes what is not in the file as it is needed and is too large for the graph: matrices in integers;
   *   without it they are in the graph
   */
  constructor(
    private readonly file: TensorFile,
    private readonly sidecar?: Sidecar,
  ) {}

  /** A float tensor of the file, as a constant of type float32. Throws ConversionError naming what is wrong with it. */
  float(name: string, shape: readonly number[]): string {
    if (this.#initializers.has(name)) return name;
    const place = this.#find(name, shape);
    if (place === undefined) return name;
    return this.#add({ name, type: elementType.float, shape, data: this.#asSingles(name, place) });
  }

  /** Rows `[startRow, endRow)` of a float matrix of the file, as a constant of type float32. */
  rows(name: string, [rows, columns]: readonly [number, number], startRow: number, endRow: number): string {
    const place = this.#find(name, [rows, columns]);
    if (place === undefined) return name;
    const rowBytes = (place.endByte - place.startByte) / rows;
    const part: TensorPlace = {
      type: place.type,
      shape: [endRow - startRow, columns],
      startByte: place.startByte + startRow * rowBytes,
      endByte: place.startByte + endRow * rowBytes,
    };
    return this.#add({ name, type: elementType.float, shape: part.shape, data: this.#asSingles(name, part) });
  }

  /**
   * A float tensor of the file in its own precision, for lookups whose few results are widened in the graph: tables of
   * words are half of a small model.
   */
  table(name: string, shape: readonly number[]): { name: string; isWide: boolean } {
    const place = this.#find(name, shape);
    if (place === undefined) return { name, isWide: true };
    const type = floatTypes[place.type];
    return {
      name: this.#add({ name, type, shape, data: this.#inFile(place) }),
      isWide: type === elementType.float,
    };
  }

  /** Several vectors of the file as one float32 vector. */
  concatenated(name: string, parts: readonly string[], length: number): string {
    const vectors = parts.map((part) => this.values(part, [length]));
    const joined = new Float32Array(vectors.reduce((sum, vector) => sum + vector.length, 0));
    let at = 0;
    for (const vector of vectors) {
      joined.set(vector, at);
      at += vector.length;
    }
    return this.constant(name, joined, [joined.length]);
  }

  /** The numbers of a float tensor; none when it is missing. */
  values(name: string, shape: readonly number[]): Float32Array {
    const place = this.#find(name, shape);
    return place === undefined ? new Float32Array() : this.#values(name, place);
  }

  /**
   * A matrix of the file in integers, `[inputs, outputs]`, and the scale of each output. Throws ConversionError `damaged`
   * when one of its numbers is not finite.
   *
   * @param shape `[outputs, inputs]`, as it stands in the file
   * @param largest the largest integer
   */
  quantized(name: string, shape: MatrixShape, largest: number): { matrix: string; scales: string } {
    const names = { matrix: `${name}.integers`, scales: `${name}.scales` };
    const place = this.#find(name, shape);
    if (place === undefined || this.#initializers.has(names.matrix)) return names;
    const [outputs, inputs] = shape;
    const values = this.#values(name, place);
    const quantized = quantize(values, shape, largest);
    if (quantized === undefined) {
      throw new ConversionError('damaged', `the tensor ${name} holds a number that is not finite`);
    }
    const bytes = bytesOf(quantized.matrix);
    const data = this.sidecar === undefined ? bytes : { location: this.sidecar.name, ...this.sidecar.append(bytes) };
    this.#add({ name: names.matrix, type: elementType.int8, shape: [inputs, outputs], data });
    this.constant(names.scales, quantized.scales, [outputs]);
    return names;
  }

  /** Numbers of our own, float32. */
  constant(name: string, values: Float32Array, shape: readonly number[]): string {
    return this.#add({ name, type: elementType.float, shape, data: bytesOf(values) });
  }

  /** A vector of 64-bit integers. */
  integers(name: string, values: readonly number[]): string {
    if (this.#initializers.has(name)) return name;
    const data = bytesOf(BigInt64Array.from(values, BigInt));
    return this.#add({ name, type: elementType.int64, shape: [values.length], data });
  }

  /** One unsigned byte. */
  byte(name: string, value: number): string {
    return this.#add({ name, type: elementType.uint8, shape: [], data: Uint8Array.of(value) });
  }

  /** The constants. Throws ConversionError `damaged` naming tensors that were asked for and are missing. */
  finish(): Initializer[] {
    if (this.#missing.size > 0) {
      throw new ConversionError('damaged', `${nameSome(this.#missing)} missing from ${this.file.name}`);
    }
    return [...this.#initializers.values()];
  }

  /** The file's tensors that nobody asked for. */
  untaken(): string[] {
    return [...this.file.tensors.keys()].filter((name) => !this.#taken.has(name));
  }

  #add(initializer: Initializer): string {
    this.#initializers.set(initializer.name, initializer);
    return initializer.name;
  }

  #find(
    name: string,
    shape: readonly number[],
  ): (TensorPlace & { readonly type: keyof typeof floatTypes }) | undefined {
    const found = [name, oldName(name)].find((candidate) => this.file.tensors.has(candidate)) ?? name;
    const place = this.file.tensors.get(found);
    if (place === undefined) {
      this.#missing.add(name);
      return undefined;
    }
    const { type } = place;
    if (type !== 'F32' && type !== 'F16' && type !== 'BF16') {
      const readable = Object.keys(floatTypes).join(', ');
      throw new ConversionError('unsupported', `the tensor ${name} is ${type}; ${readable} can be read`);
    }
    if (place.shape.join() !== shape.join()) {
      const shapes = `[${place.shape.join(', ')}] where [${shape.join(', ')}] is expected`;
      throw new ConversionError('damaged', `the tensor ${name} has the shape ${shapes}`);
    }
    this.#taken.add(found);
    return { ...place, type };
  }

  #inFile({ startByte, endByte }: TensorPlace): ExternalData {
    return { location: this.file.name, startByte, endByte };
  }

  #asSingles(name: string, place: TensorPlace): Uint8Array | ExternalData {
    if (place.type === 'F32') return this.#inFile(place);
    this.#widenedBytes += 2 * (place.endByte - place.startByte);
    if (this.#widenedBytes > maxWidenedBytes) {
      throw new ConversionError(
        'unsupported',
        'the weights are 16-bit floats of more than 512 MB; so large a model is needed in float32',
      );
    }
    return bytesOf(this.#values(name, place));
  }

  #values(name: string, place: TensorPlace): Float32Array {
    const values = new Float32Array(place.shape.reduce((product, dimension) => product * dimension, 1));
    const bytes = this.file.read(place);
    if (bytes.length !== place.endByte - place.startByte) {
      throw new ConversionError('damaged', `the tensor ${name} ends before its last byte`);
    }
    if (place.type === 'F16') widenHalves(bytes, values);
    else if (place.type === 'BF16') widenBrainFloats(bytes, values);
    else new Uint8Array(values.buffer).set(bytes);
    return values;
  }
}

/** Names some, counts the others: `the tensors a, b and 3 more are`. */
export function nameSome(names: Iterable<string>): string {
  const all = [...names];
  const rest = all.length - namedAtMost;
  const named = all.slice(0, namedAtMost).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
  return all.length === 1 ? `the tensor ${named} is` : `the tensors ${named} are`;
}

/** Files from before 2019 call the two vectors of a LayerNorm gamma and beta. */
function oldName(name: string): string {
  return name.replace(/LayerNorm\.weight$/, 'LayerNorm.gamma').replace(/LayerNorm\.bias$/, 'LayerNorm.beta');
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Int8Array | BigInt64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
