// A JSON file of a command line to its value, or to a sentence that names the file and the place in it.
import { SquadFileError } from '../evaluate/errors';
import { parseSquad, type SquadQuestion } from '../evaluate/squad';
import { InputError, type InputErrorReason } from './errors';
import { readInput, standardInputName } from './input';

/** The questions of a SQuAD file. Throws InputError. */
export function readSquadFile(file: string): Promise<SquadQuestion[]> {
  return readJsonFile(file, parseSquad, 'badSquadFile');
}

/** What `parse` makes of the file's text. Throws InputError, with the reason given where the text does not fit. */
export async function readJsonFile<Value>(
  file: string,
  parse: (text: string) => Value,
  reason: InputErrorReason,
): Promise<Value> {
  const { document, notices } = await readInput(file);
  const name = file === '-' ? standardInputName : file;
  // Replaced bytes would be scored as wrong words.
  if (notices.length > 0) throw new InputError(reason, `${name}: not valid UTF-8; save it as UTF-8`);
  try {
    return parse(document.text);
  } catch (cause) {
    throw cause instanceof SquadFileError ? new InputError(reason, `${name}: ${cause.message}`, { cause }) : cause;
  }
}
