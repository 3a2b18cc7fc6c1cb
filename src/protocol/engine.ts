// What the extension host and the engine process say to each other, over vscode-jsonrpc.
import type { DocumentFormat } from '../qa/document';
import type { QaErrorReason } from '../qa/errors';
import type { Strictness } from '../qa/strictness';

/** Asks a question. Cancelling it ends the reading; the reply is then a result whose state is `stopped`. */
export const askMethod = 'ask';

/**
 * Examines a model, pausing whenever a question is asked; the result is an ExamRecord. Cancelling it ends the exam: the
 * result is then null.
 */
export const examineMethod = 'examine';

/**
 * Evaluates a reader on a SQuAD file, pausing whenever a question is asked; the result is an Evaluation. Cancelling it
 * ends the run: the result is then null, and what was read is kept.
 */
export const evaluateMethod = 'evaluate';

/** Which model reads, and how. */
export interface ReaderChoice {
  /** Absolute path of a folder with a model. */
  readonly folder: string;
  /**
   * Absolute path of the folder for what is made of the model on this machine: int8 graphs, and its exam's outcome.
   * Null: nothing is kept, and fp32 answers.
   */
  readonly prepared: string | null;
  /** `auto`: what the entrance exam chose; fp32 until then. */
  readonly precision: 'auto' | 'fp32' | 'int8';
  /** Threads of one run; 0 leaves the choice to the engine. */
  readonly threads: number;
  /** Tokens of a window, overlap of windows in tokens, lowest evidence of an answer; null: the model's own. */
  readonly maxLength: number | null;
  readonly overlap: number | null;
  readonly threshold: number | null;
}

/** A question and everything that is needed to answer it. */
export interface AskRequest {
  /** Names the run; provisional results are sent as progress under this number. */
  readonly run: number;
  readonly reader: ReaderChoice;
  readonly document: { readonly name: string | null; readonly text: string; readonly format: DocumentFormat };
  readonly question: string;
  /** UTF-16 `[start, end)` to read; null for everything. */
  readonly scope: { readonly start: number; readonly end: number } | null;
  readonly strictness: Strictness;
  readonly top: number;
  /** Read everything, however many windows there are. */
  readonly allWindows: boolean;
}

/** An exam to hold; its progress is sent under `run`. */
export interface ExamineRequest {
  readonly run: number;
  readonly reader: ReaderChoice;
  /** Absolute path of the questions. */
  readonly examFile: string;
}

/** How far an exam is. */
export interface ExamProgress {
  /** Name of the graph that is being examined. */
  readonly rung: string;
  readonly asked: number;
  readonly questions: number;
}

/** An evaluation to run; its progress is sent under `run`. */
export interface EvaluateRequest {
  readonly run: number;
  readonly reader: ReaderChoice;
  /** Absolute path of the SQuAD file. */
  readonly file: string;
  readonly strictness: Strictness;
  /** Absolute path of the file for work in progress; gone once all is read. */
  readonly partialFile: string;
}

/** How far an evaluation is. */
export interface EvaluationProgress {
  /** Questions that were read, in this run or before. */
  readonly asked: number;
  /** Those of them that an earlier run has read. */
  readonly askedBefore: number;
  readonly questions: number;
  /** Null before the first question of this run was read. */
  readonly leftMs: number | null;
}

/** Why a request has no result: a fault of the question, of the model's files, of a SQuAD file, or of the program. */
export interface EngineFailure {
  readonly reason: QaErrorReason | ModelFailureReason | 'badSquadFile' | 'internal';
  /** Of a SQuAD file: the place in it and what is wrong there. */
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
export type Reply<Result> = { readonly result: Result } | { readonly failure: EngineFailure };
