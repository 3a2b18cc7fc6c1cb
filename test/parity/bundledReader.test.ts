// The bundled reader against the reference implementation: the same logits, the same rules, the same predictions.
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scoreOfficially } from '../../src/evaluate/officialMetric';
import { type ReadWindow, referencePrediction, referenceWindows } from '../../src/evaluate/referenceRules';
import { readSquad, type SquadQuestion } from '../../src/evaluate/squad';
import { layOut, planWindows } from '../../src/qa/windows';
import type { Reader } from '../../src/runtime/model';
import { openReader } from '../../src/runtime/reader';
import { readerChoice } from '../support/readerChoice';
import { largestDifference } from './difference';

interface GoldenWindow {
  readonly inputIds: readonly number[];
  readonly typeIds: readonly number[];
  readonly startLogits: readonly number[];
  readonly endLogits: readonly number[];
}

function readFixture(path: string): unknown {
  return JSON.parse(readFileSync(new URL(`../fixtures/${path}`, import.meta.url), 'utf8'));
}

const golden = readFixture('mini/logits.json') as {
  cases: readonly { question: string; context: string; windows: readonly GoldenWindow[] }[];
};
const expectedPredictions = readFixture('mini/reference.predictions.json') as Readonly<Record<string, string>>;
const expectedDifferences = readFixture('mini/reference.na_diff.json') as Readonly<Record<string, number>>;
const { withoutNoAnswerScores: expectedScores } = readFixture('mini/metric.json') as {
  withoutNoAnswerScores: Readonly<Record<string, number>>;
};
const questions = readSquad(readFixture('squad/squad2-dev-public.json'));

/** The reference's windows, laid out as the model reads them. */
function referenceInputs(reader: Reader, question: string, text: string) {
  const context = reader.tokenizer.encode(text);
  const plan = planWindows(reader.tokenizer.encode(question), reader.layout, reader.maxLength);
  const windows = referenceWindows(context.ids.length, plan.room, plan.overlap);
  return {
    context,
    inputs: windows.map((window) => ({ window, ...layOut(window, plan.questionIds, context, reader.layout) })),
  };
}

const mini = fileURLToPath(new URL('../../models/mini', import.meta.url));

let reader: Reader;
beforeAll(async () => {
  reader = await openReader(readerChoice(mini));
});
afterAll(() => reader.close());

