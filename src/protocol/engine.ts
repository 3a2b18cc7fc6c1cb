// What the extension host and the engine process say to each other, over vscode-jsonrpc.
import type { DocumentFormat } from '../qa/document';
import type { QaErrorReason } from '../qa/errors';
import type { QaResult } from '../qa/result';

/** The one request. Cancelling it ends the reading; the reply is then a result whose state is `stopped`. */
export const askMethod = 'ask';

/** A question and everything that is needed to answer it. */
export interface AskRequest {
  /** Names the run; provisional results are sent as progress under this number. */
  readonly run: number;
  /** Absolute path of a folder with a model. */
  readonly modelFolder: string;
  /** Threads of the reader; 0 leaves the choice to the engine. */
  readonly threads: number;
  readonly document: { readonly name: string | null; readonly text: string; readonly format: DocumentFormat };
  readonly question: string;
  /** UTF-16 `[start, end)` to read; null for everything. */
  readonly scope: { readonly start: number; readonly end: number } | null;
  readonly top: number;
  /** Read everything, however many windows there are. */
  readonly allWindows: boolean;
}

/** Why a question got no result: a fault of the question, of the model's files, or of the program. */
export interface AskFailure {
  readonly reason: QaErrorReason | ModelFailureReason | 'internal';
  readonly message: string;
  /** Absolute path of the model file at fault, where there is one. */
  readonly file: string | null;
}

/**
 * Why a model cannot be opened. `fileMissing`, `fileDamaged`, `fileUnreadable`: a file of its folder. `unsupported`: a
 * model that this version cannot read. `nativeMissing`: onnxruntime does not load on this machine.
 */
export type ModelFailureReason = 'fileMissing' | 'fileDamaged' | 'fileUnreadable' | 'unsupported' | 'nativeMissing';

/** Failures are values: an exception would lose its type on the way between processes. */
export type AskReply = { readonly result: QaResult } | { readonly failure: AskFailure };
