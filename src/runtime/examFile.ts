// The outcome of a model's entrance exam, in the folder for what is made of the model on this machine.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ExamRecord, parseExamRecord } from '../evaluate/examRecord';

const fileName = 'exam.json';

/** The stored outcome; undefined when there is none, or none that this version can read. */
export async function readExamRecord(prepared: string): Promise<ExamRecord | undefined> {
  try {
    return parseExamRecord(await readFile(join(prepared, fileName), 'utf8'));
  } catch {
    return undefined;
  }
}

/** Stores an outcome, whole or not at all. */
export async function writeExamRecord(prepared: string, record: ExamRecord): Promise<void> {
  await mkdir(prepared, { recursive: true });
  const partial = join(prepared, `${fileName}.${process.pid}`);
  await writeFile(partial, `${JSON.stringify(record, null, 2)}\n`, { flush: true });
  await rename(partial, join(prepared, fileName));
}
