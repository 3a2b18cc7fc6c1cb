// Logits that were read once are read from the disk afterwards: rules are compared on the same logits, in minutes
// instead of hours. One file a question; it may be deleted at any time.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SpanLogits } from '../../src/qa/logits';
import type { QaModel } from '../../src/qa/model';

const keyBytes = 20;

/** Where the logits of the bundled reader at one precision lie. */
export function cacheFolder(precision: string): string {
  return `node_modules/.cache/document-qa/mini-${precision}`;
}

/** The logits of one question's windows, by what the model read. */
export class LogitCache {
  readonly #path: string;
  readonly #known = new Map<string, SpanLogits>();
  #added = false;

  /** @param name file name of the question's logits */
  constructor(folder: string, name: string) {
    mkdirSync(folder, { recursive: true });
    this.#path = join(folder, `${name}.f32`);
    if (existsSync(this.#path)) this.#load(readFileSync(this.#path));
  }

  /** The model, asked only for what is not known yet. */
  around(model: QaModel): QaModel {
    return {
      ...model,
      read: async (input) => {
        const key = createHash('sha1').update(input.ids).update(input.typeIds).digest('hex');
        const known = this.#known.get(key);
        if (known !== undefined) return known;
        // A copy: a session may use its buffers again.
        const { start, end } = await model.read(input);
        const logits = { start: start.slice(), end: end.slice() };
        this.#known.set(key, logits);
        this.#added = true;
        return logits;
      },
    };
  }

  /** Writes what was added. */
  save(): void {
    if (!this.#added) return;
    const parts = [...this.#known].flatMap(([key, { start, end }]) => [
      Buffer.from(key, 'hex'),
      Buffer.from(Uint32Array.of(start.length).buffer),
      Buffer.from(start.buffer, start.byteOffset, start.byteLength),
      Buffer.from(end.buffer, end.byteOffset, end.byteLength),
    ]);
    writeFileSync(`${this.#path}.partial`, Buffer.concat(parts));
    renameSync(`${this.#path}.partial`, this.#path);
    this.#added = false;
  }

  #load(bytes: Buffer): void {
    for (let at = 0; at < bytes.length;) {
      const key = bytes.toString('hex', at, at + keyBytes);
      const length = bytes.readUInt32LE(at + keyBytes);
      const logits = at + keyBytes + 4;
      const floats = (from: number): Float32Array =>
        new Float32Array(bytes.buffer.slice(bytes.byteOffset + from, bytes.byteOffset + from + 4 * length));
      this.#known.set(key, { start: floats(logits), end: floats(logits + 4 * length) });
      at = logits + 8 * length;
    }
  }
}
