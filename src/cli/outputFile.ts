// A file that a command writes: looked at before the work begins, and there whole or not at all.
import { open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { codeOf } from '../hub/errors';
import { whenFree } from '../hub/whenFree';
import { InputError } from './errors';
import { pathOf } from './input';

/** A file as it was named on the command line: by which option or argument, and how. */
export interface NamedFile {
  readonly name: string;
  readonly file: string;
}

/**
 * Makes sure that files can be written beside each other and beside what is read, so that nobody waits for a result that
 * cannot be kept. Throws InputError naming the option and the way out.
 */
export async function requireWritable(outputs: readonly NamedFile[], inputs: readonly NamedFile[]): Promise<void> {
  const taken = new Map<string, NamedFile>();
  for (const input of inputs) taken.set(await placeOf(input.file), input);
  for (const output of outputs) {
    const { name, file } = output;
    await requirePlace(output);
    const place = await placeOf(file);
    const twin = taken.get(place);
    if (twin !== undefined) {
      throw new InputError('badOutput', `${name} ${file} is the file of ${twin.name} too; name another`);
    }
    taken.set(place, output);
  }
}

/** Writes a file for good: also if the power fails meanwhile, there is the old one or the whole new one. Throws InputError. */
export async function writeWhole({ name, file }: NamedFile, text: string): Promise<void> {
  const path = pathOf(file);
  const partial = `${path}.${process.pid}`;
  try {
    await writeFile(partial, text, { flush: true });
    await whenFree(() => rename(partial, path));
  } catch (cause) {
    await rm(partial, { force: true });
    throw new InputError('badOutput', `${name} ${file} cannot be written (${reasonOf(cause)})`, { cause });
  }
}

/** Where a file lies or would lie, links followed: two names of one file are one place. */
async function placeOf(file: string): Promise<string> {
  const path = pathOf(file);
  try {
    return await realpath(path);
  } catch {
    return join(await realpath(dirname(path)).catch(() => dirname(path)), basename(path));
  }
}

async function requirePlace({ name, file }: NamedFile): Promise<void> {
  const path = pathOf(file);
  const folder = await stat(dirname(path)).catch(() => undefined);
  if (folder?.isDirectory() !== true) {
    throw new InputError('badOutput', `${name} ${file}: there is no folder ${dirname(path)}; make it first`);
  }
  const there = await stat(path).catch(() => undefined);
  if (there !== undefined && !there.isFile()) {
    throw new InputError(
      'badOutput',
      `${name} ${file} is ${there.isDirectory() ? 'a folder' : 'no file'}; name a file`,
    );
  }
  const trial = `${path}.${process.pid}`;
  try {
    await (await open(trial, 'w')).close();
    await rm(trial);
  } catch (cause) {
    const message = `${name} ${file}: nothing can be written to ${dirname(path)} (${reasonOf(cause)}); name another folder`;
    throw new InputError('badOutput', message, { cause });
  }
}

function reasonOf(cause: unknown): string {
  return codeOf(cause) ?? String(cause);
}
