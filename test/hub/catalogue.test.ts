import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isPinned, parseWish, readCatalogue } from '../../src/hub/catalogue';
import { sizeOf } from '../../src/hub/manifest';
import { supportedFamilies } from '../../src/hub/modelFiles';
import { StoreError } from '../../src/hub/storeError';

const models = join(import.meta.dirname, '../../models');
const catalogue = await readCatalogue(models);
const pinned = '75c968b8219e055ce1a89533057b142bae65450f';

describe('the catalogue', () => {
  it('lists the bundled reader first and the offered one second', () => {
    expect([...catalogue.keys()]).toEqual([
      'mini',
      'tinyroberta-squad2',
      'distilbert-base-cased-distilled-squad',
      'roberta-base-squad2',
      'roberta-large-squad2',
    ]);
  });

  it('names for every model but the bundled one a repository, a licence, published figures and a size', () => {
    for (const model of [...catalogue.values()].slice(1)) {
      expect(model.repository).toMatch(/^[\w-]+\/[\w.-]+$/);
      expect(model.licence).not.toBe('');
      expect(model.published?.f1).toBeGreaterThan(80);
      expect(sizeOf(model)).toBeGreaterThan(100e6);
      expect(supportedFamilies).toContain(model.family);
    }
  });

  it('pins the full reader with the size and hash of its weights', () => {
    const full = catalogue.get('tinyroberta-squad2');
    expect(full?.revision).toBe(pinned);
    expect(full?.files?.find(({ path }) => path === 'model.safetensors')).toEqual({
      path: 'model.safetensors',
      bytes: 326_133_904,
      sha256: '39955cbf5f636762a2ef642b718c8c6e172d153c94a13de40b37efd00822cd80',
    });
  });

  it('knows which reader was never taught to refuse', () => {
    const never = [...catalogue.values()].filter(({ refuses }) => refuses === false);
    expect(never.map(({ published }) => published?.dataset)).toEqual(['SQuAD 1.1 dev']);
  });

  it('ships every model’s manifest', async () => {
    const ignore = await readFile(join(models, '../.vscodeignore'), 'utf8');
    const shipped = (name: string): boolean =>
      [`!models/${name}/manifest.json`, '!models/*/manifest.json'].some((line) => ignore.includes(line));
    expect([...catalogue.keys()].filter((name) => !shipped(name))).toEqual([]);
  });
});

describe('what somebody writes', () => {
  const wishOf = (text: string): string => {
    const wish = parseWish(text, catalogue);
    return wish.kind === 'known' ? wish.model.name : `${wish.repository} at ${wish.revision}`;
  };

  it.each([
    ['tinyroberta-squad2', 'tinyroberta-squad2'],
    [' tinyroberta-squad2 ', 'tinyroberta-squad2'],
    ['deepset/tinyroberta-squad2', 'tinyroberta-squad2'],
    [`deepset/tinyroberta-squad2@${pinned}`, 'tinyroberta-squad2'],
    [`tinyroberta-squad2@${pinned}`, 'tinyroberta-squad2'],
    ['deepset/tinyroberta-squad2@main', 'deepset/tinyroberta-squad2 at main'],
    ['owner/name', 'owner/name at main'],
    [`owner/name@${'b'.repeat(40)}`, `owner/name at ${'b'.repeat(40)}`],
    ['owner/name@refs/pr/1', 'owner/name at refs/pr/1'],
    ['owner/name@v1.0', 'owner/name at v1.0'],
  ])('as %j means %s', (text, meaning) => {
    expect(wishOf(text)).toBe(meaning);
  });

  it.each([
    ['tinyrobert', 'unknownModel'],
    ['', 'unknownModel'],
    ['a/b/c', 'unknownModel'],
    ['../models', 'unknownModel'],
    ['owner/name@', 'badRevision'],
    ['owner/name@a b', 'badRevision'],
    ['owner/name@../main', 'badRevision'],
    ['owner/name@-rf', 'badRevision'],
  ])('as %j is refused: %s', (text, reason) => {
    let caught: unknown;
    try {
      parseWish(text, catalogue);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(StoreError);
    expect(caught).toMatchObject({ reason });
  });

  it('is pinned when it names a known model or a commit', () => {
    const pins = ['mini', `owner/name@${'b'.repeat(40)}`, 'owner/name'].map((text) =>
      isPinned(parseWish(text, catalogue)),
    );
    expect(pins).toEqual([true, true, false]);
  });
});
