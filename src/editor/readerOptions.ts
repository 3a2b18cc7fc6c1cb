// The setting `documentQa.readerOptions`: what people wrote, to overrides that are sound, and what is wrong with the rest.
import * as l10n from '@vscode/l10n';
import * as v from 'valibot';

/** Tokens of a window at least: the longest question, the least of the file, and what a model sets between them. */
export const minWindowTokens = 132;

/** Tokens that neighbouring windows may share: without any, an answer would have no tokens. */
export const overlapRange = { min: 32, max: 256 } as const;

/** Strangers among the keys are looked for by hand: valibot's strict object would cost a kilobyte of the bundle. */
const optionsSchema = v.object({
  maxLength: v.optional(v.pipe(v.number(), v.integer(), v.minValue(minWindowTokens))),
  overlap: v.optional(v.pipe(v.number(), v.integer(), v.minValue(overlapRange.min), v.maxValue(overlapRange.max))),
  threshold: v.optional(v.pipe(v.number(), v.finite())),
  precision: v.optional(v.picklist(['auto', 'fp32', 'int8'])),
});
const anyObject = v.record(v.string(), v.unknown());

/** Overrides for one model. */
export type ReaderOptions = v.InferOutput<typeof optionsSchema>;

/** The overrides of a model, and one line for each wrong value of any model, which then counts as not written. */
export interface ReadOptions {
  readonly options: ReaderOptions;
  readonly faults: readonly string[];
}

/** Reads the overrides for the model `name`. */
export function readOptions(setting: unknown, name: string): ReadOptions {
  const models = v.safeParse(anyObject, setting);
  if (!models.success) return { options: {}, faults: [l10n.t('it must be an object of models')] };
  const faults: string[] = [];
  let options: ReaderOptions = {};
  for (const [model, written] of Object.entries(models.output)) {
    const parsed = v.safeParse(optionsSchema, written);
    const wrong = parsed.success ? [] : parsed.issues.map((issue) => faultText(model, issue));
    wrong.push(...strangersIn(written).map((key) => l10n.t('{0}, {1}: there is no such option', model, key)));
    if (parsed.success && wrong.length === 0 && model === name) options = parsed.output;
    faults.push(...wrong);
  }
  return { options, faults };
}

function strangersIn(written: unknown): string[] {
  const object = v.safeParse(anyObject, written);
  return object.success ? Object.keys(object.output).filter((key) => !Object.hasOwn(optionsSchema.entries, key)) : [];
}

function faultText(model: string, issue: v.InferIssue<typeof optionsSchema>): string {
  const { min, max } = overlapRange;
  switch (issue.path?.[0].key as keyof ReaderOptions | undefined) {
    case undefined:
      return l10n.t('{0}: it must be an object of options', model);
    case 'maxLength':
      return l10n.t('{0}, maxLength: it must be a whole number from {1} on', model, minWindowTokens);
    case 'overlap':
      return l10n.t('{0}, overlap: it must be a whole number from {1} to {2}', model, min, max);
    case 'threshold':
      return l10n.t('{0}, threshold: it must be a number', model);
    case 'precision':
      return l10n.t('{0}, precision: it must be auto, fp32 or int8', model);
  }
}
