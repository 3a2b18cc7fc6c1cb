// Tensor files in memory.
import type { ElementType, TensorPlace } from '../../src/convert/safetensors';
import type { TensorFile } from '../../src/convert/weights';

export interface FakeTensor {
  readonly shape: readonly number[];
  readonly type?: ElementType;
  /** Bytes of its data; zeros when left out. */
  readonly data?: Uint8Array;
}

/** A file that holds tensors one after the other, behind 100 bytes of header. */
export function makeTensorFile(tensors: Readonly<Record<string, FakeTensor>>): TensorFile {
  const headerBytes = 100;
  const elementBytes: Partial<Record<ElementType, number>> = { F32: 4, F16: 2, BF16: 2, I64: 8 };
  const places = new Map<string, TensorPlace>();
  const parts: Uint8Array[] = [new Uint8Array(headerBytes)];
  let startByte = headerBytes;
  for (const [name, { shape, type = 'F32', data }] of Object.entries(tensors)) {
    const bytes = shape.reduce((product, dimension) => product * dimension, elementBytes[type] ?? NaN);
    places.set(name, { type, shape, startByte, endByte: startByte + bytes });
    parts.push(data ?? new Uint8Array(bytes));
    startByte += bytes;
  }
  const whole = new Uint8Array(startByte);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return { name: 'weights.bin', tensors: places, read: (place) => whole.slice(place.startByte, place.endByte) };
}

/** Singles as the bytes of a file. */
export function singles(...values: number[]): Uint8Array {
  return new Uint8Array(Float32Array.from(values).buffer);
}

/** Halves, given by their bits, as the bytes of a file. */
export function halves(...bits: number[]): Uint8Array {
  return new Uint8Array(Uint16Array.from(bits).buffer);
}
