// A value from a file and its schema in, the value with its type out: one way to say what does not fit.
import * as v from 'valibot';

/** The value as the schema has it. Throws an Error that names the key at fault. */
export function checked<Schema extends v.GenericSchema>(schema: Schema, value: unknown): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new Error(`${v.getDotPath(issue) ?? 'the top'}: ${issue.message}`);
}
