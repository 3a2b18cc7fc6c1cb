// Sentences of the extension for people: what happened, and what to do.
import { EngineError } from '../runtime/engineClient';

/** How a question was read, as far as it matters to a failure. */
export interface ReadingWay {
  /** The bundled reader's files come with the extension, others were fetched. */
  readonly isBundled: boolean;
  /** The settings' tokens of a window; null for the model's own. */
  readonly maxLength: number | null;
}

/** The sentence for a question that failed. */
export function failureText(
  error: unknown,
  { isBundled, maxLength }: ReadingWay = { isBundled: true, maxLength: null },
): string {
  if (!(error instanceof EngineError)) return `This should not have happened: ${String(error)}. The log has more.`;
  const file = error.file ?? 'The model';
  const cure = isBundled ? 'Reinstall the extension' : 'Document QA: Download Full Reader mends it';
  switch (error.reason) {
    case 'emptyQuestion':
      return 'The question is empty. Write what you want to know.';
    case 'emptyDocument':
      return 'This file is empty: there is nothing to read.';
    case 'emptySelection':
      return 'The selection is empty: there is nothing to read.';
    case 'noContextRoom':
      return maxLength === null
        ? 'The question is too long for this reader. Ask a shorter one.'
        : `The question leaves no room for the file. Ask a shorter one, or set a larger maxLength than ${maxLength} in documentQa.readerOptions.`;
    case 'fileMissing':
      return `The model file ${file} is missing. ${cure}.`;
    case 'fileDamaged':
      return `The model file ${file} is damaged. ${cure}.`;
    case 'fileUnreadable':
      return `The model file ${file} cannot be read. Check its permissions. ${cure} if that does not help.`;
    case 'unsupported':
      return `${file} cannot be used by this version: ${error.message}.${isBundled ? '' : ' Document QA: Choose Reader… offers others.'}`;
    case 'badSquadFile':
      return `${error.message}.`;
    case 'nativeMissing':
      return 'The reader does not run on this system (onnxruntime does not load). The log says why.';
    case 'stopped':
      return 'Stopped before anything was found.';
    case 'crashed':
      return 'The reader stopped unexpectedly. Nothing is lost; ask again to start it anew.';
    case 'keepsCrashing':
      return 'The reader stopped unexpectedly again and again, and is not started anew for now. The log says more; ask again in a few minutes.';
    case 'cannotStart':
      return 'The reader could not be started. The log says why.';
    case 'internal':
      return `The reader failed: ${error.message}. The log may say more.`;
  }
}

/** A notification's text, as it is: VS Code would turn `[a](b)` into a link, and names and messages may hold anything. */
export function plainText(text: string): string {
  return text.replaceAll('](', ']\u200b(');
}

export const noFileText = 'Open a text file first, then ask. (VS Code gives no file over 50 MB to extensions.)';
export const noSelectionText = 'Select some text first, then ask about it.';
export const goneText = 'That file is no longer open and cannot be opened again.';
export const selectionChangedText = 'The selected text was changed. Select it again, then ask.';
export const changedText = 'The file was changed and the answer no longer stands there. Ask again.';
export const askHoverText = 'Ask about this selection';
export const askTooltip = 'Reads only the selection, on your machine';

/** Title of the question's input box. */
export function askTitle(fileName: string, lines: { first: number; last: number } | null): string {
  if (lines === null) return `Ask ${fileName}`;
  return lines.first === lines.last
    ? `Ask ${fileName}, line ${lines.first}`
    : `Ask ${fileName}, lines ${lines.first}–${lines.last}`;
}

export const askPlaceholder = 'What is the default timeout?';

/** Confidence as people read it. */
export function percentText(confidence: number): string {
  return `${Math.round(confidence * 100)} %`;
}
