// One line of progress on a terminal, rewritten in place and gone when the work is done.
import type { QaResult } from '../qa/result';
import { count } from './messages';

const clearLine = '\r\u001b[K';

/** Shows how far the reading is; writes nothing where standard error is not a terminal. */
export class ProgressLine {
  readonly #stream: NodeJS.WriteStream;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  show({ coverage }: QaResult): void {
    this.#write(`reading: ${count(coverage.windowsRead)} of ${count(coverage.windows)} windows`);
  }

  clear(): void {
    this.#write('');
  }

  #write(text: string): void {
    if (this.#stream.isTTY) this.#stream.write(clearLine + text);
  }
}
