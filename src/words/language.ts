// The language that people read, as the words themselves know it: numbers and dates then always suit the sentence.
import * as l10n from '@vscode/l10n';

/** Its tag (BCP 47): that of the translation in use, else English as in the United States, as in the terminal. */
export function language(): string {
  return l10n.t({
    message: 'en-US',
    comment: 'No words: the tag (BCP 47) of your language, such as de. Numbers and dates are written by it.',
  });
}
