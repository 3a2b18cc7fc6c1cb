// The setting `documentQa.readerOptions`: what people wrote, to overrides that are sound, and what is wrong with the rest.
import * as v from 'valibot';

/** Less holds no question and no context; an overlap takes its tokens from the window. */
const minLength = 32;

const entries = {
  maxLength: v.pipe(v.number(), v.integer(), v.minValue(minLength)),
  overlap: v.pipe(v.number(), v.integer(), v.minValue(0)),
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
