import { describe, expect, it } from 'vitest';
import { type BlockInput, type OfferedReader, readerBlock } from '../../src/editor/readerBlock';
import { transferText } from '../../src/editor/readerMessages';
import { describeOther } from '../../src/hub/catalogue';
import { HubError } from '../../src/hub/errors';
import type { KnownModel } from '../../src/hub/manifest';
import { StoreError } from '../../src/hub/storeError';

const full: KnownModel = {
  name: 'full',
  title: 'The full reader',
  repository: 'owner/full',
  revision: 'a'.repeat(40),
  licence: 'CC-BY-4.0',
  languages: ['en'],
  family: 'roberta',
  published: { dataset: 'SQuAD 2.0 dev', em: 78.69, f1: 81.92 },
  refuses: true,
  maxLength: 384,
  files: [
    { path: 'config.json', bytes: 490_403, sha256: 'b'.repeat(64) },
    { path: 'model.safetensors', bytes: 327_000_000, sha256: 'c'.repeat(64) },
  ],
};
const offered: OfferedReader = {
  model: full,
  destination: '/models/full',
  host: 'hub.test',
  fetchedBytes: 0,
  isUpdate: false,
  isDeclined: false,
};
const nothing: BlockInput = { running: null, failure: null, fault: null, missing: null, mayOffer: true };
const running = { title: 'Downloading', text: '1 MB of 2 MB', bytes: 1, totalBytes: 2 };
const badAddress = new HubError('badEndpoint', 'ftp://x', 'is no address');
const failure = { text: 'No.', remedies: ['download', 'showLog'] as const };

describe('the block below the answers', () => {
  it('is not there when there is nothing to say', () => {
    expect(readerBlock(nothing)).toBeNull();
  });

  it('offers with size, licence, languages, source and folder', () => {
    expect(readerBlock({ ...nothing, missing: offered })).toEqual({
      kind: 'offer',
      title: 'The full reader',
      facts: [
        { name: 'Size', text: '327 MB' },
        { name: 'Licence', text: 'CC-BY-4.0' },
        { name: 'Languages', text: 'English' },
        { name: 'Source', text: 'hub.test/owner/full' },
        { name: 'Folder', text: '/models/full' },
      ],
      fetched: null,
    });
  });

  it('says of another revision of the reader in use that it is a new version', () => {
    const block = readerBlock({ ...nothing, missing: { ...offered, isUpdate: true } });
    expect(block).toMatchObject({ title: 'the new version of The full reader' });
  });

  it('says what an earlier try has left', () => {
    const block = readerBlock({ ...nothing, missing: { ...offered, fetchedBytes: 120_000_000 } });
    expect(block).toMatchObject({ fetched: '120 MB of 327 MB are here' });
  });

  it('claims no size that it does not know', () => {
    const model = describeOther('owner/other', 'd'.repeat(40));
    const block = readerBlock({
      ...nothing,
      missing: { ...offered, model, fetchedBytes: 5_000_000 },
    });
    expect(block).toMatchObject({ fetched: '5 MB are here' });
    expect(JSON.stringify(block)).toContain('known once the Hub is asked');
  });

  it('says of a size that it knows by the weights alone that it is about that', () => {
    const { files, ...rest } = full;
    const model: KnownModel = { ...rest, aboutBytes: 496_000_000 };
    expect(files).toHaveLength(2);
    expect(JSON.stringify(readerBlock({ ...nothing, missing: { ...offered, model } }))).toContain('about 496 MB');
  });

  it('shows a download before a failure, and a failure before an offer', () => {
    expect(readerBlock({ ...nothing, running, failure, missing: offered })).toEqual({ kind: 'download', ...running });
    expect(readerBlock({ ...nothing, failure, missing: offered })).toEqual({
      kind: 'problem',
      text: 'No.',
      remedies: [
        { action: 'download', title: 'Try Again' },
        { action: 'showLog', title: 'Show Log' },
      ],
    });
  });

  it.each([
    ['nothing may be offered now', { mayOffer: false }, offered],
    ['it was declined', {}, { ...offered, isDeclined: true }],
  ])('neither offers a reader nor speaks of an address that it would need, where %s', (_, input, missing) => {
    expect(readerBlock({ ...nothing, ...input, missing })).toBeNull();
    expect(readerBlock({ ...nothing, ...input, missing: { ...missing, host: null }, fault: badAddress })).toBeNull();
  });

  it('says of an address that it is none to whoever would be offered a reader, and that can be declined', () => {
    const block = readerBlock({ ...nothing, missing: { ...offered, host: null }, fault: badAddress });
    expect(block).toMatchObject({ kind: 'problem', text: 'The Hub’s address ftp://x is no address.' });
    expect(block).toHaveProperty('remedies', [
      { action: 'openSettings', title: 'Open Settings' },
      { action: 'download', title: 'Try Again' },
      { action: 'decline', title: 'Not now' },
    ]);
  });

  it('always says of a setting that it names no reader', () => {
    const fault = new StoreError('unknownModel', 'nonsense', 'known are none');
    expect(readerBlock({ ...nothing, mayOffer: false, fault })).toMatchObject({ kind: 'problem' });
  });
});

describe('a transfer in words', () => {
  const fetching = { stage: 'fetching', bytes: 120_000_000, totalBytes: 327_000_000 };

  it('has sizes, speed and time left', () => {
    expect(transferText(fetching, 11_500_000)).toBe('120 MB of 327 MB, 12 MB/s, 18 s left');
  });

  it.each([null, 0])('has sizes alone when the speed is %s', (speed) => {
    expect(transferText(fetching, speed)).toBe('120 MB of 327 MB');
  });

  it('says that another process is at it, or that the Hub is asked', () => {
    expect(transferText({ stage: 'waiting', bytes: 0, totalBytes: 0 }, null)).toMatch(/^Another window or terminal/);
    expect(transferText({ stage: 'asking', bytes: 0, totalBytes: 0 }, null)).toBe('Asking what there is');
  });
});
