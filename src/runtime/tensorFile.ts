// A safetensors file on disk, as the converter reads it.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { headerLengthBytes, parseHeader, readHeaderLength } from '../convert/safetensors';
import type { TensorFile } from '../convert/weights';

/**
 * Opens a safetensors file, hands it to `use`, and closes it. Reads are synchronous: they happen once, in a process of
 * their own. Throws ConversionError `damaged` when the header cannot be trusted.
 *
 * @param name how the graph refers to it
 */
export function withTensorFile<Result>(
  path: string,
  use: (file: TensorFile) => Result,
  name: string = basename(path),
): Result {
  const descriptor = openSync(path, 'r');
  try {
    const readBytes = (startByte: number, bytes: number): Uint8Array => {
      const buffer = new Uint8Array(bytes);
      const read = readSync(descriptor, buffer, 0, bytes, startByte);
      return buffer.subarray(0, read);
    };
    const fileBytes = fstatSync(descriptor).size;
    const headerBytes = readHeaderLength(readBytes(0, headerLengthBytes), fileBytes);
    const header = new TextDecoder().decode(readBytes(headerLengthBytes, headerBytes));
    return use({
      name,
      tensors: parseHeader(header, headerBytes, fileBytes),
      read: ({ startByte, endByte }) => readBytes(startByte, endByte - startByte),
    });
  } finally {
    closeSync(descriptor);
  }
}
