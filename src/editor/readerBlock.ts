// What the window knows about readers, to what the panel says about a better one.
import * as l10n from '@vscode/l10n';
import type { PanelReader } from '../protocol/panel';
import { type KnownModel, sizeOf } from '../hub/manifest';
import { bytesText } from '../hub/quantities';
import type { RunningInstallation } from './installation';
import { describeFailure, type ReaderFailure } from './readerFailures';
import { licenceText, remediesOf, spokenText } from './readerMessages';

/** What the block depends on. */
export interface BlockInput {
  readonly running: RunningInstallation | null;
  /** Of the last installation. */
  readonly failure: ReaderFailure | null;
  /** Why the settings cannot be followed; beside a missing reader, why it cannot be had. */
  readonly fault: unknown;
  readonly missing: OfferedReader | null;
  /** Whether a person is to be offered anything now. */
  readonly mayOffer: boolean;
}

/** A reader that may be offered. */
export interface OfferedReader {
  readonly model: KnownModel;
  readonly destination: string;
  /** The Hub's host; null while its address is none. */
  readonly host: string | null;
  readonly fetchedBytes: number;
  /** Another revision of it is there and answers. */
  readonly isUpdate: boolean;
  /** The person said "not now". */
  readonly isDeclined: boolean;
}

/** The block below the answers; null for none. */
export function readerBlock({ running, failure, fault, missing, mayOffer }: BlockInput): PanelReader | null {
  if (running !== null) return { kind: 'download', ...running };
  if (failure !== null) return problem(failure);
  if (missing === null) return fault === null ? null : problem(describeFailure(fault, 'download'));
  if (!mayOffer || missing.isDeclined) return null;
  if (fault === null) return offer(missing);
  const { text, remedies } = describeFailure(fault, 'download');
  return problem({ text, remedies: [...remedies, 'decline'] });
}

function problem({ text, remedies }: ReaderFailure): PanelReader {
  return { kind: 'problem', text, remedies: remediesOf(remedies) };
}

function offer({ model, destination, host, fetchedBytes, isUpdate }: OfferedReader): PanelReader {
  const totalBytes = sizeOf(model);
  return {
    kind: 'offer',
    title: isUpdate ? newVersionText(model.title) : model.title,
    facts: [
      { name: l10n.t('Size'), text: sizeText(model) },
      { name: l10n.t('Licence'), text: licenceText(model) },
      ...(model.languages.length === 0 ? [] : [{ name: l10n.t('Languages'), text: spokenText(model.languages) }]),
      {
        name: l10n.t({ message: 'Source', comment: 'Where a model is downloaded from' }),
        text: `${host ?? ''}/${model.repository ?? model.name}`,
      },
      { name: l10n.t('Folder'), text: destination },
    ],
    fetched: fetchedBytes === 0 ? null : fetchedText(fetchedBytes, totalBytes),
  };
}

function newVersionText(title: string): string {
  return l10n.t({
    message: 'the new version of {0}',
    args: [title],
    comment: 'Stands in the place of a model’s name, as in: Read with the new version of TinyRoBERTa?',
  });
}

/** The size of a model: "326 MB", "about 496 MB". */
export function sizeText(model: KnownModel): string {
  const bytes = sizeOf(model);
  if (bytes === 0) return l10n.t('known once the Hub is asked');
  return model.files === undefined
    ? l10n.t({ message: 'about {0}', args: [bytesText(bytes)], comment: 'A size that is not exact' })
    : bytesText(bytes);
}

function fetchedText(fetchedBytes: number, totalBytes: number): string {
  const fetched = bytesText(fetchedBytes);
  return totalBytes === 0
    ? l10n.t('{0} are here', fetched)
    : l10n.t('{0} of {1} are here', fetched, bytesText(totalBytes));
}
