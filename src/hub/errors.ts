// Why a file cannot be had from the Hub, or not be kept.
import * as l10n from '@vscode/l10n';

/**
 * One reason for each sentence that people need.
 *
 * Before any request: `offline` (requests are switched off), `badEndpoint`, `badName` (no name of a repository, revision
 * or file), `noSpace` (told beforehand). The way to the host: `hostNotFound`, `unreachable`, `tls`, `proxyRefused`,
 * `stalled`, `redirectLoop`, `unsafeRedirect`. What the Hub says: `unauthorised`, `forbidden`, `repositoryNotFound`,
 * `revisionNotFound`, `fileNotFound`, `rateLimited`, `serverFault`, `badAnswer`; `storageRefused` is a refusal of the
 * host that the Hub refers to. What came: `wrongSize`, `wrongHash`, `notTheFile` (a page where a file was expected). The
 * disk: `diskFull`, `notWritable`.
 */
export type HubFailureReason =
  | 'offline'
  | 'badEndpoint'
  | 'badName'
  | 'noSpace'
  | 'hostNotFound'
  | 'unreachable'
  | 'tls'
  | 'proxyRefused'
  | 'stalled'
  | 'redirectLoop'
  | 'unsafeRedirect'
  | 'unauthorised'
  | 'forbidden'
  | 'repositoryNotFound'
  | 'revisionNotFound'
  | 'fileNotFound'
  | 'rateLimited'
  | 'serverFault'
  | 'storageRefused'
  | 'badAnswer'
  | 'wrongSize'
  | 'wrongHash'
  | 'notTheFile'
  | 'diskFull'
  | 'notWritable';

/** Numbers that belong to a failure. */
export interface HubFailureDetails {
  /** The HTTP status, where a server gave one. */
  readonly status?: number;
  /** How long the server wants to be left alone. */
  readonly retryAfterMs?: number;
  /** With `noSpace`: bytes still to be written, and bytes free. */
  readonly neededBytes?: number;
  readonly freeBytes?: number;
}

/** A failure to fetch or keep something; `subject` is the host, URL, name or path in question. */
export class HubError extends Error {
  override readonly name = 'HubError';

  constructor(
    readonly reason: HubFailureReason,
    readonly subject: string,
    message: string,
    readonly details: HubFailureDetails = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The `code` of a system error, sought along its causes: fetch wraps what happened. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return 'code' in error && typeof error.code === 'string' ? error.code : codeOf(error.cause);
}

/** The failure behind what the file system threw about `path`. */
export function storageError(path: string, cause: unknown): HubError {
  const code = codeOf(cause) ?? String(cause);
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  return isFull
    ? new HubError('diskFull', path, `the disk is full (${code})`, {}, { cause })
    : new HubError('notWritable', path, l10n.t('cannot be written ({0})', code), {}, { cause });
}

const tlsCode = /^(?:ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|EPROTO$|HOSTNAME_MISMATCH$|INVALID_)/;

/** The failure behind what fetch threw about `host`. */
export function networkError(host: string, cause: unknown): HubError {
  const proxy = /Proxy response \((\d+)\)/.exec(innermostMessage(cause));
  if (proxy !== null) {
    const status = Number(proxy[1]);
    return new HubError('proxyRefused', host, `the proxy refuses the way (${status})`, { status }, { cause });
  }
  const code = codeOf(cause) ?? '';
  const message = code || innermostMessage(cause);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new HubError('hostNotFound', host, message, {}, { cause });
  }
  return new HubError(tlsCode.test(code) ? 'tls' : 'unreachable', host, message, {}, { cause });
}

function innermostMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : innermostMessage(error.cause);
}
