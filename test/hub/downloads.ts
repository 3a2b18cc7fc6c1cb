// What the tests of downloading share: impatient retries, and a file of a fake Hub as a file to fetch.
import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Digest } from '../../src/hub/contentHash';
import { downloadFile, type DownloadOptions, type RemoteFile } from '../../src/hub/download';
import { HubError } from '../../src/hub/errors';
import { fileUrl } from '../../src/hub/hubClient';
import type { RetryPolicy } from '../../src/hub/retry';
import type { FakeHub } from '../support/fakeHub';

export const weights = 'model.safetensors';
export const config = 'config.json';

/** Several pieces of a stream, and no round number. */
export const weightsContent = randomBytes(300_001);
export const configContent = Buffer.from('{"model_type":"roberta"}\n');

export const impatient: RetryPolicy = {
  ...{ retries: 2, firstDelayMs: 2, maxDelayMs: 10 },
  ...{ maxRetryAfterMs: 30, stallMs: 2_000 },
};

/** A file of the fake Hub, to be fetched into a folder. */
export function remoteFile(hub: FakeHub, path: string, folder: string): RemoteFile {
  const { bytes, sha256, gitBlob, isLarge } = hub.file(path);
  const digest: Digest = isLarge ? { algorithm: 'sha256', hex: sha256 } : { algorithm: 'gitBlob', hex: gitBlob };
  return { url: fileUrl(new URL(hub.url), hub.repo, hub.commit, path).href, path: join(folder, path), bytes, digest };
}

/** Options of an impatient download. */
export function options(changes: Partial<DownloadOptions> = {}): DownloadOptions {
  const { signal } = new AbortController();
  return { fetch, token: null, offline: false, signal, retry: impatient, onProgress: () => undefined, ...changes };
}

/** Fetches a file of the fake Hub into a folder, and returns its sha256. */
export async function download(
  hub: FakeHub,
  path: string,
  folder: string,
  changes: Partial<DownloadOptions> = {},
): Promise<string> {
  return (await downloadFile(remoteFile(hub, path, folder), options(changes))).sha256;
}

/** The HubError that a promise ends with. */
export async function failureOf(promise: Promise<unknown>): Promise<HubError> {
  const error = await promise.then(
    () => new Error('it succeeded'),
    (cause: unknown) => cause,
  );
  if (error instanceof HubError) return error;
  throw error;
}

/** The names in a folder, sorted. */
export async function listNames(folder: string): Promise<string[]> {
  return (await readdir(folder)).sort();
}
