// An installation under way, as a terminal shows it: a bar that moves, and plain lines of what stays worth knowing.
import { performance } from 'node:perf_hooks';
import type { InstallProgress } from '../../hub/install';
import { TransferRate } from '../../hub/transferRate';
import { type OutputOptions, writeMessage } from '../output';
import { ProgressLine, transferText } from '../progress';

/** Shows one installation. */
export class TransferView {
  readonly #options: OutputOptions;
  readonly #onBegin: (totalBytes: number) => void;
  readonly #line = new ProgressLine(process.stderr);
  readonly #rate = new TransferRate();
  #isBegun = false;
  #bytes = 0;

  /** @param onBegin called once, before the first byte is fetched, with the bytes of all files */
  constructor(options: OutputOptions, onBegin: (totalBytes: number) => void = () => undefined) {
    this.#options = options;
    this.#onBegin = onBegin;
  }

  /** Bytes that are there, of this and earlier tries. */
  get bytes(): number {
    return this.#bytes;
  }

  show({ stage, bytes, totalBytes }: InstallProgress): void {
    if (stage === 'waiting') writeMessage(this.#options, 'waiting for another process that is at work on this model');
    if (stage !== 'fetching') return;
    if (!this.#isBegun) this.#onBegin(totalBytes);
    this.#isBegun = true;
    this.#bytes = bytes;
    const nowMs = performance.now();
    this.#rate.add(bytes, nowMs);
    this.#line.show(transferText(bytes, totalBytes, this.#rate.bytesPerSecond), nowMs);
  }

  clear(): void {
    this.#line.clear();
  }
}
