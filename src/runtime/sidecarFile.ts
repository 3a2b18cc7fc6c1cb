// The file for weights that a conversion makes, beside the safetensors file that it reads.
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import type { Sidecar } from '../convert/weights';

/** Tensors begin at pages, because onnxruntime maps them. */
const alignmentBytes = 4096;

/**
 * Makes a file, hands it to `use`, and closes it once its content is on the disk.
 *
 * @param name how the graph refers to it
 */
export function withSidecarFile<Result>(path: string, name: string, use: (sidecar: Sidecar) => Result): Result {
  const descriptor = openSync(path, 'wx');
  try {
    let endByte = 0;
    const result = use({
      name,
      append(bytes) {
        const startByte = Math.ceil(endByte / alignmentBytes) * alignmentBytes;
        for (let written = 0; written < bytes.length;) {
          written += writeSync(descriptor, bytes, written, bytes.length - written, startByte + written);
        }
        endByte = startByte + bytes.length;
        return { startByte, endByte };
      },
    });
    fsyncSync(descriptor);
    return result;
  } finally {
    closeSync(descriptor);
  }
}
