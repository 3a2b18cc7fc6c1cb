// A model to all that is known of it here: the JSON of `models`, and what its tables and pages are made of.
import type { ExamRecord } from '../../evaluate/examRecord';
import { bundledName } from '../../hub/catalogue';
import { defaultEndpoint } from '../../hub/endpoint';
import { type KnownModel, type ManifestFile, type ModelDescription, sizeOf } from '../../hub/manifest';
import type { InstalledModel, ModelPlace } from '../../hub/store';
import { readExamRecord } from '../../runtime/examFile';
import { bundledModel, type Library } from '../library';

/** A model, on this machine or not. */
export interface ModelReport extends Pick<
  ModelDescription,
  | 'name'
  | 'title'
  | 'repository'
  | 'revision'
  | 'licence'
  | 'languages'
  | 'family'
  | 'published'
  | 'refuses'
  | 'maxLength'
> {
  /** `known`: not on this machine. */
  readonly state: 'bundled' | 'installed' | 'known';
  /** Its page at this revision; null for the bundled model, which has none. */
  readonly source: string | null;
  /** Absolute path, also where it would lie. */
  readonly folder: string;
  /** Of all its files; about, while `files` is null. */
  readonly bytes: number;
  /** Null for a model whose files only the Hub can list. */
  readonly files: readonly ManifestFile[] | null;
  /** What removing it would free: of a model in part, or in a shared cache, it is less. */
  readonly diskBytes: number;
  /** The outcome of its entrance exam on this machine; null until it has taken it. */
  readonly exam: ExamRecord | null;
}

/** The bundled model, the known ones, and what else is on this machine. */
export async function reportAll(library: Library): Promise<ModelReport[]> {
  const installed = await library.store.list();
  const isHere = ({ name, revision }: KnownModel): boolean =>
    installed.some(({ manifest }) => manifest.name === name && manifest.revision === revision);
  const known = [...library.catalogue.values()].filter((model) => model.name !== bundledName && !isHere(model));
  const rank = ({ name }: ModelReport): number => {
    const place = [...library.catalogue.keys()].indexOf(name);
    return place < 0 ? Infinity : place;
  };
  const reports = await Promise.all([
    reportInstalled(bundledModel(library), library),
    ...installed.map((model) => reportInstalled(model, library)),
    ...known.map((model) => reportKnown(model, library)),
  ]);
  return reports.sort((a, b) => (rank(a) === rank(b) ? a.name.localeCompare(b.name) : rank(a) - rank(b)));
}

/** A model of this machine. */
export function reportInstalled({ manifest, ...place }: InstalledModel, library: Library): Promise<ModelReport> {
  return report(manifest, place, manifest.repository === null ? 'bundled' : 'installed', library);
}

/** A known model that is not on this machine, or only in part. */
export function reportKnown(model: KnownModel, library: Library): Promise<ModelReport> {
  return report(model, library.store.placeOf(model), 'known', library);
}

async function report(
  model: KnownModel,
  { folder, prepared }: ModelPlace,
  state: ModelReport['state'],
  { store }: Library,
): Promise<ModelReport> {
  const { name, title, repository, revision, licence, languages, family, published, refuses, maxLength } = model;
  return {
    ...{ name, title, state, repository, revision, source: pageOf(model), licence, languages, family },
    ...{ published, refuses, maxLength, folder, bytes: sizeOf(model), files: model.files ?? null },
    diskBytes: await store.bytesOf(model),
    exam: await examOf(model, prepared),
  };
}

/** The stored outcome, unless it is of other weights that lay here under the same name. */
async function examOf({ files }: KnownModel, prepared: string): Promise<ExamRecord | null> {
  const record = await readExamRecord(prepared);
  return files?.some(({ sha256 }) => sha256 === record?.model.weights) === true ? (record ?? null) : null;
}

/** The page of a model at its revision, on the Hub or on a mirror. */
export function pageOf(
  { repository, revision }: Pick<ModelDescription, 'repository' | 'revision'>,
  endpoint = defaultEndpoint,
): string | null {
  return repository === null ? null : `${endpoint.replace(/\/$/, '')}/${repository}/tree/${revision}`;
}
