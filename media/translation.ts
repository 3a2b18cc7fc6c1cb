// The translation that the host has written into the page, to the words that the page will say.
import * as l10n from '@vscode/l10n';

/** Takes the translation, where the page has one: before the first word is asked for. */
export function takeTranslation(root: HTMLElement): void {
  const contents = root.getAttribute('data-translation');
  if (contents !== null) l10n.config({ contents });
}
