import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fileUrl, type Hub, listFiles, resolveRevision } from '../../src/hub/hubClient';
import { FakeHub } from '../support/fakeHub';
import { config, configContent, failureOf, impatient, weights, weightsContent } from './downloads';

let fake: FakeHub;
let hub: Hub;
beforeAll(async () => {
  fake = await FakeHub.start({
    files: {
      [config]: configContent,
      [weights]: weightsContent,
      'onnx/a b.txt': configContent,
      'a b.txt': configContent,
    },
    refs: ['main', 'release/1.0'],
    pageSize: 2,
  });
  const { signal } = new AbortController();
  hub = { ...{ fetch, token: 'hf_x', offline: false, signal, retry: impatient }, endpoint: new URL(fake.url) };
});
afterAll(() => fake.close());
afterEach(() => fake.reset());

const json = (
  value: unknown,
  headers: Record<string, string> = {},
): { status: number; headers: object; body: string } => ({
  ...{ status: 200, headers, body: JSON.stringify(value) },
});

describe('a revision', () => {
  it.each(['main', 'release/1.0'])('%s stands for a commit', async (ref) => {
    expect(await resolveRevision('owner/reader', ref, hub)).toBe(fake.commit);
    expect(fake.requests).toMatchObject([
      { path: `/api/models/owner/reader/revision/${encodeURIComponent(ref)}`, authorization: 'Bearer hf_x' },
    ]);
  });

  it('that is a commit stands for itself, and nobody is asked', async () => {
    expect(await resolveRevision('owner/reader', 'b'.repeat(40), hub)).toBe('b'.repeat(40));
    expect(fake.requests).toEqual([]);
  });

  it('that does not exist is named', async () => {
    const failure = await failureOf(resolveRevision('owner/reader', 'none', hub));
    expect(failure).toMatchObject({ reason: 'revisionNotFound', subject: 'owner/reader@none' });
  });

  it('of a repository that does not exist names the repository', async () => {
    const failure = await failureOf(resolveRevision('owner/none', 'main', hub));
    expect(failure).toMatchObject({ reason: 'repositoryNotFound', subject: 'owner/none@main' });
  });

  it.each(['', '.', '..', 'a/../b', 'a//b', 'a\\b', 'a\nb'])('cannot be called %o', async (name) => {
    expect(await failureOf(resolveRevision('owner/reader', name, hub))).toMatchObject({ reason: 'badName' });
    expect(await failureOf(resolveRevision(name, 'main', hub))).toMatchObject({ reason: 'badName' });
    expect(fake.requests).toEqual([]);
  });

  it.each([{}, { sha: 'main' }, { sha: 'A'.repeat(40) }, null, []])('is not taken from %o', async (answer) => {
    fake.faults = { hub: { ...json(answer), headers: {} } };
    expect(await failureOf(resolveRevision('owner/reader', 'main', hub))).toMatchObject({ reason: 'badAnswer' });
  });
});

describe('the files of a commit', () => {
  it('at its top come page by page, with sha256 or git blob name', async () => {
    const { bytes, gitBlob } = fake.file(config);
    expect(await listFiles('owner/reader', fake.commit, hub)).toEqual([
      { path: config, bytes, digest: { algorithm: 'gitBlob', hex: gitBlob } },
      { path: weights, bytes: weightsContent.length, digest: { algorithm: 'sha256', hex: fake.file(weights).sha256 } },
      { path: 'a b.txt', bytes, digest: { algorithm: 'gitBlob', hex: gitBlob } },
    ]);
    expect(fake.requests).toHaveLength(2);
    expect(fake.requests[1]?.authorization).toBe('Bearer hf_x');
  });

  it('are not asked for at another origin', async () => {
    fake.faults = { hub: { ...json([]), headers: { link: '<https://elsewhere.example/tree>; rel="next"' } } };
    const failure = await failureOf(listFiles('owner/reader', fake.commit, hub));
    expect(failure).toMatchObject({ reason: 'badAnswer', message: 'the next page of a list lies elsewhere' });
    expect(fake.requests).toHaveLength(1);
  });

  it('that never end are no answer', async () => {
    fake.faults = { hub: { ...json([]), headers: { link: '</again>; rel="next"' } } };
    const failure = await failureOf(listFiles('owner/reader', fake.commit, hub));
    expect(failure).toMatchObject({ reason: 'badAnswer', message: 'a list of more than 100 pages' });
  });

  const entry = { type: 'file', path: 'a', size: 1, oid: 'c'.repeat(40) };
  it.each<[string, object]>([
    ['path', { ...entry, path: 7 }],
    ['size', { ...entry, size: -1 }],
    ['size', { ...entry, size: 1.5 }],
    ['oid', { ...entry, oid: 'x' }],
    ['lfs.oid', { ...entry, lfs: { oid: 'c'.repeat(40), size: 1 } }],
    ['type', { ...entry, type: 'link' }],
  ])('with a false %s are no answer, and the key is named', async (key, bad) => {
    fake.faults = { hub: { ...json([bad]), headers: {} } };
    const failure = await failureOf(listFiles('owner/reader', fake.commit, hub));
    expect(failure).toMatchObject({ reason: 'badAnswer', subject: new URL(fake.url).host });
    expect(failure.message).toContain(`0.${key}: `);
  });

  it.each(['../a', '/a', 'a/', 'C:a', 'a\0', 'a\\b'])('are listed without one that is called %j', async (path) => {
    fake.faults = { hub: { ...json([{ ...entry, path }, entry]), headers: {} } };
    const files = await listFiles('owner/reader', fake.commit, hub);
    expect(files.map((file) => file.path)).toEqual(['a']);
  });

  it.each([
    ['that is not JSON', '<html>', 'an answer that is not JSON'],
    ['that is too long', `${' '.repeat(8 << 20)}[]`, 'an answer of over 8388608 bytes'],
  ])('are not taken from an answer %s', async (_, body, message) => {
    fake.faults = { hub: { status: 200, body } };
    const failure = await failureOf(listFiles('owner/reader', fake.commit, hub));
    expect(failure).toMatchObject({ reason: 'badAnswer', message });
  });

  it('are asked for again when the Hub was busy', async () => {
    fake.faults = { hub: { status: 503, times: 1 } };
    expect(await listFiles('owner/reader', fake.commit, hub)).toHaveLength(3);
  });

  it('are not asked for offline', async () => {
    const failure = await failureOf(listFiles('owner/reader', fake.commit, { ...hub, offline: true }));
    expect(failure.reason).toBe('offline');
    expect(fake.requests).toEqual([]);
  });
});

describe('the URL of a file', () => {
  it('escapes every name, and keeps a mirror’s path', () => {
    const url = fileUrl(new URL('https://mirror.example/hub'), 'owner/reader', 'v/1', 'sub/a b#?.txt');
    expect(url.href).toBe('https://mirror.example/hub/owner/reader/resolve/v%2F1/sub/a%20b%23%3F.txt');
  });

  it('never leads out of the repository', () => {
    expect(() => fileUrl(new URL('https://h'), 'owner/reader', 'main', '../x')).toThrow('not a name on the Hub');
  });
});
