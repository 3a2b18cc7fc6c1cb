// models/NAME/manifest.json: what a model is, which files it has, and the constants measured for it.
import * as v from 'valibot';

const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const plainFileName = v.pipe(v.string(), v.regex(/^[\w][\w.-]*$/));
const curve = v.object({ slope: v.number(), intercept: v.number() });

const rule = v.object({
  thresholds: v.object({ answer: v.number(), maybe: v.number() }),
  prior: v.object({ windowExponent: v.number() }),
  calibration: v.object({ answer: curve, noAnswer: curve }),
  /** How the constants were chosen, for people. */
  chosenBy: v.string(),
});

const manifestSchema = v.object({
  name: v.string(),
  /** What people read. */
  title: v.string(),
  /** 40 hex digits: the commit on the Hub; for the bundled model, which has none, the head of its weights' sha256. */
  revision: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/)),
  licence: v.string(),
  languages: v.array(v.string()),
  family: v.literal('bert'),
  /** Tokens of a whole window, special tokens included. */
  maxLength: v.pipe(v.number(), v.integer(), v.minValue(1)),
  files: v.pipe(
    v.array(v.object({ path: plainFileName, bytes: v.pipe(v.number(), v.integer(), v.minValue(1)), sha256 })),
    v.minLength(1),
  ),
  precisions: v.object({ fp32: rule }),
});

/** A model's manifest. */
export type ModelManifest = v.InferOutput<typeof manifestSchema>;

/** Parses a manifest. Throws an Error that names the key at fault. */
export function parseManifest(json: string): ModelManifest {
  const result = v.safeParse(manifestSchema, JSON.parse(json));
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new Error(`${v.getDotPath(issue) ?? 'the top'}: ${issue.message}`);
}
