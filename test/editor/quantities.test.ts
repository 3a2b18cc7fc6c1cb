import { expect, it } from 'vitest';
import { languagesText, progressText } from '../../src/editor/quantities';

it('the size of a part stands beside the whole', () => {
  expect(progressText(120_000_000, 327_490_403)).toBe('120 MB of 327 MB');
});

it('languages have their names', () => {
  expect(languagesText(['en', 'de'])).toBe('English, German');
});
