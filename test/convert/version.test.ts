import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ladder } from '../../src/convert/ladder';
import { convertModel, parseModelConfig } from '../../src/convert/model';
import { converterVersion } from '../../src/convert/version';
import { withTensorFile } from '../../src/runtime/tensorFile';

/** What the graphs of two small models, in every rung of the ladder, hash to in each version of the converter. */
const graphsOf: Readonly<Record<string, string>> = {
  '1': '8cbe61f1b17124c48dd52f4bf77b12335ca14e8c7f81626d948cb761b5940488',
};

it('a converter that writes other graphs has another version', () => {
  const hash = createHash('sha256');
  for (const family of ['roberta', 'deberta-v2']) {
    const folder = join(import.meta.dirname, '../fixtures/families', family);
    const config = parseModelConfig(JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')));
    for (const rung of ladder) {
      let endByte = 0;
      const append = (bytes: Uint8Array): { startByte: number; endByte: number } => {
        hash.update(bytes);
        const startByte = endByte;
        endByte += bytes.length;
        return { startByte, endByte };
      };
      const graph = withTensorFile(join(folder, 'model.safetensors'), (file) =>
        convertModel(config, file, { ...rung, weightBits: 8 }, { name: 'weights.bin', append }),
      );
      hash.update(rung.name).update(graph);
    }
  }
  // Where this fails on purpose: raise the version, and add its hash.
  expect(hash.digest('hex')).toBe(graphsOf[converterVersion]);
});
