// The outcome of an entrance exam as it is stored beside a model and shown: JSON in, a checked record out, and the
// choice of the graph that answers.
import * as v from 'valibot';
import { checked } from './checked';
import { ruleSchema } from './rule';

const referenceName = 'fp32';

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const percent = v.pipe(v.number(), v.minValue(0), v.maxValue(100));
const points = v.pipe(v.number(), v.minValue(-100), v.maxValue(100));
const interval = v.object({ low: percent, high: percent });
const name = v.pipe(v.string(), v.nonEmpty());

const rungSchema = v.object({
  /** The graph's name: `fp32`, or one of the faster. */
  name,
  em: percent,
  f1: percent,
  emInterval: interval,
  f1Interval: interval,
  /** With fp32, as are the next two: see ExamComparison. */
  agreement: share,
  f1Lost: points,
  f1LostBound: points,
  /** Model tokens a second over the whole exam, on this machine; 0 where the graph could not run. */
  tokensPerSecond: v.pipe(v.number(), v.finite(), v.minValue(0)),
  passed: v.boolean(),
  /** Fitted on the exam for this graph; absent where nothing was. */
  rule: v.optional(ruleSchema),
});

const keySchema = v.object({
  /** `examSha256` of the questions asked. */
  exam: v.string(),
  /** `weights`: their sha256. An import may bring others under the same name. */
  model: v.object({ name, revision: v.string(), weights: name }),
  engine: v.object({
    converter: name,
    onnxruntime: name,
    /** Whether this processor adds products of int8 exactly or with saturation. */
    cpu: v.picklist(['exact', 'saturating']),
  }),
});

const recordSchema = v.pipe(
  v.object({
    ...keySchema.entries,
    version: v.literal(1),
    /** When the exam ended: ISO 8601, UTC. */
    date: v.pipe(v.string(), v.isoTimestamp()),
    questions: v.pipe(v.number(), v.integer(), v.minValue(1)),
    rungs: v.array(rungSchema),
    /** Name of the rung that answers. */
    chosen: v.string(),
  }),
  v.check(({ rungs }) => rungs.some(isReference), 'rungs: fp32 is missing'),
  v.check(
    ({ rungs, chosen }) => rungs.some((rung) => rung.name === chosen && (rung.passed || isReference(rung))),
    'chosen: not a rung that passed',
  ),
);

/** What was examined, and with what: an exam of anything else says nothing about it. */
export type ExamKey = v.InferOutput<typeof keySchema>;

/** How one graph of a model did. */
export type ExamRung = v.InferOutput<typeof rungSchema>;

/** A finished exam. */
export type ExamRecord = v.InferOutput<typeof recordSchema>;

/** Parses a stored record. Throws an Error that names the key at fault. */
export function parseExamRecord(json: string): ExamRecord {
  return checked(recordSchema, JSON.parse(json));
}

/** Whether a record is of this exam, model and engine. */
export function isCurrent({ exam, model, engine }: ExamRecord, key: ExamKey): boolean {
  return (
    exam === key.exam &&
    model.name === key.model.name &&
    model.revision === key.model.revision &&
    model.weights === key.model.weights &&
    engine.converter === key.engine.converter &&
    engine.onnxruntime === key.engine.onnxruntime &&
    engine.cpu === key.engine.cpu
  );
}

/** The name of the fastest rung that passed and is faster than fp32; else `fp32`, which always may answer. */
export function chooseRung(rungs: readonly Pick<ExamRung, 'name' | 'passed' | 'tokensPerSecond'>[]): string {
  const reference = rungs.find(isReference);
  if (reference === undefined) return referenceName;
  return rungs
    .filter((rung) => rung.passed)
    .reduce((best, rung) => (rung.tokensPerSecond > best.tokensPerSecond ? rung : best), reference).name;
}

function isReference(rung: { readonly name: string }): boolean {
  return rung.name === referenceName;
}
