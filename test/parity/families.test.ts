import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { convertBert, parseBertConfig } from '../../src/convert/bert';
import { openSession } from '../../src/runtime/session';
import { withTensorFile } from '../../src/runtime/tensorFile';
import { largestDifference } from './difference';

interface FamilyCase {
  readonly inputIds: readonly number[];
  readonly typeIds: readonly number[];
  readonly startLogits: readonly number[];
  readonly endLogits: readonly number[];
}

// Tiny random models with PyTorch's float32 outputs; `bert-half` holds float16, `bert-old-names` gamma and beta.
describe.each(['bert', 'bert-half', 'bert-old-names'])('%s', (family) => {
  const folder = fileURLToPath(new URL(`../fixtures/families/${family}`, import.meta.url));
  const read = (file: string): unknown => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'));
  const { cases } = read('cases.json') as { cases: readonly FamilyCase[] };

  it('gives PyTorch’s logits within 1e-4', async () => {
    const config = parseBertConfig(read('config.json'));
    const graph = withTensorFile(`${folder}/model.safetensors`, (file) => convertBert(config, file));
    const session = await openSession(graph, folder, 1);
    for (const { inputIds, typeIds, startLogits, endLogits } of cases) {
      const logits = await session.run({
        ids: Int32Array.from(inputIds),
        typeIds: Int32Array.from(typeIds),
        contextOffset: 0,
      });
      expect(largestDifference(logits.start, startLogits)).toBeLessThan(1e-4);
      expect(largestDifference(logits.end, endLogits)).toBeLessThan(1e-4);
    }
    await session.release();
    expect(cases).toHaveLength(5);
  });
});
