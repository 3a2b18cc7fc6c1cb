// Bytes as they come, to the speed of the last seconds.

/** Long enough to be steady, short enough to follow a line that changes. */
const spanMs = 5_000;
const sampleMs = 100;
/** What the first moments tell is mostly how small the first files are. */
const leastSpanMs = 1_000;
/** More at once comes from the disk: an earlier try, or a file that was there already. */
const maxPieceBytes = 8 << 20;

/** The speed of one transfer. */
export class TransferRate {
  #samples: { readonly bytes: number; readonly atMs: number }[] = [];
  #bytes = 0;

  /** Notes that `bytes` are there in all at the time `nowMs` of a clock that never goes back. */
  add(bytes: number, nowMs: number): void {
    const piece = bytes - this.#bytes;
    if (piece < 0 || piece > maxPieceBytes) this.#samples = [];
    this.#bytes = bytes;
    const last = this.#samples.at(-1);
    if (last !== undefined && nowMs - last.atMs < sampleMs) return;
    this.#samples = [...this.#samples.filter(({ atMs }) => nowMs - atMs <= spanMs), { bytes, atMs: nowMs }];
  }

  /** Null until it can be told. */
  get bytesPerSecond(): number | null {
    const [first] = this.#samples;
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || last.atMs - first.atMs < leastSpanMs) {
      return null;
    }
    return ((last.bytes - first.bytes) / (last.atMs - first.atMs)) * 1000;
  }
}
