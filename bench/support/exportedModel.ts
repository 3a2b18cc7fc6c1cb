// The full-size random model as transformers.js reads it; made once, which takes half a minute, and kept.
import { createHash, randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { InstalledModel } from '../../src/hub/store';
import { outputOf, peerFolder } from './peerFolder';
import { pythonWith } from './pythonPeers';

const packages = ['torch==2.15.0', 'transformers==5.24.0', 'onnx==1.23.2', 'onnxruntime==1.32.0', 'onnxscript==0.7.2'];
const script = join('bench', 'support', 'peers', 'exportOnnx.py');
const smallFiles = ['config.json', 'tokenizer.json', 'tokenizer_config.json'];

/**
 * Exports a model, or finds what was exported of it earlier; returns the folder, whose name is the model's in
 * transformers.js and whose parent is its `localModelPath`.
 */
export function exportedModel({ folder, manifest }: InstalledModel): string {
  const made = [...packages, readFileSync(script, 'utf8'), JSON.stringify(manifest.files)];
  const place = peerFolder(join('models', createHash('sha256').update(made.join('\n')).digest('hex').slice(0, 12)));
  if (existsSync(place)) return place;
  const python = pythonWith(packages);
  console.log(`exporting the model to ${place}`);
  const partial = `${place}.${randomUUID()}`;
  try {
    mkdirSync(partial, { recursive: true });
    for (const name of smallFiles) copyFileSync(join(folder, name), join(partial, name));
    outputOf(python, [script, folder, join(partial, 'onnx')], 'the model cannot be exported');
    renameSync(partial, place);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return place;
}
