// Why a reader cannot be had, in a sentence for people, and what mends it.
import * as l10n from '@vscode/l10n';
import type { ReaderAction } from '../protocol/panel';
import { HubError } from '../hub/errors';
import { bytesText } from '../hub/quantities';
import { StoreError } from '../hub/storeError';

/** What a button beside a failure can do. */
export type Remedy = Exclude<ReaderAction, 'cancel'>;

/** A failure to get a reader. */
export interface ReaderFailure {
  readonly text: string;
  /** The best first; never empty. */
  readonly remedies: readonly Remedy[];
}

/** What failed: only a download keeps what has come. */
export type Attempt = 'download' | 'importModel' | 'command';

/**
 * Describes a failure. Where trying again may help, that is a remedy: `importModel` after an import, else `download`,
 * which whoever shows the failure of another command takes for that command.
 */
export function describeFailure(error: unknown, attempt: Attempt): ReaderFailure {
  const again = attempt === 'importModel' ? attempt : 'download';
  if (error instanceof HubError) {
    const isKept = keepsParts.has(error.reason) && attempt === 'download';
    const sentences = [hubText(error), ...(isKept ? [l10n.t('What has come is kept.')] : [])];
    return { text: sentences.join(' '), remedies: hubRemedies(error, again) };
  }
  if (error instanceof StoreError) return { text: storeText(error), remedies: storeRemedies(error) };
  return { text: l10n.t('This should not have happened: {0}.', String(error)), remedies: [again, 'showLog'] };
}

/** After these a download goes on where it ended. */
const keepsParts: ReadonlySet<HubError['reason']> = new Set([
  'hostNotFound',
  'unreachable',
  'stalled',
  'rateLimited',
  'serverFault',
  'diskFull',
]);

function hubText({ reason, subject: fullSubject, message, details }: HubError): string {
  const subject = shorten(fullSubject);
  switch (reason) {
    case 'offline':
      return l10n.t('Requests to the Hub are switched off (HF_HUB_OFFLINE). Import a folder that holds the model.');
    case 'badEndpoint':
      return l10n.t({
        message: 'The Hub’s address {0} {1}.',
        args: [fullSubject, message],
        comment: 'The last says what is wrong, as in: is not a file',
      });
    case 'badName':
      return l10n.t('{0} is not a name on the Hub.', subject);
    case 'noSpace': {
      const { neededBytes = 0, freeBytes = 0 } = details;
      return l10n.t(
        'There is too little space in {0}: {1} are needed, {2} are free.',
        subject,
        bytesText(neededBytes),
        bytesText(freeBytes),
      );
    }
    case 'hostNotFound':
      return l10n.t('{0} is not found: there is no connection to it.', subject);
    case 'unreachable':
      return l10n.t('{0} cannot be reached ({1}).', subject, message);
    case 'tls':
      return l10n.t(
        'The connection to {0} is not trusted ({1}). The certificate of a proxy may be missing.',
        subject,
        message,
      );
    case 'proxyRefused':
      return l10n.t('The proxy refuses the way to {0}. Check the setting http.proxy.', subject);
    case 'stalled':
      return l10n.t('{0} sends nothing more.', subject);
    case 'redirectLoop':
      return l10n.t('{0} leads round in circles. Check the Hub’s address.', subject);
    case 'unsafeRedirect':
      return l10n.t('{0} leads to an unsafe place ({1}). Check the Hub’s address.', subject, message);
    case 'unauthorised':
      return l10n.t('{0} is not there for everybody: the Hub wants a token.', subject);
    case 'forbidden':
      return l10n.t('The Hub refuses {0}: ask for access on its page there, and set a token that has it.', subject);
    case 'repositoryNotFound':
      return l10n.t('{0} is not on the Hub, or not for this token.', subject);
    case 'revisionNotFound':
      return l10n.t('{0} is not on the Hub: it has no such branch, tag or commit.', subject);
    case 'fileNotFound':
      return l10n.t('There is no {0}.', subject);
    case 'rateLimited':
      return l10n.t('{0} is asked too often (429). Wait a little.', subject);
    case 'serverFault':
      return l10n.t('{0} has a fault of its own ({1}).', subject, message);
    case 'storageRefused':
      return l10n.t('{0} refuses the file ({1}).', subject, message);
    case 'badAnswer':
      return l10n.t('{0} does not answer like a Hub ({1}). Check the Hub’s address.', subject, message);
    case 'wrongSize':
    case 'wrongHash':
      return l10n.t('What came for {0} is not the file expected ({1}). Nothing of it is kept.', subject, message);
    case 'notTheFile':
      return l10n.t('A web page came instead of {0}: the network may want you to sign in.', subject);
    case 'diskFull':
      return l10n.t('The disk is full: {0} cannot be written.', subject);
    case 'notWritable':
      return l10n.t({
        message: '{0} {1}. Check its permissions, or choose another model folder.',
        args: [subject, message],
        comment: 'The last says what is wrong, as in: is not a file',
      });
  }
}

