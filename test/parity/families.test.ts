import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { convertModel, parseModelConfig } from '../../src/convert/model';
import { openSession } from '../../src/runtime/session';
import { withTensorFile } from '../../src/runtime/tensorFile';
import { tinyFamilies } from '../convert/families';
import { largestDifference } from './difference';

interface FamilyCase {
  readonly inputIds: readonly number[];
  readonly typeIds: readonly number[];
  readonly startLogits: readonly number[];
  readonly endLogits: readonly number[];
}

// Tiny random models with PyTorch's float32 outputs; `bert-half` holds float16, `bert-old-names` gamma and beta.
describe.each(tinyFamilies)('%s', (family) => {
  const folder = fileURLToPath(new URL(`../fixtures/families/${family}`, import.meta.url));
  const read = (file: string): unknown => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'));
  const { cases } = read('cases.json') as { cases: readonly FamilyCase[] };

  it('gives PyTorch’s logits within 1e-4', async () => {
    const config = parseModelConfig(read('config.json'));
    const graph = withTensorFile(`${folder}/model.safetensors`, (file) => convertModel(config, file));
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
