// A model's tensors as constants of a graph: float32 stays where it lies in the safetensors file, float16 is
// widened into the graph (onnxruntime takes external data from files or from memory, never from both).
import { ConversionError } from './errors';
import { widenHalves } from './float16';
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

/** Collects the constants of one graph. */
export class WeightCollector {
  readonly #initializers = new Map<string, Initializer>();

  constructor(
    private readonly file: TensorFile,
    /** Another name that older files use for a tensor. */
    private readonly oldName: (name: string) => string,
  ) {}

  /** A float tensor of the file, as a constant of type float32. Throws ConversionError naming what is wrong with it. */
  float(name: string, shape: readonly number[]): string {
    if (this.#initializers.has(name)) return name;
    const place = this.#find(name, shape);
    const data = this.#isHalf(place) ? bytesOf(this.#values(place)) : this.#inFile(place);
    return this.#add({ name, type: elementType.float, shape, data });
  }

  /**
   * A float tensor of the file in its own precision, for lookups whose few results are widened in the graph: tables of
   * words are half of a small model.
   */
  table(name: string, shape: readonly number[]): { name: string; isHalf: boolean } {
    const place = this.#find(name, shape);
    const isHalf = this.#isHalf(place);
    const type = isHalf ? elementType.float16 : elementType.float;
    return { name: this.#add({ name, type, shape, data: this.#inFile(place) }), isHalf };
  }

  /** Several vectors of the file as one float32 vector. */
  concatenated(name: string, parts: readonly string[], length: number): string {
    const joined = new Float32Array(parts.length * length);
    parts.forEach((part, i) => {
      joined.set(this.#values(this.#find(part, [length])), i * length);
    });
    return this.#add({
      name,
      type: elementType.float,
      shape: [joined.length],
      data: bytesOf(joined),
    });
  }

  /** A vector of 64-bit integers. */
  integers(name: string, values: readonly number[]): string {
    const data = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    return this.#add({ name, type: elementType.int64, shape: [values.length], data });
  }

  get initializers(): Initializer[] {
    return [...this.#initializers.values()];
  }

  #add(initializer: Initializer): string {
    this.#initializers.set(initializer.name, initializer);
    return initializer.name;
  }

  #find(name: string, shape: readonly number[]): TensorPlace {
    const place = this.file.tensors.get(name) ?? this.file.tensors.get(this.oldName(name));
    if (place === undefined) throw new ConversionError('damaged', `the tensor ${name} is missing`);
    if (place.type !== 'F32' && place.type !== 'F16') {
      throw new ConversionError('unsupported', `the tensor ${name} is ${place.type}; F32 and F16 can be read`);
    }
    if (place.shape.join() !== shape.join()) {
      const shapes = `[${place.shape.join(', ')}] where [${shape.join(', ')}] is expected`;
      throw new ConversionError('damaged', `the tensor ${name} has the shape ${shapes}`);
    }
    return place;
  }

  #isHalf(place: TensorPlace): boolean {
    return place.type === 'F16';
  }

  #inFile({ startByte, endByte }: TensorPlace): ExternalData {
    return { location: this.file.name, startByte, endByte };
  }

  #values(place: TensorPlace): Float32Array {
    const values = new Float32Array(place.shape.reduce((product, dimension) => product * dimension, 1));
    const bytes = this.file.read(place);
    if (this.#isHalf(place)) widenHalves(bytes, values);
    else new Uint8Array(values.buffer).set(bytes);
    return values;
  }
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