/** The address of a file is long, and its end says most: "model.safetensors at huggingface.co". */
function shorten(subject: string): string {
  if (!/^https?:/.test(subject) || !URL.canParse(subject)) return subject;
  const { host, pathname } = new URL(subject);
  const name = pathname.split('/').at(-1) ?? '';
  return name === '' ? host : l10n.t('{0} at {1}', name, host);
}

function hubRemedies({ reason }: HubError, again: Remedy): Remedy[] {
  switch (reason) {
    case 'offline':
      return ['importModel'];
    case 'badEndpoint':
    case 'redirectLoop':
    case 'unsafeRedirect':
    case 'badAnswer':
      return ['openSettings', again];
    case 'notWritable':
      return [again, 'openSettings'];
    case 'hostNotFound':
      return [again, 'importModel'];
    case 'unauthorised':
    case 'forbidden':
      return ['setToken', again];
    case 'repositoryNotFound':
    case 'revisionNotFound':
    case 'fileNotFound':
    case 'badName':
      return ['chooseReader', again];
    case 'noSpace':
    case 'unreachable':
    case 'tls':
    case 'proxyRefused':
    case 'stalled':
    case 'rateLimited':
    case 'serverFault':
    case 'storageRefused':
    case 'wrongSize':
    case 'wrongHash':
    case 'notTheFile':
    case 'diskFull':
      return [again, 'showLog'];
  }
}

function storeText({ reason, subject, message }: StoreError): string {
  switch (reason) {
    case 'badHome':
      return l10n.t({
        message: 'The model folder {0} {1}.',
        args: [subject, message],
        comment: 'The last says what is wrong, as in: is not a file',
      });
    case 'unknownModel':
      return l10n.t('“{0}” is no reader: {1}.', subject, message);
    case 'badRevision':
      return l10n.t('“{0}” is no revision: {1}.', subject, message);
    case 'notInstalled':
      return l10n.t('{0} is not on this machine.', subject);
    case 'bundled':
      return l10n.t('{0} comes with the extension: there is nothing to download or to remove.', subject);
    case 'foreignFolder':
    case 'fileMissing':
    case 'fileDamaged':
      return l10n.t({
        message: '{0} {1}.',
        args: [subject, message],
        comment: 'The last says what is wrong, as in: is not a file',
      });
    case 'unsupported':
      return l10n.t('{0} cannot be read by this version: {1}.', subject, message);
  }
}

function storeRemedies({ reason }: StoreError): Remedy[] {
  switch (reason) {
    case 'badHome':
      return ['openSettings'];
    case 'foreignFolder':
    case 'fileMissing':
    case 'fileDamaged':
      return ['importModel', 'chooseReader'];
    case 'unknownModel':
    case 'badRevision':
    case 'notInstalled':
    case 'bundled':
    case 'unsupported':
      return ['chooseReader'];
  }
}
