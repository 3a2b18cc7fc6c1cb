// How far a transfer is, languages and days, as people read them.
import * as l10n from '@vscode/l10n';
import { bytesText } from '../hub/quantities';
import { language } from '../words/language';

/** How far a transfer is: "120 MB of 326 MB". */
export function progressText(bytes: number, totalBytes: number): string {
  return l10n.t('{0} of {1}', bytesText(bytes), bytesText(totalBytes));
}

/** Languages by their codes: "English, German". */
export function languagesText(codes: readonly string[]): string {
  const names = new Intl.DisplayNames([language()], { type: 'language' });
  return listText(codes.map((code) => names.of(code) ?? code));
}

/** Things one after the other: "a, b". */
function listText(things: readonly string[]): string {
  return new Intl.ListFormat(language(), { type: 'unit', style: 'short' }).format(things);
}

/** The day of a moment in ISO 8601, in UTC as that is: "Nov 22, 2026". */
export function dayText(date: string): string {
  return new Date(date).toLocaleDateString(language(), { dateStyle: 'medium', timeZone: 'UTC' });
}
