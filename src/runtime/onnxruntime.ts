// onnxruntime, loaded when it is first needed: its native part may be missing on this machine.
import type * as Onnxruntime from 'onnxruntime-node';
import { ModelError } from './errors';

/** Loads onnxruntime. Throws ModelError `nativeMissing`. */
export async function loadOnnxruntime(): Promise<typeof Onnxruntime> {
  try {
    return await import('onnxruntime-node');
  } catch (cause) {
    throw new ModelError('nativeMissing', 'onnxruntime could not be loaded', null, { cause });
  }
}
