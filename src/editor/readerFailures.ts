// Why a reader cannot be had, in a sentence for people, and what mends it.
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
    const kept = keepsParts.has(error.reason) && attempt === 'download' ? ' What has come is kept.' : '';
    return { text: hubText(error) + kept, remedies: hubRemedies(error, again) };
  }
  if (error instanceof StoreError) return { text: storeText(error), remedies: storeRemedies(error) };
  return { text: `This should not have happened: ${String(error)}.`, remedies: [again, 'showLog'] };
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
      return 'Requests to the Hub are switched off (HF_HUB_OFFLINE). Import a folder that holds the model.';
    case 'badEndpoint':
      return `The Hub’s address ${fullSubject} ${message}.`;
    case 'badName':
      return `${subject} is not a name on the Hub.`;
    case 'noSpace': {
      const { neededBytes = 0, freeBytes = 0 } = details;
      return `There is too little space in ${subject}: ${bytesText(neededBytes)} are needed, ${bytesText(freeBytes)} are free.`;
    }
    case 'hostNotFound':
      return `${subject} is not found: there is no connection to it.`;
    case 'unreachable':
      return `${subject} cannot be reached (${message}).`;
    case 'tls':
      return `The connection to ${subject} is not trusted (${message}). The certificate of a proxy may be missing.`;
    case 'proxyRefused':
      return `The proxy refuses the way to ${subject}. Check the setting http.proxy.`;
    case 'stalled':
      return `${subject} sends nothing more.`;
    case 'redirectLoop':
      return `${subject} leads round in circles. Check the Hub’s address.`;
    case 'unsafeRedirect':
      return `${subject} leads to an unsafe place (${message}). Check the Hub’s address.`;
    case 'unauthorised':
      return `${subject} is not there for everybody: the Hub wants a token.`;
    case 'forbidden':
      return `The Hub refuses ${subject}: ask for access on its page there, and set a token that has it.`;
    case 'repositoryNotFound':
      return `${subject} is not on the Hub, or not for this token.`;
    case 'revisionNotFound':
      return `${subject} is not on the Hub: it has no such branch, tag or commit.`;
    case 'fileNotFound':
      return `There is no ${subject}.`;
    case 'rateLimited':
      return `${subject} is asked too often (429). Wait a little.`;
    case 'serverFault':
      return `${subject} has a fault of its own (${message}).`;
    case 'storageRefused':
      return `${subject} refuses the file (${message}).`;
    case 'badAnswer':
      return `${subject} does not answer like a Hub (${message}). Check the Hub’s address.`;
    case 'wrongSize':
    case 'wrongHash':
      return `What came for ${subject} is not the file expected (${message}). Nothing of it is kept.`;
    case 'notTheFile':
      return `A web page came instead of ${subject}: the network may want you to sign in.`;
    case 'diskFull':
      return `The disk is full: ${subject} cannot be written.`;
    case 'notWritable':
      return `${subject} ${message}. Check its permissions, or choose another model folder.`;
  }
}

/** The address of a file is long, and its end says most: "model.safetensors at huggingface.co". */
function shorten(subject: string): string {
  if (!/^https?:/.test(subject) || !URL.canParse(subject)) return subject;
  const { host, pathname } = new URL(subject);
  const name = pathname.split('/').at(-1) ?? '';
  return name === '' ? host : `${name} at ${host}`;
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
      return `The model folder ${subject} ${message}.`;
    case 'unknownModel':
      return `“${subject}” is no reader: ${message}.`;
    case 'badRevision':
      return `“${subject}” is no revision: ${message}.`;
    case 'notInstalled':
      return `${subject} is not on this machine.`;
    case 'bundled':
      return `${subject} comes with the extension: there is nothing to download or to remove.`;
    case 'foreignFolder':
    case 'fileMissing':
    case 'fileDamaged':
      return `${subject} ${message}.`;
    case 'unsupported':
      return `${subject} cannot be read by this version: ${message}.`;
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
