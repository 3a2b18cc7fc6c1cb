// What the commands, menus and notices about readers say.
import * as l10n from '@vscode/l10n';
import { unknownLicence } from '../hub/catalogue';
import type { KnownModel } from '../hub/manifest';
import { bytesText, durationText } from '../hub/quantities';
import type { PanelRemedy } from '../protocol/panel';
import { rounded } from '../words/numbers';
import { languagesText, progressText } from './quantities';
import type { Remedy } from './readerFailures';

export const tokenTitle = (): string => l10n.t('Hugging Face Token');
export const tokenPrompt = (): string =>
  l10n.t('Kept in VS Code’s secret storage, sent to the Hub only. Needed for models that are not open.');
/** How every token begins. */
export const tokenPlaceholder = 'hf_…';
export const tokenClearedText = (): string => l10n.t('The Hugging Face token was removed.');
export const busyText = (): string =>
  l10n.t('A reader is being downloaded already. Wait until it is there, or cancel it.');
export const nothingToDownloadText = (): string => l10n.t('The reader that is chosen is on this machine, and whole.');
export const nothingToRemoveText = (): string => l10n.t('No reader was downloaded: there is nothing to remove.');
export const heldText = (): string =>
  l10n.t('A window or a terminal is at work on this reader. Wait until it is done, or stop it there.');
export const offlineText = (): string => l10n.t('Nothing can be downloaded: HF_HUB_OFFLINE is set');

/** Titles of the buttons beside a failure. */
export function remedyTitles(): Readonly<Record<Remedy, string>> {
  return {
    download: l10n.t('Try Again'),
    importModel: l10n.t('Import Model Folder…'),
    chooseReader: l10n.t('Choose Reader…'),
    setToken: l10n.t('Set Token…'),
    openSettings: l10n.t('Open Settings'),
    showLog: l10n.t('Show Log'),
    decline: l10n.t('Not now'),
  };
}

/** Remedies as the panel's buttons. */
export function remediesOf(remedies: readonly Remedy[]): PanelRemedy[] {
  const titles = remedyTitles();
  return remedies.map((action) => ({ action, title: titles[action] }));
}

/** What is said while a reader is fetched or copied; the same from begin to end. */
export function installingTitle(title: string, how: 'download' | 'importModel'): string {
  return how === 'download' ? l10n.t('Downloading {0}', title) : l10n.t('Importing {0}', title);
}

/** How far a download is: "120 MB of 326 MB, 12 MB/s, 17 s left". */
export function transferText(
  { stage, bytes, totalBytes }: { readonly stage: string; readonly bytes: number; readonly totalBytes: number },
  bytesPerSecond: number | null,
): string {
  if (stage === 'waiting') return l10n.t('Another window or terminal is at it; waiting for it');
  if (stage === 'asking' || totalBytes === 0) return l10n.t('Asking what there is');
  if (bytesPerSecond === null || bytesPerSecond <= 0) return progressText(bytes, totalBytes);
  const left = durationText(((totalBytes - bytes) / bytesPerSecond) * 1000);
  return l10n.t(
    '{0} of {1}, {2}/s, {3} left',
    ...[bytesText(bytes), bytesText(totalBytes), bytesText(bytesPerSecond), left],
  );
}

/** What its makers measured: "EM 78.69, F1 81.92 on SQuAD 2.0 dev". */
export function publishedText({ published }: Pick<KnownModel, 'published'>): string {
  if (published === null) return l10n.t('no published figures');
  const { dataset, em, f1 } = published;
  return em === null
    ? l10n.t('F1 {0} on {1}', rounded(f1, 2), dataset)
    : l10n.t('EM {0}, F1 {1} on {2}', rounded(em, 2), rounded(f1, 2), dataset);
}

/** What a reader can do, in the order of interest. */
export function abilityText(model: Pick<KnownModel, 'published' | 'refuses' | 'licence'>): string {
  const refusing = model.refuses === false ? [neverRefusesText()] : [];
  return [...refusing, publishedText(model), licenceText(model)].join(' · ');
}

/** The licence of a model, or where it stands. */
export function licenceText({ licence }: Pick<KnownModel, 'licence'>): string {
  return licence === unknownLicence ? l10n.t('see its page on the Hub') : licence;
}

/** Said of a reader that answers every question. */
export function neverRefusesText(): string {
  return l10n.t('was never taught to refuse: it always answers');
}

/** Languages of a model: "English". */
export function spokenText(languages: readonly string[]): string {
  return languages.length === 0 ? l10n.t('languages unknown') : languagesText(languages);
}

/** The wrong values of `documentQa.readerOptions`, each named. */
export function optionFaultsText(faults: readonly string[]): string {
  return l10n.t('Settings, documentQa.readerOptions: {0}. The model’s own values are used instead.', faults.join('; '));
}
