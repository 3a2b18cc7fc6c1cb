import { describe, expect, it } from 'vitest';
import { failureOf } from '../../src/cli/messages';
import { HubError, type HubFailureDetails, type HubFailureReason } from '../../src/hub/errors';
import { StoreError, type StoreFailureReason } from '../../src/hub/storeError';

/** What each sentence must hold: the thing, and the way out. */
const hubSentences: Record<HubFailureReason, readonly string[]> = {
  offline: ['HF_HUB_OFFLINE', 'models import'],
  badEndpoint: ['HF_ENDPOINT', 'THING', 'CAUSE'],
  badName: ['THING', 'owner/name@revision'],
  noSpace: ['THING', '328 MB are needed', '12 MB are free', 'DOCUMENT_QA_HOME'],
  hostNotFound: ['THING', 'CAUSE', 'HTTPS_PROXY'],
  unreachable: ['THING', 'CAUSE', 'HTTPS_PROXY', 'goes on'],
  tls: ['THING', 'CAUSE', 'NODE_EXTRA_CA_CERTS'],
  proxyRefused: ['HTTPS_PROXY'],
  stalled: ['THING', 'goes on'],
  redirectLoop: ['THING', 'HF_ENDPOINT'],
  unsafeRedirect: ['THING', 'CAUSE', 'HF_ENDPOINT'],
  unauthorised: ['THING', 'HF_TOKEN'],
  forbidden: ['THING', 'conditions', 'HF_TOKEN'],
  repositoryNotFound: ['THING', 'check the name', 'HF_TOKEN'],
  revisionNotFound: ['THING', 'commit, branch or tag'],
  fileNotFound: ['THING', 'HF_ENDPOINT'],
  rateLimited: ['THING', 'in 9 s', 'goes on'],
  serverFault: ['THING', '503', 'later'],
  storageRefused: ['THING', '503', 'later'],
  badAnswer: ['THING', 'CAUSE', 'HF_ENDPOINT'],
  wrongSize: ['THING', 'CAUSE', 'try again'],
  wrongHash: ['THING', 'CAUSE', 'try again'],
  notTheFile: ['THING', 'web page', 'sign in'],
  diskFull: ['THING', 'make room', 'DOCUMENT_QA_HOME'],
  notWritable: ['THING', 'CAUSE', 'permissions', 'DOCUMENT_QA_HOME'],
};

const storeSentences: Record<StoreFailureReason, readonly string[]> = {
  badHome: ['DOCUMENT_QA_HOME', 'THING', 'CAUSE'],
  unknownModel: ['THING', 'CAUSE'],
  badRevision: ['THING', 'CAUSE'],
  notInstalled: ['THING', 'document-qa models download THING'],
  bundled: ['THING', 'comes with the program'],
  foreignFolder: ['THING', 'CAUSE'],
  fileMissing: ['THING', 'CAUSE'],
  fileDamaged: ['THING', 'CAUSE', 'again'],
  unsupported: ['THING', 'CAUSE'],
};

const details = { status: 503, retryAfterMs: 9000, neededBytes: 328_000_000, freeBytes: 12_000_000 };

function hubSentence(reason: HubFailureReason, changes: HubFailureDetails = details): string {
  return failureOf(new HubError(reason, 'THING', 'CAUSE', changes), 'a file')?.message ?? '';
}

describe('every failure of the Hub has a sentence with the thing and the way out', () => {
  it.each(Object.entries(hubSentences))('%s', (reason, parts) => {
    const error = new HubError(reason as HubFailureReason, 'THING', 'CAUSE', details);
    expect(failureOf(error, 'a file')?.reason).toBe(reason);
    for (const part of parts) expect(hubSentence(reason as HubFailureReason)).toContain(part);
  });

  it('a proxy that wants a password says how it is given', () => {
    expect(hubSentence('proxyRefused', { status: 407 })).toContain('USER:PASSWORD@HOST:PORT');
    expect(hubSentence('proxyRefused', { status: 502 })).toMatch(/THING .*502.*NO_PROXY/);
  });

  it('without a pause in the answer, later is named', () => {
    expect(hubSentence('rateLimited', { status: 429 })).toContain('run the command again later');
  });

  it('without a status, that is said', () => {
    expect(hubSentence('serverFault', {})).toContain('no status');
  });
});

describe('every failure of the store has a sentence with the thing and the way out', () => {
  it.each(Object.entries(storeSentences))('%s', (reason, parts) => {
    const failure = failureOf(new StoreError(reason as StoreFailureReason, 'THING', 'CAUSE'), 'a file');
    expect(failure?.reason).toBe(reason);
    for (const part of parts) expect(failure?.message).toContain(part);
  });

  it('an empty revision is named by its place', () => {
    const error = new StoreError('badRevision', '', 'a revision is a commit');
    expect(failureOf(error, 'a file')?.message).toBe('behind @ there is nothing: a revision is a commit');
  });
});
