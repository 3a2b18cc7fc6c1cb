import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minWindowTokens, overlapRange, readOptions } from '../../src/editor/readerOptions';
import { maxOverlapTokens, maxQuestionTokens, minContextRoomTokens, minOverlapTokens } from '../../src/qa/limits';

describe('overrides', () => {
  it('of the model are taken, those of others are not', () => {
    const setting = {
      reader: { maxLength: 320, overlap: 64, threshold: -1.5, precision: 'int8' },
      'owner/other': { threshold: 3 },
    };
    expect(readOptions(setting, 'reader')).toEqual({ options: setting.reader, faults: [] });
    expect(readOptions(setting, 'owner/other')).toEqual({ options: { threshold: 3 }, faults: [] });
    expect(readOptions(setting, 'mini')).toEqual({ options: {}, faults: [] });
  });

  it.each([
    [{ maxLength: 131 }, 'maxLength'],
    [{ maxLength: 320.5 }, 'maxLength'],
    [{ overlap: 0 }, 'overlap'],
    [{ overlap: 31 }, 'overlap'],
    [{ overlap: 257 }, 'overlap'],
    [{ overlap: 'wide' }, 'overlap'],
    [{ threshold: Infinity }, 'threshold'],
    [{ threshold: null }, 'threshold'],
    [{ precision: 'fp16' }, 'precision'],
    [{ stride: 128 }, 'stride'],
  ])('%j is a fault that names the model and the key', (written, key) => {
    const { options, faults } = readOptions({ reader: written }, 'reader');
    expect(options).toEqual({});
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(new RegExp(`^reader, ${key}: `));
  });

  it('have the limits of the reading, in the schema of the settings too', () => {
    // RoBERTa sets four tokens around question and context, more than any other family.
    expect(minWindowTokens).toBe(maxQuestionTokens + minContextRoomTokens + 4);
    expect(overlapRange).toEqual({ min: minOverlapTokens, max: maxOverlapTokens });
    const schema = {
      maxLength: { minimum: minWindowTokens },
      overlap: { minimum: minOverlapTokens, maximum: maxOverlapTokens },
    };
    const properties = { 'documentQa.readerOptions': { additionalProperties: { properties: schema } } };
    const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(manifest).toMatchObject({ contributes: { configuration: { properties } } });
  });

  it.each([{ maxLength: 132 }, { overlap: 32 }, { overlap: 256 }])('%j is sound', (written) => {
    expect(readOptions({ reader: written }, 'reader')).toEqual({ options: written, faults: [] });
  });

  it('of another model that are wrong are said too', () => {
    const { options, faults } = readOptions({ reader: { threshold: 1 }, other: { threshold: 'high' } }, 'reader');
    expect(options).toEqual({ threshold: 1 });
    expect(faults).toEqual([expect.stringMatching(/^other, threshold: /)]);
  });

  it('are never anything but sound, whatever was written', () => {
    fc.assert(
      fc.property(fc.anything(), (setting) => {
        const { options, faults } = readOptions(setting, 'reader');
        expect(Object.keys(options).every((key) => /^(maxLength|overlap|threshold|precision)$/.test(key))).toBe(true);
        expect(faults.every((fault) => fault !== '')).toBe(true);
      }),
    );
  });
});
