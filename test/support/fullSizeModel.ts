// A folder in, a model of the full reader's exact names, shapes and sizes out, its weights random: the real ones are
// nobody's to pass on in a test, and their size is what the tests are about.
import { copyFile, type FileHandle, mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { seededRandom } from '../../src/evaluate/seededRandom';
import { importModel } from '../../src/hub/importModel';
import { type InstalledModel, ModelStore } from '../../src/hub/store';
import { FakeHub } from './fakeHub';

/** From the repository's root, where tests run and benches too, which are bundled. */
const fixture = join('test', 'fixtures', 'tinyroberta-squad2');
const smallFiles = ['config.json', 'tokenizer_config.json', 'tokenizer.json'] as const;
const weightsName = 'model.safetensors';

/** What a model that nobody described beforehand is called. */
export const fullSizeRepository = 'tester/tinyroberta-random';
export const fullSizeRevision = 'f'.repeat(40);

const hidden = 768;
const inner = 3072;
const layers = 6;
const words = 50265;
const positions = 514;

interface Tensor {
  readonly name: string;
  readonly type: 'F32' | 'I64';
  readonly shape: readonly number[];
  readonly bytes: number;
}

/** Normal values that all tensors are cut from, at other places each. */
const poolValues = 1 << 22;
const pieceValues = 1 << 20;

/** Writes the model's four files; the same seed gives the same bytes. */
export async function writeFullSizeModel(folder: string, seed = 1): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of smallFiles) await copyFile(join(fixture, name), join(folder, name));
  const handle = await open(join(folder, weightsName), 'w');
  try {
    await writeTensors(handle, seededRandom(seed));
  } finally {
    await handle.close();
  }
}

/** Installs such a model below `home`, as an import of its folder does. */
export async function installFullSizeModel(home: string): Promise<InstalledModel> {
  await mkdir(home, { recursive: true });
  const source = await mkdtemp(join(home, 'source-'));
  try {
    await writeFullSizeModel(source);
    return await importModel(source, new ModelStore(home), {
      wish: { kind: 'other', repository: fullSizeRepository, revision: fullSizeRevision },
      catalogue: new Map(),
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
  } finally {
    await rm(source, { recursive: true });
  }
}

/** Starts a fake Hub that streams such a folder from the disk. */
export function startFullSizeHub(folder: string): Promise<FakeHub> {
  const files = [...smallFiles, weightsName].map((name) => [name, { path: join(folder, name) }] as const);
  return FakeHub.start({
    repo: fullSizeRepository,
    commit: fullSizeRevision,
    files: Object.fromEntries(files),
  });
}

async function writeTensors(handle: FileHandle, random: () => number): Promise<void> {
  const tensors = fullSizeTensors();
  await handle.writeFile(makeHeader(tensors));
  const pool = normalValues(poolValues, 0.02, random);
  for (const { name, type, shape, bytes } of tensors) {
    if (type === 'I64') {
      await handle.writeFile(bytesOf(BigInt64Array.from({ length: shape[1] ?? 0 }, (_, i) => BigInt(i))));
      continue;
    }
    for (let left = bytes / 4; left > 0; left -= pieceValues) {
      const length = Math.min(left, pieceValues);
      const start = Math.floor(random() * (poolValues - length));
      const piece = pool.subarray(start, start + length);
      // The gain of a normalisation is about one.
      const isGain = name.endsWith('LayerNorm.weight');
      await handle.writeFile(bytesOf(isGain ? piece.map((value) => 1 + 5 * value) : piece));
    }
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: NodeJS.TypedArray): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Largest type first, then by name: so the safetensors library writes them. */
function fullSizeTensors(): Tensor[] {
  const square = [hidden, hidden];
  const layer: Readonly<Record<string, readonly number[]>> = {
    'attention.output.LayerNorm': [hidden],
    'attention.output.dense': square,
    'attention.self.key': square,
    'attention.self.query': square,
    'attention.self.value': square,
    'intermediate.dense': [inner, hidden],
    'output.LayerNorm': [hidden],
    'output.dense': [hidden, inner],
  };
  const shapes: Record<string, readonly number[]> = {
    'qa_outputs.bias': [2],
    'qa_outputs.weight': [2, hidden],
    'roberta.embeddings.LayerNorm.bias': [hidden],
    'roberta.embeddings.LayerNorm.weight': [hidden],
    'roberta.embeddings.position_embeddings.weight': [positions, hidden],
    'roberta.embeddings.token_type_embeddings.weight': [1, hidden],
    'roberta.embeddings.word_embeddings.weight': [words, hidden],
  };
  for (let i = 0; i < layers; i++) {
    for (const [part, shape] of Object.entries(layer)) {
      shapes[`roberta.encoder.layer.${i}.${part}.bias`] = shape.slice(0, 1);
      shapes[`roberta.encoder.layer.${i}.${part}.weight`] = shape;
    }
  }
  const floats = Object.entries(shapes).map(([name, shape]): Tensor => makeTensor(name, 'F32', shape));
  return [makeTensor('roberta.embeddings.position_ids', 'I64', [1, positions]), ...floats];
}

function makeTensor(name: string, type: Tensor['type'], shape: readonly number[]): Tensor {
  const bytes = shape.reduce((product, size) => product * size, type === 'I64' ? 8 : 4);
  return { name, type, shape, bytes };
}

function makeHeader(tensors: readonly Tensor[]): Buffer {
  let end = 0;
  const entries = tensors.map(({ name, type, shape, bytes }) => {
    const start = end;
    end += bytes;
    return [name, { dtype: type, shape, data_offsets: [start, end] }] as const;
  });
  const json = JSON.stringify({ __metadata__: { format: 'pt' }, ...Object.fromEntries(entries) });
  const text = Buffer.from(json.padEnd(Math.ceil(json.length / 8) * 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text]);
}

/** Independent normal values of mean 0, by Box and Muller. */
function normalValues(length: number, deviation: number, random: () => number): Float32Array {
  const values = new Float32Array(length);
  for (let i = 0; i < length; i += 2) {
    const radius = deviation * Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    values[i] = radius * Math.cos(angle);
    values[i + 1] = radius * Math.sin(angle);
  }
  return values;
}
