import { describe, expect, it } from 'vitest';
import { readTranslation } from './bundles';

const files = [
  ['l10n/bundle.l10n.json', 'l10n/bundle.l10n.de.json'],
  ['package.nls.json', 'package.nls.de.json'],
] as const;

/** What no translation may change: places to be filled in, code, links, icons. */
function fixedParts(words: string): string[] {
  return [...words.matchAll(/\{\d+\}|`[^`]+`|\]\([^)]+\)|\$\([^)]+\)/g)].map(([part]) => part).sort();
}

describe.each(files)('%s in German', (english, german) => {
  const from = readTranslation(english);
  const to = readTranslation(german);

  it('has every key, and no other', () => {
    expect(Object.keys(to).sort()).toEqual(Object.keys(from).sort());
  });

  it('has words for each key, with the same places and the same code', () => {
    for (const [key, words] of Object.entries(to)) {
      expect(words.trim(), key).not.toBe('');
      expect(fixedParts(words), key).toEqual(fixedParts(from[key] ?? ''));
    }
  });

  it('ends as the English ends: a sentence is a sentence, a menu that asks has its dots', () => {
    const end = (words: string): string => /[.:?!…]?$/.exec(words)?.[0] ?? '';
    for (const [key, words] of Object.entries(to)) expect(end(words), key).toBe(end(from[key] ?? ''));
  });
});

describe.each([
  ['English', 'l10n/bundle.l10n.json', 'package.nls.json'],
  ['German', 'l10n/bundle.l10n.de.json', 'package.nls.de.json'],
])('a command that a sentence names in %s', (_, bundle, manifest) => {
  it('has that title', () => {
    const ofManifest = readTranslation(manifest);
    const titles = Object.entries(ofManifest)
      .filter(([key]) => key.startsWith('commands.'))
      .map(([, title]) => title);
    const sentences = Object.values({ ...readTranslation(bundle), ...ofManifest, displayName: '' });
    const named = sentences.flatMap((words) => words.split('Document QA: ').slice(1));
    expect(named).not.toEqual([]);
    expect(named.filter((text) => !titles.some((title) => text.startsWith(title)))).toEqual([]);
  });
});

it('numbers and dates are written as in German', () => {
  expect(readTranslation('l10n/bundle.l10n.de.json')).toMatchObject(
    Object.fromEntries(
      Object.entries(readTranslation('l10n/bundle.l10n.json'))
        .filter(([, words]) => words === 'en-US')
        .map(([key]) => [key, 'de']),
    ),
  );
});
