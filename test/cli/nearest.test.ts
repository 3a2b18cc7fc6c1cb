import { expect, it } from 'vitest';
import { nearest } from '../../src/cli/nearest';

const names = ['mini', 'tinyroberta-squad2', 'roberta-base-squad2', 'roberta-large-squad2'];

it.each([
  ['tinyroberta', 'tinyroberta-squad2'],
  ['Rob', 'roberta-base-squad2'],
  ['ro', undefined],
  ['tinyrobeta-squad2', 'tinyroberta-squad2'],
  ['TinyRoberta-Squad2', 'tinyroberta-squad2'],
  ['roberta-base-squad', 'roberta-base-squad2'],
  ['roberta-lage-squad2', 'roberta-large-squad2'],
  ['minni', 'mini'],
  ['min', 'mini'],
  ['big', undefined],
  ['', undefined],
])('%s means %s', (typed, meant) => {
  expect(nearest(typed, names)).toBe(meant);
});

it('among no words there is none', () => {
  expect(nearest('mini', [])).toBeUndefined();
});
