// The safetensors header: where each tensor lies in the file. Format: huggingface/safetensors, "Format" in its README.
import * as v from 'valibot';
import { ConversionError } from './errors';

/** Bytes before the header: its length as an unsigned 64-bit little-endian number. */
export const headerLengthBytes = 8;

/** Against headers made to exhaust memory; real ones are a few hundred kB at most (CWE-770). */
const maxHeaderBytes = 16 * 1024 * 1024;

/** Bytes of one element of each type a header may name. */
const elementBytes = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E4M3: 1,
  F8_E5M2: 1,
  U16: 2,
  I16: 2,
  F16: 2,
  BF16: 2,
  U32: 4,
  I32: 4,
  F32: 4,
  U64: 8,
  I64: 8,
  F64: 8,
} as const;

/** A tensor's element type, as safetensors names it. */
export type ElementType = keyof typeof elementBytes;

/** Where a tensor lies: its data is bytes `[startByte, endByte)` of the file, row-major, little-endian. */
export interface TensorPlace {
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly startByte: number;
  readonly endByte: number;
}

const size = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const headerSchema = v.record(
  v.string(),
  v.object({
    dtype: v.picklist(Object.keys(elementBytes) as ElementType[]),
    shape: v.pipe(v.array(size), v.maxLength(8)),
    data_offsets: v.strictTuple([size, size]),
  }),
);

/** Length of the JSON header in bytes, from the file's first 8 bytes. Throws ConversionError. */
export function readHeaderLength(firstBytes: Uint8Array, fileBytes: number): number {
  if (firstBytes.length < headerLengthBytes) throw damaged('the file is too short to hold a header');
  const view = new DataView(firstBytes.buffer, firstBytes.byteOffset, headerLengthBytes);
  const length = Number(view.getBigUint64(0, true));
  if (length > maxHeaderBytes && isPickle(firstBytes)) {
    throw new ConversionError(
      'unsupported',
      'the weights are a Python pickle (pytorch_model.bin), which can run code when it is loaded; ' +
        'a safetensors file is needed (model.safetensors)',
    );
  }
  if (length > maxHeaderBytes) throw damaged(`a header of ${length} bytes is over the limit of ${maxHeaderBytes}`);
  if (headerLengthBytes + length > fileBytes) throw damaged('the header is longer than the file');
  return length;
}

/**
 * The tensors of a file by name. Throws ConversionError `damaged` unless every tensor's bytes fit its type and shape
 * and the tensors fill the file without gap or overlap.
 *
 * @param json the header's text
 * @param headerBytes its length in bytes
 */
export function parseHeader(json: string, headerBytes: number, fileBytes: number): Map<string, TensorPlace> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch (cause) {
    throw damaged('the header is not JSON', cause);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw damaged('the header is not an object');
  // `__metadata__` is free text about the file.
  const entries = Object.fromEntries(Object.entries(parsed).filter(([name]) => name !== '__metadata__'));
  const result = v.safeParse(headerSchema, entries, { abortEarly: true });
  if (!result.success) throw damaged(`the header is wrong at ${v.getDotPath(result.issues[0]) ?? 'its top'}`);

  const dataStart = headerLengthBytes + headerBytes;
  const tensors = new Map<string, TensorPlace>();
  for (const [
    name,
    {
      dtype,
      shape,
      data_offsets: [start, end],
    },
  ] of Object.entries(result.output)) {
    const bytes = shape.reduce((product, dimension) => product * dimension, elementBytes[dtype]);
    if (end - start !== bytes) throw damaged(`${name}: ${end - start} bytes for ${dtype} [${shape.join(', ')}]`);
    tensors.set(name, { type: dtype, shape, startByte: dataStart + start, endByte: dataStart + end });
  }
  let expected = dataStart;
  for (const [name, place] of [...tensors].sort(([, a], [, b]) => a.startByte - b.startByte || a.endByte - b.endByte)) {
    if (place.startByte !== expected) throw damaged(`${name}: its data leave a gap or overlap another tensor's`);
    expected = place.endByte;
  }
  if (expected !== fileBytes) throw damaged(`the tensors end at byte ${expected}, the file at ${fileBytes}`);
  return tensors;
}

/** PyTorch writes a zip archive around its pickle, and wrote the bare pickle (protocols 2 to 5) in old versions. */
function isPickle([first, second, third, fourth]: Uint8Array): boolean {
  const isZip = first === 0x50 && second === 0x4b && third === 3 && fourth === 4;
  return isZip || (first === 0x80 && second !== undefined && second >= 2 && second <= 5);
}

function damaged(message: string, cause?: unknown): ConversionError {
  return new ConversionError('damaged', message, { cause });
}
