// An evaluation's readings to a file as they come, and back: a run that was stopped goes on where it was. The first
// line says what they are readings of, each other line is one of them.
import { type FileHandle, open, readFile, rm } from 'node:fs/promises';
import * as v from 'valibot';
import { type SquadReading, squadReadingSchema } from '../evaluate/squadReading';

/** The readings of a run in the making. One that begins anew never touches the file of another that still runs. */
export class PartialReadings {
  readonly #handle: FileHandle;

  private constructor(
    /** What was there already. */
    readonly before: readonly SquadReading[],
    /** Whether there was work of another run, which is gone. */
    readonly replacedOther: boolean,
    handle: FileHandle,
  ) {
    this.#handle = handle;
  }

  /**
   * Opens what a run with the same key left, or begins. A last line that is not whole is dropped. Throws what the file
   * system throws.
   *
   * @param key one line
   */
  static async open(path: string, key: string): Promise<PartialReadings> {
    const bytes = await readFile(path).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    });
    const lines = bytes?.toString('utf8').split('\n') ?? [];
    if (lines.length > 1 && lines[0] === key) {
      const { readings, endByte } = parseLines(lines);
      const handle = await open(path, 'r+');
      await handle.truncate(endByte);
      await handle.close();
      return new PartialReadings(readings, false, await open(path, 'a'));
    }
    await rm(path, { force: true });
    const handle = await open(path, 'ax');
    await handle.appendFile(`${key}\n`);
    return new PartialReadings([], bytes !== undefined, handle);
  }

  /** Adds one. Throws what the file system throws. */
  append(reading: SquadReading): Promise<void> {
    return this.#handle.appendFile(`${JSON.stringify(reading)}\n`);
  }

  /** Lets go of the file; it stays. */
  close(): Promise<void> {
    return this.#handle.close();
  }
}

/** The readings up to the first line that is none, and where that line begins. What is behind the last line end is none. */
function parseLines([key = '', ...lines]: readonly string[]): { readings: SquadReading[]; endByte: number } {
  const readings: SquadReading[] = [];
  let endByte = Buffer.byteLength(key) + 1;
  for (const line of lines.slice(0, -1)) {
    const reading = parseReading(line);
    if (reading === undefined) break;
    readings.push(reading);
    endByte += Buffer.byteLength(line) + 1;
  }
  return { readings, endByte };
}

function parseReading(line: string): SquadReading | undefined {
  try {
    return v.parse(squadReadingSchema, JSON.parse(line));
  } catch {
    return undefined;
  }
}
