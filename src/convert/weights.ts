// A model's tensors as constants of a graph: float32 stays where it lies in the safetensors file, 16-bit floats are
// widened into the graph (onnxruntime takes external data from files or from memory, never from both).
import { ConversionError } from './errors';
import { widenBrainFloats, widenHalves } from './float16';
import { elementType, type ExternalData, type Initializer } from './onnxFile';
import type { TensorPlace } from './safetensors';

/** The file that tensors come from. */
export interface TensorFile {
  /** Its name, as the graph refers to it. */
  readonly name: string;
  readonly tensors: ReadonlyMap<string, TensorPlace>;
  /** The bytes of a place in the file. */
  read(place: TensorPlace): Uint8Array;
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

  constructor(private readonly file: TensorFile) {}

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

  /** Numbers of our own, float32. */
  constant(name: string, values: Float32Array, shape: readonly number[]): string {
    return this.#add({ name, type: elementType.float, shape, data: bytesOf(values) });
  }

  /** A vector of 64-bit integers. */
  integers(name: string, values: readonly number[]): string {
    if (this.#initializers.has(name)) return name;
    const data = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    return this.#add({ name, type: elementType.int64, shape: [values.length], data });
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

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
