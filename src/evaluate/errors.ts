// What can be wrong with a file of questions, predictions or scores.

/** A file that cannot be used. The message names the place in it, what is wrong there and, where it can, the way out. */
export class SquadFileError extends Error {
  override readonly name = 'SquadFileError';

  /** `path`: the place as `data[3].paragraphs[0].qas[2].id`, or the key; "" for the file as a whole. */
  constructor(
    readonly path: string,
    fault: string,
    options?: ErrorOptions,
  ) {
    super(path === '' ? fault : `${path}: ${fault}`, options);
  }
}
