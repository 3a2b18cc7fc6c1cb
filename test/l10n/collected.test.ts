import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { collectWords } from './collectWords';

it('l10n/bundle.l10n.json holds exactly the words of the sources: `npm run l10n` makes it so', async () => {
  const file = readFileSync(new URL('../../l10n/bundle.l10n.json', import.meta.url), 'utf8');
  expect(JSON.parse(file)).toEqual(await collectWords());
}, 60_000);
