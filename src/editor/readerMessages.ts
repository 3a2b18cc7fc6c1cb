// What the commands, menus and notices about readers say.
import type { KnownModel } from '../hub/manifest';
import { durationText } from '../hub/quantities';
import type { PanelRemedy } from '../protocol/panel';
import type { Remedy } from './readerFailures';
import { languagesText, progressText, speedText } from './quantities';

export const tokenTitle = 'Hugging Face Token';
export const tokenPrompt =
  'Kept in VS Code’s secret storage, sent to the Hub only. Needed for models that are not open.';
export const tokenPlaceholder = 'hf_…';
export const tokenClearedText = 'The Hugging Face token was removed.';
export const busyText = 'A reader is being downloaded already. Wait until it is there, or cancel it.';
export const nothingToDownloadText = 'The reader that is chosen is on this machine, and whole.';
export const nothingToRemoveText = 'No reader was downloaded: there is nothing to remove.';
export const heldText = 'A window or a terminal is at work on this reader. Wait until it is done, or stop it there.';
export const offlineText = 'Nothing can be downloaded: HF_HUB_OFFLINE is set';

/** Titles of the buttons beside a failure. */
export const remedyTitles: Readonly<Record<Remedy, string>> = {
  download: 'Try Again',
  importModel: 'Import Model Folder…',
  chooseReader: 'Choose Reader…',
  setToken: 'Set Token…',
  openSettings: 'Open Settings',
  showLog: 'Show Log',
  decline: 'Not now',
};

/** Remedies as the panel's buttons. */
export function remediesOf(remedies: readonly Remedy[]): PanelRemedy[] {
  return remedies.map((action) => ({ action, title: remedyTitles[action] }));
}

/** What is said while a reader is fetched or copied; the same from begin to end. */
export function installingTitle(title: string, how: 'download' | 'importModel'): string {
  return how === 'download' ? `Downloading ${title}` : `Importing ${title}`;
}

/** How far a download is: "120 MB of 326 MB, 12 MB/s, 17 s left". */
export function transferText(
  { stage, bytes, totalBytes }: { readonly stage: string; readonly bytes: number; readonly totalBytes: number },
  bytesPerSecond: number | null,
): string {
  if (stage === 'waiting') return 'Another window or terminal is at it; waiting for it';
  if (stage === 'asking' || totalBytes === 0) return 'Asking what there is';
  const part = progressText(bytes, totalBytes);
  if (bytesPerSecond === null || bytesPerSecond <= 0) return part;
  const leftMs = ((totalBytes - bytes) / bytesPerSecond) * 1000;
  return `${part}, ${speedText(bytesPerSecond)}, ${durationText(leftMs)} left`;
}

/** What its makers measured: "EM 78.69, F1 81.92 on SQuAD 2.0 dev". */
export function publishedText({ published }: Pick<KnownModel, 'published'>): string {
  if (published === null) return 'no published figures';
  const { dataset, em, f1 } = published;
  return `${em === null ? '' : `EM ${em}, `}F1 ${f1} on ${dataset}`;
}

/** What a reader can do, in the order of interest. */
export function abilityText(model: Pick<KnownModel, 'published' | 'refuses' | 'licence'>): string {
  const refusing = model.refuses === false ? ['was never taught to refuse: it always answers'] : [];
  return [...refusing, publishedText(model), model.licence].join(' · ');
}

/** Languages of a model: "English". */
export function spokenText(languages: readonly string[]): string {
  return languages.length === 0 ? 'languages unknown' : languagesText(languages);
}

/** The wrong values of `documentQa.readerOptions`, each named. */
export function optionFaultsText(faults: readonly string[]): string {
  return `Settings, documentQa.readerOptions: ${faults.join('; ')}. The model’s own values are used instead.`;
}
