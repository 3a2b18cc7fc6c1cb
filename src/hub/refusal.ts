// An answer that is not what was asked for, to the failure that it means.
import { HubError, type HubFailureReason } from './errors';
import type { Answer } from './request';

/** What the Hub says in words of its own, beside the status: it answers 401 for repositories that do not exist. */
const reasonOfCode: Readonly<Record<string, HubFailureReason>> = {
  RepoNotFound: 'repositoryNotFound',
  RevisionNotFound: 'revisionNotFound',
  EntryNotFound: 'fileNotFound',
  GatedRepo: 'forbidden',
};

/**
 * The failure that a status outside 200 to 299 means. `missing` is what a bare 404 means for this request.
 */
export function refusalOf(answer: Answer, subject: string, missing: HubFailureReason): HubError | undefined {
  const { response, url } = answer;
  if (response.ok) return undefined;
  const reason = reasonOf(answer, missing);
  const retryAfterMs = parseRetryAfter(response.headers.get('retry-after'), Date.now());
  const details = { status: response.status, ...(retryAfterMs !== undefined && { retryAfterMs }) };
  // The query of a signed URL is a secret: the host alone is named.
  const about =
    reason === 'rateLimited' || reason === 'serverFault' || reason === 'storageRefused' ? url.host : subject;
  return new HubError(reason, about, `${url.host} answers ${response.status}`, details);
}

function reasonOf({ response: { status, headers }, fromHub }: Answer, missing: HubFailureReason): HubFailureReason {
  if (status === 429) return 'rateLimited';
  if (status === 408 || status >= 500) return 'serverFault';
  if (!fromHub && (status === 401 || status === 403)) return 'storageRefused';
  const known = reasonOfCode[headers.get('x-error-code') ?? ''];
  if (known !== undefined) return known;
  if (status === 401) return 'unauthorised';
  if (status === 403) return 'forbidden';
  return status === 404 || status === 410 ? missing : 'badAnswer';
}

/** Retry-After, seconds or a date, as ms from `nowMs`. */
function parseRetryAfter(value: string | null, nowMs: number): number | undefined {
  if (value === null) return undefined;
  const ms = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - nowMs;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
