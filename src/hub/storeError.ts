// Why a model cannot be chosen, installed, imported or removed, other than by a fault of the Hub.

/**
 * `badHome`: the folder for models. `unknownModel`, `badRevision`: what somebody wrote. `notInstalled`, `bundled`: what
 * cannot be removed or examined. `foreignFolder`: an import that is not the model it should be. `fileMissing`,
 * `fileDamaged`: a file of a model. `unsupported`: a model that this version cannot read.
 */
export type StoreFailureReason =
  | 'badHome'
  | 'unknownModel'
  | 'badRevision'
  | 'notInstalled'
  | 'bundled'
  | 'foreignFolder'
  | 'fileMissing'
  | 'fileDamaged'
  | 'unsupported';

/** A fault of a choice or of a folder; `subject` is the name, path or revision at fault, `message` what is wrong with it. */
export class StoreError extends Error {
  override readonly name = 'StoreError';

  constructor(
    readonly reason: StoreFailureReason,
    readonly subject: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
