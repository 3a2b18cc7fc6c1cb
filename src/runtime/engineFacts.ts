// What a graph of small integers depends on beside its model: it is made anew, and examined anew, when one of these changes.
import { converterVersion } from '../convert/version';
import type { ExamKey } from '../evaluate/examRecord';
import { testCpu } from './byteArithmetic';
import { loadOnnxruntime } from './onnxruntime';

/** The converter, onnxruntime, and how this processor adds products of bytes. */
export type EngineFacts = ExamKey['engine'];

let facts: Promise<EngineFacts> | undefined;

/** The facts about this process; found out once. */
export function engineFacts(): Promise<EngineFacts> {
  facts ??= findFacts();
  return facts;
}

async function findFacts(): Promise<EngineFacts> {
  const { env } = await loadOnnxruntime();
  return { converter: converterVersion, onnxruntime: env.versions.node ?? env.versions.common, cpu: await testCpu() };
}
