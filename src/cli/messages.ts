// Sentences for people at a terminal.
import { bundledName } from '../hub/catalogue';
import { HubError } from '../hub/errors';
import { StoreError } from '../hub/storeError';
import { QaError } from '../qa/errors';
import { maxQuestionTokens } from '../qa/limits';
import type { Coverage, Notice, QaResult } from '../qa/result';
import { InputError, ReaderError } from './errors';
import { hubFailure, storeFailure } from './hubMessages';
import { count, plural } from './quantities';

/** What went wrong, in a word for programs and a sentence for people. */
export interface Failure {
  readonly reason: string;
  readonly message: string;
}

/** The sentence for an expected error; undefined for one that is a fault of the program. */
export function failureOf(error: unknown, name: string): Failure | undefined {
  if (error instanceof InputError) return { reason: error.reason, message: error.message };
  if (error instanceof QaError) return { reason: error.reason, message: questionFailure(error, name) };
  if (error instanceof ReaderError) return { reason: error.fault.reason, message: readerFailure(error) };
  if (error instanceof HubError) return { reason: error.reason, message: hubFailure(error) };
  if (error instanceof StoreError) return { reason: error.reason, message: storeFailure(error) };
  return undefined;
}

function questionFailure(error: QaError, name: string): string {
  switch (error.reason) {
    case 'emptyQuestion':
      return 'the question is empty; write it in quotes behind the file';
    case 'emptyDocument':
      return `${name} is empty: there is nothing to read`;
    case 'emptySelection':
      return `the selection in ${name} is empty: there is nothing to read`;
    case 'noContextRoom':
      return `${error.message}; ask a shorter question, or choose a larger --max-length`;
  }
}

function readerFailure({ model, fault }: ReaderError): string {
  const file = fault.file ?? 'the model';
  const again =
    model === bundledName ? 'install the package again' : `fetch it again: document-qa models download ${model}`;
  switch (fault.reason) {
    case 'fileMissing':
      return `the model file ${file} is missing; ${again}`;
    case 'fileDamaged':
      return `the model file ${file} is damaged (${fault.message}); ${again}`;
    case 'fileUnreadable':
      return `the model file ${file} cannot be read; check its permissions`;
    case 'unsupported':
      return `${file} cannot be used: ${fault.message}`;
    case 'nativeMissing':
      return 'onnxruntime does not load on this machine; run "npm ci" again, or see SUPPORT.md for the supported systems';
  }
}

/** "all 42 windows, 10,004 tokens", or how much of them and why not the rest. */
export function coverageText({ windows, windowsRead, tokens, tokensRead, complete, skipped }: Coverage): string {
  if (complete) {
    const all = windows === 1 ? 'the one window' : `all ${count(windows)} windows`;
    return `${all}, ${count(tokens)} ${plural(tokens, 'token')}`;
  }
  const part = `${count(windowsRead)} of ${count(windows)} windows, ${count(tokensRead)} of ${count(tokens)} tokens`;
  return skipped.some(({ reason }) => reason === 'budget') ? `${part}; --all-windows reads the rest` : part;
}

/** The words of a refusal: never "in this file" when a part was not read. */
export function noAnswerText({ coverage }: QaResult, wholeFile: boolean): string {
  if (!coverage.complete) return 'no answer in the part read';
  return wholeFile ? 'no answer in this file' : 'no answer in the selection';
}

/** What is to be known beside the result: what happened to the input, what the reader has not shown yet. */
export function noticeText(notice: Notice, model: string): string {
  const several = notice.count ?? 0;
  switch (notice.kind) {
    case 'invalidUtf8':
      return `not valid UTF-8: ${count(several)} invalid ${plural(several, 'sequence')} read as U+FFFD`;
    case 'invalidUtf16':
      return `not valid UTF-16: ${count(several)} invalid ${plural(several, 'unit')} read as U+FFFD`;
    case 'questionCut':
      return `the question is over ${maxQuestionTokens} tokens: its last ${count(several)} ${several === 1 ? 'was' : 'were'} not read`;
    case 'mixedLineEnds':
      return 'the file mixes line ends; lines are counted at each kind';
    case 'unexamined':
      return (
        'confidences are estimates: this reader has not taken its entrance exam here; ' +
        `run: document-qa models verify ${model}`
      );
  }
}
