// Sizes and durations of models and their transfers, as people read them.
import * as l10n from '@vscode/l10n';
import { decimal } from '../words/numbers';

/** A size in decimal units, as file managers have it: "1 byte", "835 bytes", "326 MB", "1.4 GB". */
export function bytesText(bytes: number): string {
  if (bytes === 1) return l10n.t('1 byte');
  if (bytes < 1_000) return l10n.t('{0} bytes', bytes);
  if (bytes < 999_500) return l10n.t('{0} kB', Math.round(bytes / 1e3));
  if (bytes < 999_500_000) return l10n.t('{0} MB', Math.round(bytes / 1e6));
  return l10n.t('{0} GB', decimal(bytes / 1e9, 1));
}

/** A duration, rounded to what matters: "8 s", "3 min", "2 h". */
export function durationText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 90) return l10n.t('{0} s', seconds);
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? l10n.t('{0} min', minutes) : l10n.t('{0} h', Math.round(minutes / 60));
}
