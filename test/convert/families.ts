// The tiny models of test/fixtures/families, in memory.
import { readFileSync } from 'node:fs';
import { headerLengthBytes, parseHeader, readHeaderLength } from '../../src/convert/safetensors';
import type { FakeTensor } from './tensorFiles';

/** The folders of test/fixtures/families. */
export const tinyFamilies = [
  'albert',
  'bert',
  'bert-half',
  'bert-old-names',
  'deberta-v2',
  'distilbert',
  'electra',
  'mpnet',
  'roberta',
] as const;

/** A tiny model's config.json and tensors. */
export function readFamily(name: (typeof tinyFamilies)[number]): {
  json: Record<string, unknown>;
  tensors: Record<string, FakeTensor>;
} {
  const folder = new URL(`../fixtures/families/${name}/`, import.meta.url);
  const json = JSON.parse(readFileSync(new URL('config.json', folder), 'utf8')) as Record<string, unknown>;
  const file = readFileSync(new URL('model.safetensors', folder));
  const headerBytes = readHeaderLength(file, file.length);
  const header = file.toString('utf8', headerLengthBytes, headerLengthBytes + headerBytes);
  const tensors: Record<string, FakeTensor> = {};
  for (const [tensor, { type, shape, startByte, endByte }] of parseHeader(header, headerBytes, file.length)) {
    tensors[tensor] = { type, shape, data: file.subarray(startByte, endByte) };
  }
  return { json, tensors };
}
