import { describe, expect, it } from 'vitest';
import { describeFailure } from '../../src/editor/readerFailures';
import { remedyTitles } from '../../src/editor/readerMessages';
import { HubError, type HubFailureReason } from '../../src/hub/errors';
import { StoreError, type StoreFailureReason } from '../../src/hub/storeError';
import { hubReasons, storeReasons } from './failureReasons';

const hubFailure = (reason: HubFailureReason) =>
  describeFailure(new HubError(reason, 'the subject', 'a message'), 'download');

describe('a failure', () => {
  it.each(Object.entries(hubReasons))('of the Hub, %s, has a sentence and %s', (reason, remedy) => {
    const { text, remedies } = hubFailure(reason as HubFailureReason);
    expect(text).toMatch(/^[\p{Lu}t].*\.$/su);
    expect(remedies[0]).toBe(remedy);
  });

  it.each(Object.entries(storeReasons))('of the store, %s, has a sentence and %s', (reason, remedy) => {
    const { text, remedies } = describeFailure(
      new StoreError(reason as StoreFailureReason, 'the subject', 'a message'),
      'download',
    );
    expect(text).toContain('the subject');
    expect(text).toMatch(/\.$/);
    expect(remedies[0]).toBe(remedy);
  });

  it('has at most two buttons, each with a title of its own', () => {
    const titles = Object.values(remedyTitles());
    expect(new Set(titles).size).toBe(titles.length);
    for (const reason of Object.keys(hubReasons)) {
      const { remedies } = hubFailure(reason as HubFailureReason);
      expect(remedies.length).toBeLessThanOrEqual(2);
      expect(new Set(remedies).size).toBe(remedies.length);
    }
  });

  it('no two reasons are told alike, but those of a wrong content', () => {
    const texts = Object.keys(hubReasons).map((reason) => hubFailure(reason as HubFailureReason).text);
    expect(new Set(texts).size).toBe(texts.length - 1);
  });

  it('names how much space is needed and how much there is', () => {
    const details = { neededBytes: 327_000_000, freeBytes: 12_000_000 };
    const error = new HubError('noSpace', '/models', 'too little', details);
    expect(describeFailure(error, 'download').text).toContain('327 MB are needed, 12 MB are free');
  });

  it('names a file by its end and its host, not by an address of three lines', () => {
    const url = `https://hub.test/owner/full/resolve/${'a'.repeat(40)}/model.safetensors`;
    const { text } = describeFailure(new HubError('fileNotFound', url, '404'), 'download');
    expect(text).toBe('There is no model.safetensors at hub.test.');
  });

  it('of an import is tried again as an import', () => {
    const { remedies } = describeFailure(new HubError('diskFull', '/models', 'ENOSPC'), 'importModel');
    expect(remedies[0]).toBe('importModel');
  });

  it('says that what has come is kept of a download, and of nothing else', () => {
    for (const reason of ['diskFull', 'unreachable', 'hostNotFound'] as const) {
      const error = new HubError(reason, 'the subject', 'a message');
      expect(describeFailure(error, 'download').text).toMatch(/ What has come is kept\.$/);
      expect(describeFailure(error, 'importModel').text).not.toContain('kept');
      expect(describeFailure(error, 'command').text).not.toContain('kept');
    }
  });

  it('that nobody foresaw is said, and leads to the log', () => {
    const { text, remedies } = describeFailure(new TypeError('odd'), 'download');
    expect(text).toContain('odd');
    expect(remedies).toContain('showLog');
  });
});
