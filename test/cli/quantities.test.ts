import { expect, it } from 'vitest';
import { count } from '../../src/cli/quantities';

it('numbers are grouped in threes whatever the locale of the machine', () => {
  expect(count(1234567)).toBe('1,234,567');
});
