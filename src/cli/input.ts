// FILE of a command line to a document, or to a sentence about why it cannot be read.
import { createReadStream, realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { makeDocument, offsetOf, type SourceDocument } from '../qa/document';
import type { Notice } from '../qa/result';
import { decodeText } from './decode';
import { InputError } from './errors';
import { count, plural } from './quantities';

/** How standard input is named where a file's name stands. */
export const standardInputName = '(standard input)';

/** Beyond this the tokens alone would take gigabytes; no text that people wrote is near it. */
const maxFileBytes = 100 * 1024 * 1024;

/** A document and what was replaced in it while it was decoded. */
export interface InputDocument {
  readonly document: SourceDocument;
  readonly notices: readonly Notice[];
}

/** Reads FILE, or standard input for `-`. Throws InputError naming the file and the way out. */
export async function readInput(
  file: string,
  standardInput: NodeJS.ReadableStream = process.stdin,
): Promise<InputDocument> {
  const name = file === '-' ? standardInputName : file;
  const bytes = await readStream(file === '-' ? standardInput : createReadStream(pathOf(file)), name);
  const decoded = decodeText(bytes);
  if (decoded === undefined) {
    throw new InputError('binaryFile', `${name} is a binary file; ask a text file, or extract its text first`);
  }
  return { document: makeDocument(decoded.text, file === '-' ? null : file), notices: decoded.notices };
}

/** Absolute path of what was named on the command line. */
export function pathOf(file: string): string {
  return resolve(callerFolder(process.env, process.cwd()), file);
}

/** Reads to the end, counting: a pipe or a device tells no size beforehand. */
async function readStream(stream: NodeJS.ReadableStream, name: string): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream) {
      const buffer = Buffer.from(chunk);
      bytes += buffer.length;
      if (bytes > maxFileBytes) throw tooLarge(name);
      chunks.push(buffer);
    }
  } catch (cause) {
    throw cause instanceof InputError ? cause : accessError(name, cause);
  }
  return Buffer.concat(chunks);
}

function tooLarge(name: string): InputError {
  return new InputError('fileTooLarge', `${name} is over ${maxFileBytes >> 20} MiB; split it and ask the parts`);
}

/** `npm run` changes into the package's folder; FILE is meant from where the person stands. */
export function callerFolder(environment: NodeJS.ProcessEnv, workingFolder: string): string {
  const { INIT_CWD: startedIn, npm_package_json: packageFile } = environment;
  const movedByNpm = packageFile !== undefined && isSameFolder(dirname(packageFile), workingFolder);
  return startedIn !== undefined && movedByNpm ? startedIn : workingFolder;
}

/** The working folder is told without links, the package's folder as it was named. */
function isSameFolder(a: string, b: string): boolean {
  if (a === b) return true;
  try {
    return realpathSync(a) === realpathSync(b);
  } catch {
    return false;
  }
}

function accessError(file: string, cause: unknown): InputError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new InputError('notFound', `there is no file ${file}; check the name and the folder`, { cause });
    case 'EISDIR':
      return new InputError('isDirectory', `${file} is a folder; name one file in it`, { cause });
    case 'EACCES':
    case 'EPERM':
      return new InputError('unreadable', `${file} may not be read; check its permissions`, { cause });
    default:
      return new InputError('unreadable', `${file} cannot be read (${String(code ?? cause)})`, { cause });
  }
}

/** `LINE:COLUMN-LINE:COLUMN`, 1-based, end exclusive, to UTF-16 offsets. Throws InputError. */
export function parseSelection(selection: string, document: SourceDocument): { start: number; end: number } {
  const numbers = /^(\d+):(\d+)-(\d+):(\d+)$/.exec(selection)?.slice(1).map(Number);
  if (numbers === undefined) {
    throw new InputError('badSelection', `--selection ${selection} is not LINE:COLUMN-LINE:COLUMN, as in 3:1-10:1`);
  }
  const [startLine = 0, startColumn = 0, endLine = 0, endColumn = 0] = numbers;
  const start = offsetOf(document, startLine, startColumn);
  const end = offsetOf(document, endLine, endColumn);
  if (start === undefined || end === undefined) {
    const place = start === undefined ? `${startLine}:${startColumn}` : `${endLine}:${endColumn}`;
    const lines = document.lineStarts.length;
    const size = `${count(lines)} ${plural(lines, 'line')}`;
    throw new InputError('badSelection', `--selection: the file has no place ${place}; it has ${size}`);
  }
  if (end === start) throw new InputError('badSelection', '--selection is empty; its end is exclusive');
  if (end < start) throw new InputError('badSelection', '--selection: the end lies before the start');
  return { start, end };
}
