// The models that this version knows by name, and what people may write to mean a model.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { type KnownModel, manifestName, parseKnownModel, repositoryPattern, revisionPattern } from './manifest';
import { StoreError } from './storeError';

/** The reader that comes with the program, and the one that it offers. */
export const bundledName = 'mini';
export const fullReaderName = 'tinyroberta-squad2';

/** Windows that are asked for of a model about which nothing is known: what most readers were trained on. */
const usualMaxLength = 384;

/** Known models by name, the bundled one first, the offered one second. */
export type Catalogue = ReadonlyMap<string, KnownModel>;

/** What somebody meant: a known model, or a repository on the Hub with a commit, branch or tag. */
export type ModelWish =
  | { readonly kind: 'known'; readonly model: KnownModel }
  | { readonly kind: 'other'; readonly repository: string; readonly revision: string };

/** Reads the manifests of a `models` folder. Throws StoreError `fileDamaged`; `subject` is the manifest's path. */
export async function readCatalogue(folder: string): Promise<Catalogue> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const models = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name, manifestName);
      const json = await readFile(path, 'utf8').catch(() => undefined);
      return json === undefined ? [] : [parseAt(path, json)];
    }),
  );
  const rank = ({ name }: KnownModel): number => [bundledName, fullReaderName, name].indexOf(name);
  const sorted = models.flat().sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
  return new Map(sorted.map((model) => [model.name, model]));
}

function parseAt(path: string, json: string): KnownModel {
  try {
    return parseKnownModel(json);
  } catch (cause) {
    throw new StoreError('fileDamaged', path, l10n.t('the manifest cannot be read'), { cause });
  }
}

/**
 * Reads `NAME`, `owner/name` or `owner/name@revision`. A repository without a revision means its main branch, except
 * for a known model, which means the known commit. Throws StoreError `unknownModel` or `badRevision`.
 */
export function parseWish(text: string, catalogue: Catalogue): ModelWish {
  const [name = '', revision] = text.trim().split(/@(.*)/s);
  const known =
    catalogue.get(name) ?? [...catalogue.values()].find(({ repository }) => repository !== null && repository === name);
  if (known !== undefined && (revision === undefined || revision === known.revision)) {
    return { kind: 'known', model: known };
  }
  const repository = known?.repository ?? name;
  if (!repositoryPattern.test(repository)) {
    const names = [...catalogue.keys()].join(', ');
    throw new StoreError(
      'unknownModel',
      name,
      l10n.t('known are {0}; another model is named owner/name@revision', names),
    );
  }
  if (revision === '' || (revision !== undefined && !isReference(revision))) {
    throw new StoreError('badRevision', revision, l10n.t('a revision is a commit of 40 hex digits, a branch or a tag'));
  }
  return { kind: 'other', repository, revision: revision ?? 'main' };
}

/** Stands in the place of a licence that is not known, as the terminal and the manifests have it. */
export const unknownLicence = 'see its page on the Hub';

/** The description of a model that nobody described: what only its makers know stays unknown. */
export function describeOther(repository: string, revision: string): KnownModel {
  return {
    name: repository,
    title: repository,
    repository,
    revision,
    licence: unknownLicence,
    languages: [],
    family: 'unknown',
    published: null,
    refuses: null,
    maxLength: usualMaxLength,
  };
}

/** The name and the commit, branch or tag that are wished for. */
export function keyOfWish(wish: ModelWish): { name: string; revision: string } {
  return wish.kind === 'known' ? wish.model : { name: wish.repository, revision: wish.revision };
}

/** Whether a wish needs no question to the Hub: its commit is known. */
export function isPinned(wish: ModelWish): boolean {
  return wish.kind === 'known' || revisionPattern.test(wish.revision);
}

/** git's rules for names of branches and tags, as far as they matter in a URL. */
function isReference(text: string): boolean {
  return /^[\w][\w./+-]{0,254}$/.test(text) && !text.includes('..') && !text.endsWith('/');
}
