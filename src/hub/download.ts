// A file on the Hub to the same file on the disk: whole, verified and durable, or not there at all.
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type HashedFile, hashIfFits } from './contentHash';
import { HubError, storageError } from './errors';
import { PartialFile, strongValidator, type WantedFile } from './partialFile';
import { refusalOf } from './refusal';
import { type Answer, type HubAccess, request } from './request';
import { defaultRetry, retrying } from './retry';
import { checkSpace } from './space';

/** A file to fetch, and how to know it. */
export interface RemoteFile extends WantedFile {
  /** On the Hub; each try begins here, because the URLs that it redirects to expire. */
  readonly url: string;
}

/** How a file is fetched. */
export interface DownloadOptions extends HubAccess {
  /** Gets the bytes that are there: first those of an earlier try, less again only if they turn out to be useless. */
  readonly onProgress: (bytes: number) => void;
}

/**
 * Fetches a file, unless it is there, and returns its hash. It goes on where an earlier try ended; a cancelled or
 * failed one keeps what it has in `path.partial`. A file that is at `path` already stays until the new one is verified.
 * The caller holds the lock of the folder. Throws HubError, or the signal's reason.
 */
export async function downloadFile(file: RemoteFile, options: DownloadOptions): Promise<HashedFile> {
  const { signal, onProgress } = options;
  signal.throwIfAborted();
  const present = await hashIfFits(file.path, file.bytes, file.digest, signal);
  if (present !== undefined) {
    onProgress(file.bytes);
    return present;
  }
  const folder = dirname(file.path);
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw storageError(folder, cause);
  });
  const partial = await PartialFile.open(file, signal);
  try {
    await checkSpace(folder, file.bytes - partial.bytes);
    onProgress(partial.bytes);
    for (let again = false; ; again = true) {
      const isPieced = await fetchRest(file, partial, options);
      const sha256 = partial.sha256IfFits();
      if (sha256 !== undefined) {
        return { sha256, mtimeMs: await partial.finish() };
      }
      await partial.clear();
      // Pieces of several answers may not belong together; one whole answer that is wrong stays wrong.
      if (!isPieced || again) throw new HubError('wrongHash', file.url, `its ${file.digest.algorithm} is another one`);
    }
  } finally {
    await partial.close();
  }
}

/** Fetches until all bytes are there, and returns whether they came in more than one answer. */
async function fetchRest(file: RemoteFile, partial: PartialFile, options: DownloadOptions): Promise<boolean> {
  const { signal, onProgress, retry = defaultRetry } = options;
  let isPieced = partial.bytes > 0;
  const attempt = async (): Promise<void> => {
    while (partial.bytes < file.bytes) {
      isPieced ||= partial.bytes > 0;
      await request(new URL(file.url), rangeHeaders(partial), options, (answer) =>
        receive(answer, file, partial, onProgress),
      );
    }
  };
  await retrying(retry, signal, attempt, () => partial.bytes);
  return isPieced;
}

function rangeHeaders({ bytes, validator }: PartialFile): Record<string, string> {
  return {
    // A compressed answer has other positions.
    'accept-encoding': 'identity',
    ...(bytes > 0 && { range: `bytes=${bytes}-` }),
    ...(bytes > 0 && validator !== null && { 'if-range': validator }),
  };
}

/** Appends what came, if it is what was asked for. Leaves an empty partial, to begin anew, if its end cannot be had. */
async function receive(
  answer: Answer,
  file: RemoteFile,
  partial: PartialFile,
  onProgress: (bytes: number) => void,
): Promise<void> {
  const { response, url, next } = answer;
  if (partial.bytes > 0 && (response.status === 416 || (response.status === 206 && !isRest(response, file, partial)))) {
    return partial.clear();
  }
  const refusal = refusalOf(answer, file.url, 'fileNotFound');
  if (refusal !== undefined) throw refusal;
  const isWhole = response.status === 200;
  if (!isWhole && !(response.status === 206 && isRest(response, file, partial))) {
    throw new HubError('badAnswer', url.host, 'not an answer to a GET', { status: response.status });
  }
  let piece = await next();
  if (isWhole) {
    // Before anything is dropped: a sign-in page must not cost the bytes that are there.
    checkWhole(response, piece, file);
    // The ETag of a compressed answer is not that of the bytes.
    await partial.clear(isEncoded(response.headers) ? null : strongValidator(response.headers.get('etag')));
  }
  for (; piece !== undefined; piece = await next()) {
    if (partial.bytes + piece.length > file.bytes) {
      await partial.clear();
      throw new HubError('wrongSize', file.url, `more than the ${file.bytes} bytes expected`);
    }
    await partial.append(piece);
    onProgress(partial.bytes);
  }
  if (partial.bytes < file.bytes) {
    throw new HubError('unreachable', url.host, `the connection ended at ${partial.bytes} of ${file.bytes} bytes`);
  }
}

/** Whether a 206 has exactly the bytes that are missing. */
function isRest({ headers }: Response, file: RemoteFile, partial: PartialFile): boolean {
  const range = `bytes ${partial.bytes}-${file.bytes - 1}/`;
  const total = headers.get('content-range')?.replace(range, '');
  return total === '*' || total === String(file.bytes);
}

/** Throws unless an answer with status 200 can be the file. */
function checkWhole({ headers }: Response, begin: Uint8Array | undefined, file: RemoteFile): void {
  const length = headers.get('content-length');
  // fetch decodes: then the length is that of what went over the wire.
  const bytes = length === null || isEncoded(headers) ? undefined : Number(length);
  const isPage = headers.get('content-type')?.startsWith('text/html') === true;
  if (isPage || (bytes !== file.bytes && looksLikePage(begin))) {
    throw new HubError('notTheFile', file.url, 'a web page came instead');
  }
  if (bytes !== undefined && bytes !== file.bytes) {
    throw new HubError('wrongSize', file.url, `${bytes} bytes where ${file.bytes} are expected`);
  }
}

function looksLikePage(begin: Uint8Array | undefined): boolean {
  return /^\s*<(?:!doctype html|html)/i.test(Buffer.from(begin?.subarray(0, 256) ?? []).toString('latin1'));
}

function isEncoded(headers: Headers): boolean {
  return (headers.get('content-encoding') ?? 'identity') !== 'identity';
}
