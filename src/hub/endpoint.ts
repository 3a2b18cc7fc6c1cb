// What people write as the Hub's address, to a URL that may be asked.
import * as l10n from '@vscode/l10n';
import { HubError } from './errors';

/** The Hub itself. */
export const defaultEndpoint = 'https://huggingface.co';

/**
 * Parses the address of a Hub or a mirror; its path has no slash at the end. Throws HubError `badEndpoint` unless it is
 * https, or http to this machine, and has neither credentials nor a query.
 */
export function parseEndpoint(text: string): URL {
  if (!URL.canParse(text)) throw badEndpoint(withoutSecrets(text), l10n.t('is not a URL'));
  const url = new URL(text);
  if (url.username !== '' || url.password !== '')
    throw badEndpoint(url.host, l10n.t('must not hold a user or password'));
  if (url.search !== '' || url.hash !== '') throw badEndpoint(withoutSecrets(text), l10n.t('must end with its path'));
  if (!isSafe(url)) throw badEndpoint(text, l10n.t('must begin with https:// (http:// only to this machine)'));
  url.pathname = url.pathname.replace(/\/+$/, '');
  return url;
}

/** Whether a URL may be asked: https, or http that stays on this machine. */
export function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

/** The URL parser has brought every notation of an IPv4 address into this form. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname);
}

/** An address as it may be repeated: a password stands before an @, a token behind a ? or #. */
function withoutSecrets(text: string): string {
  return text.replace(/^.*@/s, '…@').replace(/[?#].*$/s, '?…');
}

function badEndpoint(subject: string, message: string): HubError {
  return new HubError('badEndpoint', subject, message);
}
