import { describe, expect, it } from 'vitest';
import { bytesText, durationText } from '../../src/hub/quantities';

describe('a size is in the unit that people would take', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1_000, '1 kB'],
    [999_499, '999 kB'],
    [999_500, '1 MB'],
    [326_133_904, '326 MB'],
    [999_499_999, '999 MB'],
    [999_500_000, '1.0 GB'],
    [1_417_248_776, '1.4 GB'],
  ])('%d', (bytes, text) => {
    expect(bytesText(bytes)).toBe(text);
  });
});

describe('a duration is in the unit that people would take', () => {
  it.each([
    [0, '0 s'],
    [1, '1 s'],
    [89_000, '89 s'],
    [89_001, '2 min'],
    [3_600_000, '60 min'],
    [5_400_000, '2 h'],
  ])('%d ms', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});
