// One line of progress on a terminal, rewritten in place and gone when the work is done.
import { bytesText, durationText } from '../hub/quantities';
import type { ExamProgress } from '../protocol/engine';
import type { QaResult } from '../qa/result';
import type { EvaluateProgress } from '../runtime/evaluate';
import { count } from './quantities';

const clearLine = '\r\u001b[K';

/** More often than people can read only costs time. */
const intervalMs = 100;

const barCells = 24;

/** Writes nothing where standard error is not a terminal. */
export class ProgressLine {
  readonly #stream: NodeJS.WriteStream;
  #shownMs = -Infinity;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  /** Shows a text; one that comes too soon after another is left out. */
  show(text: string, nowMs: number): void {
    if (nowMs - this.#shownMs < intervalMs) return;
    this.#shownMs = nowMs;
    // A line that wraps could not be cleared.
    this.#write(text.slice(0, this.#stream.columns - 1));
  }

  clear(): void {
    this.#shownMs = -Infinity;
    this.#write('');
  }

  #write(text: string): void {
    if (this.#stream.isTTY) this.#stream.write(clearLine + text);
  }
}

/** How far a reading is. */
export function readingText({ coverage }: QaResult): string {
  return `reading: ${count(coverage.windowsRead)} of ${count(coverage.windows)} windows`;
}

/** How far an exam is. */
export function examText({ rung, asked, questions }: ExamProgress): string {
  return `entrance exam, ${rung}: ${count(asked)} of ${count(questions)} questions`;
}

/** How far an evaluation is. */
export function evaluationText({ asked, questions, leftMs }: EvaluateProgress): string {
  const left = leftMs === null ? '' : `, ${durationText(leftMs)} left`;
  return `reading: ${count(asked)} of ${count(questions)} questions${left}`;
}

/** How far a transfer is: a bar, the share, the bytes, and where it is known the speed and the time left. */
export function transferText(bytes: number, totalBytes: number, bytesPerSecond: number | null): string {
  const share = totalBytes === 0 ? 0 : Math.min(1, bytes / totalBytes);
  const bar = '#'.repeat(Math.floor(share * barCells)).padEnd(barCells, '-');
  const percent = `${Math.floor(share * 100)} %`.padStart(5);
  const parts = [`[${bar}] ${percent}  ${bytesText(bytes)} of ${bytesText(totalBytes)}`];
  if (bytesPerSecond !== null && bytesPerSecond > 0) {
    const leftMs = (1000 * (totalBytes - bytes)) / bytesPerSecond;
    parts.push(`${bytesText(Math.round(bytesPerSecond))}/s`, `${durationText(leftMs)} left`);
  }
  return parts.join(', ');
}
