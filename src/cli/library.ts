// The models that a command can mean: the bundled one, the known ones, and those on this machine.
import { join } from 'node:path';
import { bundledName, type Catalogue, type ModelWish, parseWish, readCatalogue } from '../hub/catalogue';
import { modelHome } from '../hub/home';
import { manifestName, type ModelManifest, revisionPattern } from '../hub/manifest';
import { refreshKnown } from '../hub/refresh';
import { type InstalledModel, ModelStore } from '../hub/store';
import { StoreError } from '../hub/storeError';
import type { ReaderChoice } from '../protocol/engine';
import { ModelError } from '../runtime/errors';
import { ReaderError } from './errors';
import { nearest } from './nearest';

/** The folder of manifests and of the bundled model, beside the bundle that this runs in. */
const packagedModels = join(__dirname, '..', 'models');

/** Absolute path of the questions of the entrance exam. */
export const examFile = join(packagedModels, 'exam', 'questions.json');

/** What is known of models, and those of this user. */
export interface Library {
  readonly catalogue: Catalogue;
  readonly store: ModelStore;
}

/** Opens the library of this user. Throws StoreError `badHome`, or ReaderError when a file of the package is damaged. */
export async function openLibrary(): Promise<Library> {
  const store = new ModelStore(modelHome(process.env));
  try {
    const catalogue = await readCatalogue(packagedModels);
    await refreshKnown(store, catalogue, new AbortController().signal);
    return { catalogue, store };
  } catch (cause) {
    if (!(cause instanceof StoreError)) throw cause;
    throw new ReaderError(bundledName, new ModelError('fileDamaged', cause.message, cause.subject));
  }
}

/** The reader that comes with the program. Throws ReaderError when it is not there. */
export function bundledModel({ catalogue, store }: Library): InstalledModel {
  const folder = join(packagedModels, bundledName);
  const model = catalogue.get(bundledName);
  if (model?.files === undefined) {
    const missing = new ModelError('fileMissing', 'no manifest', join(folder, manifestName));
    throw new ReaderError(bundledName, missing);
  }
  return { ...store.placeOf(model), folder, manifest: { ...model, files: model.files } };
}

/**
 * The model that answers where none is named: of the installed known ones that were taught to refuse the one with the
 * best published F1, else the bundled one.
 */
export async function bestModel(library: Library): Promise<InstalledModel> {
  const { catalogue, store } = library;
  const rankOf = ({ manifest: { name, revision, unverified } }: InstalledModel): [f1: number, isPinned: number] => {
    const known = catalogue.get(name);
    if (known?.refuses !== true || unverified === true) return [-1, 0];
    return [known.published?.f1 ?? 0, known.revision === revision ? 1 : 0];
  };
  const ranked = (await store.list()).map((model) => ({ model, rank: rankOf(model) }));
  const [best] = ranked
    .filter(({ rank: [f1] }) => f1 >= 0)
    .sort(({ rank: a }, { rank: b }) => b[0] - a[0] || b[1] - a[1]);
  return best?.model ?? bundledModel(library);
}

/** What somebody wrote for a model. Throws StoreError, for an unknown name with the nearest known one. */
export function readWish(text: string, { catalogue }: Library): ModelWish {
  try {
    return parseWish(text, catalogue);
  } catch (error) {
    if (!(error instanceof StoreError) || error.reason !== 'unknownModel') throw error;
    const near = nearest(error.subject, [...catalogue.keys()]);
    if (near === undefined) throw error;
    throw new StoreError(error.reason, error.subject, `did you mean ${near}? ${error.message}`, { cause: error });
  }
}

/** A model of this machine by what somebody wrote. Throws StoreError. */
export async function findModel(text: string, library: Library): Promise<InstalledModel> {
  const wish = readWish(text, library);
  if (wish.kind === 'known' && wish.model.repository === null) return bundledModel(library);
  const { name, revision } = keyOf(wish, text);
  const models = (await library.store.list()).filter(({ manifest }) => manifest.name === name);
  const exact = models.find(({ manifest }) => manifest.revision === revision);
  if (exact !== undefined) return exact;
  // A known model goes on with an older revision until the new one is there.
  const [model, ...others] = wish.kind === 'known' || revision === null ? models : [];
  if (model === undefined) throw new StoreError('notInstalled', text, 'is not installed');
  if (wish.kind === 'other' && others.length > 0) {
    const revisions = models.map(({ manifest }) => manifest.revision).join(', ');
    throw new StoreError('badRevision', name, `is here in ${models.length} revisions; name one of ${revisions}`);
  }
  return model;
}

/**
 * The name and the commit that are meant; the commit is null where none was written for another model. Throws
 * StoreError `badRevision` for a branch or tag: only the Hub knows what it stands for.
 */
export function keyOf(wish: ModelWish, text: string): { name: string; revision: string | null } {
  if (wish.kind === 'known') return { name: wish.model.name, revision: wish.model.revision };
  const { repository: name, revision } = wish;
  if (!text.includes('@')) return { name, revision: null };
  if (revisionPattern.test(revision)) return { name, revision };
  throw new StoreError(
    'badRevision',
    revision,
    'is no commit; an installed model is named by its commit, or without one',
  );
}

/** What `models download` takes to fetch just this model again. */
export function downloadName({ name, repository, revision }: ModelManifest): string {
  return name === repository ? `${name}@${revision}` : name;
}

/** How a model is read without any choices. */
export function plainChoice({ folder, prepared }: InstalledModel): ReaderChoice {
  return { folder, prepared, precision: 'auto', threads: 0, maxLength: null, overlap: null, threshold: null };
}
