// The setting `documentQa.readerOptions`: what people wrote, to overrides that are sound, and what is wrong with the rest.
import * as v from 'valibot';

/** Tokens of a window at least: the longest question, the least of the file, and what a model sets between them. */
export const minWindowTokens = 132;

/** Tokens that neighbouring windows may share: without any, an answer would have no tokens. */
export const overlapRange = { min: 32, max: 256 } as const;

const entries = {
  maxLength: v.pipe(v.number(), v.integer(), v.minValue(minWindowTokens)),
  overlap: v.pipe(v.number(), v.integer(), v.minValue(overlapRange.min), v.maxValue(overlapRange.max)),
  threshold: v.pipe(v.number(), v.finite()),
  precision: v.picklist(['auto', 'fp32', 'int8']),
};
const optionsSchema = v.partial(v.strictObject(entries));

/** Overrides for one model. */
export type ReaderOptions = v.InferOutput<typeof optionsSchema>;

/** The overrides of a model, and one line for each wrong value of any model, which then counts as not written. */
export interface ReadOptions {
  readonly options: ReaderOptions;
  readonly faults: readonly string[];
}

/** Reads the overrides for the model `name`. */
export function readOptions(setting: unknown, name: string): ReadOptions {
  const models = v.safeParse(v.record(v.string(), v.unknown()), setting);
  if (!models.success) return { options: {}, faults: ['it must be an object of models'] };
  const faults: string[] = [];
  let options: ReaderOptions = {};
  for (const [model, written] of Object.entries(models.output)) {
    const parsed = v.safeParse(optionsSchema, written);
    if (!parsed.success) faults.push(...parsed.issues.map((issue) => faultText(model, issue)));
    else if (model === name) options = parsed.output;
  }
  return { options, faults };
}

function faultText(model: string, issue: v.InferIssue<typeof optionsSchema>): string {
  const key = v.getDotPath(issue);
  return key === null ? `${model}: ${issue.message}` : `${model}, ${key}: ${issue.message}`;
}
