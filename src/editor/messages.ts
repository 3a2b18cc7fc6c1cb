// Sentences of the extension for people: what happened, and what to do.
import * as l10n from '@vscode/l10n';
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
  if (!(error instanceof EngineError)) {
    return l10n.t('This should not have happened: {0}. The log has more.', String(error));
  }
  const file = error.file ?? l10n.t('The model');
  const cure = isBundled ? l10n.t('Reinstall the extension.') : l10n.t('“Document QA: Download Full Reader” mends it.');
  switch (error.reason) {
    case 'emptyQuestion':
      return l10n.t('The question is empty. Write what you want to know.');
    case 'emptyDocument':
      return l10n.t('This file is empty: there is nothing to read.');
    case 'emptySelection':
      return l10n.t('The selection is empty: there is nothing to read.');
    case 'noContextRoom':
      return maxLength === null
        ? l10n.t('The question is too long for this reader. Ask a shorter one.')
        : l10n.t(
            'The question leaves no room for the file. Ask a shorter one, or set a larger maxLength than {0} in documentQa.readerOptions.',
            maxLength,
          );
    case 'fileMissing':
      return `${l10n.t('The model file {0} is missing.', file)} ${cure}`;
    case 'fileDamaged':
      return `${l10n.t('The model file {0} is damaged.', file)} ${cure}`;
    case 'fileUnreadable':
      return `${l10n.t('The model file {0} cannot be read. Check its permissions.', file)} ${cure}`;
    case 'unsupported': {
      const fault = l10n.t('{0} cannot be used by this version: {1}.', file, error.message);
      return isBundled ? fault : `${fault} ${l10n.t('“Document QA: Choose Reader…” offers others.')}`;
    }
    case 'badSquadFile':
      return `${error.message}.`;
    case 'nativeMissing':
      return l10n.t('The reader does not run on this system (onnxruntime does not load). The log says why.');
    case 'stopped':
      return l10n.t('Stopped before anything was found.');
    case 'crashed':
      return l10n.t('The reader stopped unexpectedly. Nothing is lost; ask again to start it anew.');
    case 'keepsCrashing':
      return l10n.t(
        'The reader stopped unexpectedly again and again, and is not started anew for now. The log says more; ask again in a few minutes.',
      );
    case 'cannotStart':
      return l10n.t('The reader could not be started. The log says why.');
    case 'internal':
      return l10n.t('The reader failed: {0}. The log may say more.', error.message);
  }
}

/** A notification's text, as it is: VS Code would turn `[a](b)` into a link, and names and messages may hold anything. */
export function plainText(text: string): string {
  return text.replaceAll('](', ']\u200b(');
}

export const noFileText = (): string => l10n.t('Open a text file first, then ask.');
export const noSelectionText = (): string => l10n.t('Select some text first, then ask about it.');
export const noQuestionText = (): string => l10n.t('Ask a question first.');
export const goneText = (): string => l10n.t('That file is no longer open and cannot be opened again.');
export const selectionChangedText = (): string => l10n.t('The selected text was changed. Select it again, then ask.');
export const changedText = (): string =>
  l10n.t('The file was changed and the answer no longer stands there. Ask again.');
export const stoppedBeforeText = (): string => l10n.t('Stopped before this file was read.');
export const askHoverText = (): string => l10n.t('Ask about this selection');
export const askTooltip = (): string => l10n.t('Reads only the selection, on your machine');
export const askPlaceholder = (): string => l10n.t('What is the default timeout?');
export const otherFileTitle = (): string => l10n.t('Ask Another File');
export const askThisFileLabel = (): string => l10n.t('Ask');
export const exportTitle = (): string => l10n.t('Export Answers');
export const historyClearedText = (): string => l10n.t('The questions of this workspace were forgotten.');

/** Said of a PDF, a picture, or whatever else has an editor of its own. */
export function notTextText(name: string): string {
  return l10n.t('{0} is not open as text, and only text can be read. Convert it to a text file, and open that.', name);
}

/** Said of a file that VS Code does not give to extensions; it does not tell them why. */
export function notGivenText(name: string): string {
  return l10n.t(
    '{0} is no text, or over 50 MB: VS Code does not give it to extensions. Convert it to text, or ask a large one in a terminal: document-qa ask FILE "QUESTION".',
    name,
  );
}

/** Said to another extension of an address that it wants to be asked. */
export function cannotOpenText(name: string): string {
  return l10n.t('{0} cannot be opened: it is not there, is no text, or is larger than 50 MB.', name);
}

/** What a language model does with a file, as a person is told. */
export function toolAskingText(fileName: string, question: string): string {
  return l10n.t('Asking {0}: “{1}”', fileName, question);
}

export const toolConfirmTitle = (): string => l10n.t('Read a File outside This Workspace?');

/** What a person agrees to who lets a language model ask a file. */
export function toolConfirmText(path: string): string {
  return l10n.t('{0} is read on this machine; what answers the question goes to the language model.', path);
}

/** Title of the question's input box. */
export function askTitle(fileName: string, lines: { first: number; last: number } | null): string {
  if (lines === null) return l10n.t('Ask {0}', fileName);
  const { first, last } = lines;
  return first === last
    ? l10n.t('Ask {0}, line {1}', fileName, first)
    : l10n.t('Ask {0}, lines {1}–{2}', fileName, first, last);
}

/** Title of the question's input box for several files. */
export function askFilesTitle(count: number): string {
  return l10n.t('Ask {0} open files', count);
}

/** Where an answer stands. */
export function lineLabel(line: number): string {
  return l10n.t({ message: 'Ln {0}', args: [line], comment: ['Short for "line", as in the status bar'] });
}

/** Where an answer stands in a notebook. */
export function cellLabel(cell: number, line: number): string {
  return l10n.t('Cell {0}, Ln {1}', cell, line);
}

/** Said on the view's icon while questions are read. */
export function readingText(count: number): string {
  return count === 1 ? l10n.t('Reading a file') : l10n.t('Reading {0} files', count);
}
