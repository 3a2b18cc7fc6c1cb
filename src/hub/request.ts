// One GET, its redirects followed by ourselves, so that the token and the bytes stay on ways that we chose.
import { isSafe } from './endpoint';
import { HubError } from './errors';
import { NetworkWait } from './networkWait';
import { defaultRetry, type RetryPolicy } from './retry';

/** How the Hub is reached. Only this carries a token, and only `request` uses it. */
export interface HubAccess {
  /** Any standard fetch: the editor's and the terminal's know the proxies. */
  readonly fetch: typeof globalThis.fetch;
  /** Sent to the origin of the first URL of a request and to no other. */
  readonly token: string | null;
  /** No request may be made. */
  readonly offline: boolean;
  readonly signal: AbortSignal;
  readonly retry?: RetryPolicy;
}

/** What came at the end of the redirects. */
export interface Answer {
  readonly response: Response;
  /** Where it came from. */
  readonly url: URL;
  /** Whether the request never left the Hub's origin. */
  readonly fromHub: boolean;
  /** The next piece of the body, undefined at its end. Throws HubError, or the signal's reason. */
  readonly next: () => Promise<Uint8Array | undefined>;
}

const maxRedirects = 10;
const redirects: readonly number[] = [301, 302, 303, 307, 308];

/**
 * Asks `url` and hands the answer, of any status, to `use`; the connection is closed when that ends. Throws HubError, or
 * the signal's reason.
 */
export async function request<T>(
  url: URL,
  headers: Readonly<Record<string, string>>,
  access: HubAccess,
  use: (answer: Answer) => Promise<T>,
): Promise<T> {
  if (access.offline) throw new HubError('offline', url.host, 'requests are switched off (HF_HUB_OFFLINE)');
  if (access.token !== null && !/^[\x21-\x7e]+$/.test(access.token)) {
    // fetch would repeat it in its error.
    throw new HubError('unauthorised', url.host, 'the token has characters that no token has');
  }
  const wait = new NetworkWait(access.signal, (access.retry ?? defaultRetry).stallMs);
  try {
    return await use(await followRedirects(url, headers, access, wait));
  } finally {
    wait.end();
  }
}

async function followRedirects(
  start: URL,
  headers: Readonly<Record<string, string>>,
  { fetch, token }: HubAccess,
  wait: NetworkWait,
): Promise<Answer> {
  let url = start;
  let fromHub = true;
  for (let hops = 0; hops <= maxRedirects; hops++) {
    const asked = url;
    const authorization = fromHub && token !== null ? { authorization: `Bearer ${token}` } : {};
    const response = await wait.for(asked.host, () =>
      fetch(asked, { headers: { ...headers, ...authorization }, redirect: 'manual', signal: wait.signal }),
    );
    if (!redirects.includes(response.status)) return { response, url, fromHub, next: pieces(response, asked, wait) };
    await response.body?.cancel();
    url = redirectTarget(response, asked);
    // Who was sent away and comes back was sent by somebody else.
    fromHub &&= url.origin === start.origin;
  }
  throw new HubError('redirectLoop', start.host, `more than ${maxRedirects} redirects`);
}

function pieces({ body }: Response, { host }: URL, wait: NetworkWait): () => Promise<Uint8Array | undefined> {
  const reader: ReadableStreamDefaultReader<Uint8Array> | undefined = body?.getReader();
  return async () => (reader === undefined ? undefined : (await wait.for(host, () => reader.read())).value);
}

function redirectTarget({ status, headers }: Response, from: URL): URL {
  const location = headers.get('location');
  if (location === null || !URL.canParse(location, from.href)) {
    throw new HubError('badAnswer', from.host, 'a redirect without a target', { status });
  }
  const target = new URL(location, from);
  if (!isSafe(target) || (from.protocol === 'https:' && target.protocol !== 'https:')) {
    throw new HubError('unsafeRedirect', from.host, `a redirect to ${target.protocol}//${target.host}`, { status });
  }
  return target;
}
