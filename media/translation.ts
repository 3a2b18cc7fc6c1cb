// The translation that the host has written into the page. In the bundles of the pages this file stands in the place of
// @vscode/l10n (esbuild.mjs), most of which is about fetching translations: a page has its own, and nothing to fetch with.
import type { L10nReplacement } from '@vscode/l10n';

/** Words by their English, behind which a comment for translators may stand. */
let translation: Readonly<Record<string, string>> = {};

/** Takes the translation, where the page has one: before the first word is asked for. */
export function takeTranslation(root: HTMLElement): void {
  const contents = root.getAttribute('data-translation');
  if (contents !== null) translation = JSON.parse(contents) as typeof translation;
}

/** What is said with a comment. */
interface Explained {
  readonly message: string;
  readonly args?: readonly L10nReplacement[];
  readonly comment: string;
}

/** As `t` of @vscode/l10n, in the two ways in which it is called here: `{0}` in the words is the first of the values. */
export function t(said: string | Explained, ...values: readonly L10nReplacement[]): string {
  if (typeof said !== 'string') return filled(`${said.message}/${said.comment}`, said.message, said.args ?? []);
  return filled(said, said, values);
}

function filled(key: string, english: string, values: readonly L10nReplacement[]): string {
  const words = translation[key] ?? english;
  return words.replaceAll(/\{(\d+)\}/g, (place, index) => String(values[Number(index)] ?? place));
}
