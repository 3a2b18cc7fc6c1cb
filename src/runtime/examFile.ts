// What an entrance exam leaves in the folder for what is made of a model on this machine: its outcome, and while it goes
// on a mark by which the next one knows where it ended.
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { type ExamRecord, parseExamRecord } from '../evaluate/examRecord';

const recordName = 'exam.json';
const markName = 'exam.started.json';

/** So often an exam may end within the same graph, by a fault of the processor or by somebody, until the graph fails. */
const maxStarts = 3;

/** How often a graph's turn has come and not ended, by its name. */
const markSchema = v.record(v.string(), v.number());

/** The stored outcome; undefined when there is none, or none that this version can read. */
export async function readExamRecord(prepared: string): Promise<ExamRecord | undefined> {
  try {
    return parseExamRecord(await readFile(join(prepared, recordName), 'utf8'));
  } catch {
    return undefined;
  }
}

/** Stores an outcome, whole or not at all, and takes the mark away. Throws what the file system throws. */
export async function writeExamRecord(prepared: string, record: ExamRecord): Promise<void> {
  const partial = join(prepared, `${recordName}.${process.pid}`);
  await writeFile(partial, `${JSON.stringify(record, null, 2)}\n`, { flush: true });
  await rename(partial, join(prepared, recordName));
  await rm(join(prepared, markName), { force: true });
}

/**
 * Marks that a graph's turn has come, and returns whether it may run: not when the process ended within it too often.
 * Throws what the file system throws, before an exam that could not be kept.
 */
export async function mayStart(prepared: string, rung: string): Promise<boolean> {
  await mkdir(prepared, { recursive: true });
  const before = await readMark(prepared);
  const starts = (before[rung] ?? 0) + 1;
  if (starts > maxStarts) return false;
  await writeFile(join(prepared, markName), JSON.stringify({ ...before, [rung]: starts }), { flush: true });
  return true;
}

/** Takes the mark of a graph away: the process outlived it. */
export async function markEnded(prepared: string, rung: string): Promise<void> {
  const others = Object.entries(await readMark(prepared)).filter(([name]) => name !== rung);
  await writeFile(join(prepared, markName), JSON.stringify(Object.fromEntries(others)), { flush: true });
}

async function readMark(prepared: string): Promise<v.InferOutput<typeof markSchema>> {
  try {
    return v.parse(markSchema, JSON.parse(await readFile(join(prepared, markName), 'utf8')));
  } catch {
    return {};
  }
}
