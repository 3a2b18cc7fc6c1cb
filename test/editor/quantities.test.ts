import { describe, expect, it } from 'vitest';
import { bytesText, durationText, languagesText, progressText } from '../../src/editor/quantities';

describe('sizes', () => {
  it.each([
    [0, '0 kB'],
    [835, '1 kB'],
    [527_292, '527 kB'],
    [999_499, '999 kB'],
    [999_500, '1 MB'],
    [327_490_403, '327 MB'],
    [999_499_999, '999 MB'],
    [999_500_000, '1.0 GB'],
    [1_417_248_776, '1.4 GB'],
  ])('of %i bytes is %s', (bytes, text) => {
    expect(bytesText(bytes)).toBe(text);
  });

  it('of a part stands beside the whole', () => {
    expect(progressText(120_000_000, 327_490_403)).toBe('120 MB of 327 MB');
  });
});

describe('waits', () => {
  it.each([
    [0, '0 s'],
    [1, '1 s'],
    [89_000, '89 s'],
    [90_001, '2 min'],
    [5_300_000, '88 min'],
    [5_400_000, '2 h'],
  ])('of %i ms is %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});

describe('languages', () => {
  it('have their names', () => {
    expect(languagesText(['en', 'de'])).toBe('English, German');
  });
});
