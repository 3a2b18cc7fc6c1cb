// models/NAME/manifest.json: what a model is, which files it has, and the constants measured for it.
import * as v from 'valibot';
import { checked } from '../evaluate/checked';
import { ruleSchema } from '../evaluate/rule';

const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const plainFileName = v.pipe(v.string(), v.regex(/^[\w][\w.-]*$/));
const bytes = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Names of files in a model's folder: what it is, how it is built, and its weights. */
export const manifestName = 'manifest.json';
export const configName = 'config.json';
export const weightsName = 'model.safetensors';

/** 40 hex digits: a commit. */
export const revisionPattern = /^[0-9a-f]{40}$/;

/** `owner/name`, as the Hub allows it. */
export const repositoryPattern = /^[\w-][\w.-]{0,95}\/[\w-][\w.-]{0,95}$/;

const description = v.object({
  /** A plain name, or `owner/name` of a model that nobody described beforehand. */
  name: v.union([plainFileName, v.pipe(v.string(), v.regex(repositoryPattern))]),
  /** What people read. */
  title: v.string(),
  /** `owner/name` on the Hub; null for the bundled model, which is not there. */
  repository: v.nullable(v.pipe(v.string(), v.regex(repositoryPattern))),
  /** The commit on the Hub; for the bundled model, which has none, the head of its weights' sha256. */
  revision: v.pipe(v.string(), v.regex(revisionPattern)),
  licence: v.string(),
  languages: v.array(v.string()),
  /** `model_type` of its config.json. */
  family: v.string(),
  /** What its makers measured; null when that is not known. */
  published: v.nullable(v.object({ dataset: v.string(), em: v.nullable(v.number()), f1: v.number() })),
  /** Whether it was taught to say that a text holds no answer; null when that is not known. */
  refuses: v.nullable(v.boolean()),
  /** Tokens of a whole window, special tokens included. */
  maxLength: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Absent where nothing was fitted on this very model: its confidences are then estimates. */
  precisions: v.optional(v.object({ fp32: ruleSchema, int8: v.optional(ruleSchema) })),
});

const file = v.object({
  path: plainFileName,
  bytes,
  sha256,
  /** Absolute path of the file where it does not lie beside the manifest: in an existing Hugging Face cache. */
  location: v.optional(v.string()),
});

const manifestSchema = v.object({
  ...description.entries,
  files: v.pipe(v.array(file), v.minLength(1)),
  /** Imported on somebody's word: there was nothing to check by that these are the files of that commit. */
  unverified: v.optional(v.literal(true)),
});

const knownModelSchema = v.object({
  ...description.entries,
  /** Absent when their hashes were not known here: the Hub's list at the pinned commit then has them. */
  files: v.optional(manifestSchema.entries.files),
  /** Bytes of its weights by their shapes, where the files are not known. */
  aboutBytes: v.optional(bytes),
});

/** One file of a model. */
export type ManifestFile = v.InferOutput<typeof file>;

/** What is said of a model, its files apart. */
export type ModelDescription = v.InferOutput<typeof description>;

/** A model's manifest: every file with its size and hash. */
export type ModelManifest = v.InferOutput<typeof manifestSchema>;

/** A model that this version knows by name, whether or not it is on this machine. */
export type KnownModel = v.InferOutput<typeof knownModelSchema>;

/** What is said of a known model, its files apart. */
export function descriptionOf(model: KnownModel): ModelDescription {
  return v.parse(description, model);
}

/** Bytes of all files of a model; by the shapes of its weights where the files are not known here. */
export function sizeOf({ files, aboutBytes }: Pick<KnownModel, 'files' | 'aboutBytes'>): number {
  return files?.reduce((sum, { bytes: fileBytes }) => sum + fileBytes, 0) ?? aboutBytes ?? 0;
}

/** Parses a manifest. Throws an Error that names the key at fault. */
export function parseManifest(json: string): ModelManifest {
  return checked(manifestSchema, JSON.parse(json));
}

/** Parses the manifest of a known model. Throws an Error that names the key at fault. */
export function parseKnownModel(json: string): KnownModel {
  return checked(knownModelSchema, JSON.parse(json));
}