describe('the bundled reader', () => {
  it('reads windows of one length in one run as it reads each of them, but not in integers', async () => {
    const inputs = questions.slice(0, 8).flatMap(({ question, context }) => {
      const { inputs: own } = referenceInputs(reader, question, context);
      // Cut to one length: what is asked does not matter.
      return own.map(({ ids, typeIds, contextOffset }) => ({
        ...{ ids: ids.subarray(0, 90), typeIds: typeIds.subarray(0, 90), contextOffset },
      }));
    });
    const together = (await reader.readTogether?.(inputs)) ?? [];
    expect(together).toHaveLength(inputs.length);
    for (const [i, input] of inputs.entries()) {
      const alone = await reader.read(input);
      expect(largestDifference(together[i]?.start ?? [], alone.start)).toBeLessThan(1e-4);
      expect(largestDifference(together[i]?.end ?? [], alone.end)).toBeLessThan(1e-4);
    }
    const prepared = await mkdtemp(join(tmpdir(), 'document-qa-'));
    const integers = await openReader(readerChoice(mini, { precision: 'int8', prepared }));
    expect(integers.identity.precision).toBe('int8');
    expect(integers.readTogether).toBeUndefined();
    await integers.close();
    await rm(prepared, { recursive: true });
  });

  it('lays out the reference’s windows', () => {
    for (const { question, context, windows } of golden.cases) {
      const { inputs } = referenceInputs(reader, question, context);
      expect(inputs.map(({ ids, typeIds }) => ({ ids: [...ids], typeIds: [...typeIds] }))).toEqual(
        windows.map(({ inputIds, typeIds }) => ({ ids: inputIds, typeIds })),
      );
    }
  });

  it('gives PyTorch’s logits within 2e-3', async () => {
    let largest = 0;
    for (const { windows } of golden.cases) {
      for (const { inputIds, typeIds, startLogits, endLogits } of windows) {
        const logits = await reader.read({
          ids: Int32Array.from(inputIds),
          typeIds: Int32Array.from(typeIds),
          contextOffset: 0,
        });
        largest = Math.max(
          largest,
          largestDifference(logits.start, startLogits),
          largestDifference(logits.end, endLogits),
        );
      }
    }
    console.log(`largest difference of a logit: ${largest.toExponential(1)}`);
    expect(largest).toBeLessThan(2e-3);
  });

  it('predicts the reference’s spans from the reference’s logits', () => {
    let compared = 0;
    for (const { question, context: text, windows } of golden.cases) {
      const { context, inputs } = referenceInputs(reader, question, text);
      const read = inputs.map(({ window, contextOffset }, i): ReadWindow => {
        const { startLogits = [], endLogits = [] } = windows[i] ?? {};
        return {
          window,
          contextOffset,
          logits: { start: Float32Array.from(startLogits), end: Float32Array.from(endLogits) },
        };
      });
      const prediction = referencePrediction(read, context, text);
      for (const { id } of questions.filter((other) => other.question === question && other.context === text)) {
        expect(prediction.text).toBe(expectedPredictions[id]);
        expect(prediction.noAnswerDifference).toBeCloseTo(expectedDifferences[id] ?? NaN, 4);
        compared++;
      }
    }
    // The other seven cases are paragraphs joined to several windows; the reference's predictions do not cover them.
    expect(compared).toBe(21);
  });

  it('predicts at least 99.5 % of the reference’s answers, and scores the same within 0.1', async () => {
    const predictions = new Map<string, string>();
    const different: string[] = [];
    let severalWindows = 0;
    for (const { id, question, context: text } of questions) {
      const { context, inputs } = referenceInputs(reader, question, text);
      if (inputs.length > 1) severalWindows++;
      const read: ReadWindow[] = [];
      for (const input of inputs) read.push({ ...input, logits: await reader.read(input) });
      const prediction = referencePrediction(read, context, text);
      predictions.set(id, prediction.text);
      if (prediction.text !== expectedPredictions[id]) different.push(describeDifference(id, prediction));
    }
    console.log(
      `${different.length} of ${questions.length} predictions differ (${severalWindows} questions have several windows)\n` +
        different.join('\n'),
    );
    expect(questions).toHaveLength(2642);
    expect(severalWindows).toBeGreaterThan(0);
    expect(1 - different.length / questions.length).toBeGreaterThanOrEqual(0.995);

    const scores = scoreOfficially(questions, predictions);
    for (const [key, score] of Object.entries(scores)) {
      expect(Math.abs(score - (expectedScores[key] ?? NaN)), key).toBeLessThan(0.1);
    }
  });

  it('is scored as the official evaluation scores the reference’s predictions', () => {
    const scores = scoreOfficially(questions, new Map(Object.entries(expectedPredictions)));
    expect(Object.keys(scores)).toEqual(Object.keys(expectedScores));
    for (const [key, score] of Object.entries(scores)) {
      expect(score, key).toBeCloseTo(expectedScores[key] ?? NaN, 9);
    }
  });
});

function describeDifference(id: SquadQuestion['id'], prediction: ReturnType<typeof referencePrediction>): string {
  const ours = `${JSON.stringify(prediction.text)}, next span ${prediction.margin.toExponential(1)} below`;
  const nullGap = `null score ${prediction.noAnswerDifference.toExponential(1)} above`;
  return `${id}: ${ours}, ${nullGap}; reference ${JSON.stringify(expectedPredictions[id])}`;
}
