import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { convertModel, parseModelConfig } from '../../src/convert/model';
import type { SpanLogits } from '../../src/qa/logits';
import { openSession } from '../../src/runtime/session';
import { withTensorFile } from '../../src/runtime/tensorFile';
import { readFamily } from '../convert/families';
import { largestDifference } from './difference';

const folder = mkdtempSync(join(tmpdir(), 'bfloat16-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes the tiny BERT with every number cut to the upper half of a single, in two or in four bytes each. */
function writeWeights(name: string, type: 'BF16' | 'F32'): void {
  const parts: Buffer[] = [];
  const header: Record<string, object> = {};
  let start = 0;
  for (const [tensor, { shape, data = new Uint8Array() }] of Object.entries(readFamily('bert').tensors)) {
    const bits = new Uint32Array(Uint8Array.from(data).buffer);
    const part =
      type === 'BF16'
        ? Uint16Array.from(bits, (value) => value >>> 16)
        : Uint32Array.from(bits, (value) => value & 0xffff0000);
    parts.push(Buffer.from(part.buffer));
    header[tensor] = { dtype: type, shape, data_offsets: [start, (start += part.byteLength)] };
  }
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  writeFileSync(join(folder, name), Buffer.concat([length, json, ...parts]));
}

async function read(name: string): Promise<SpanLogits> {
  const config = parseModelConfig(readFamily('bert').json);
  const graph = withTensorFile(join(folder, name), (file) => convertModel(config, file));
  const session = await openSession(graph, folder, 1);
  const ids = Int32Array.from({ length: 20 }, (_, i) => 5 * i);
  const logits = await session.run({ ids, typeIds: ids.map((_, i) => (i > 7 ? 1 : 0)), contextOffset: 0 });
  await session.release();
  return logits;
}

describe('weights of bfloat16', () => {
  it('give the logits of the same weights in single precision', async () => {
    writeWeights('bfloat16.safetensors', 'BF16');
    writeWeights('singles.safetensors', 'F32');
    expect(readFileSync(join(folder, 'bfloat16.safetensors')).length).toBeLessThan(80_000);
    const [short, long] = [await read('bfloat16.safetensors'), await read('singles.safetensors')];
    expect(largestDifference(short.start, long.start)).toBeLessThan(1e-5);
    expect(largestDifference(short.end, long.end)).toBeLessThan(1e-5);
  });
});
