// Our side of a comparison: a process that has the graphs of one model open and reads what it is given.
import { performance } from 'node:perf_hooks';
import { ladder } from '../../src/convert/ladder';
import { answerQuestion } from '../../src/qa/answer';
import { makeDocument } from '../../src/qa/document';
import type { SpanLogits } from '../../src/qa/logits';
import { findSeams } from '../../src/qa/seams';
import { readWindow, type WindowReading } from '../../src/qa/spans';
import type { Encoding } from '../../src/qa/tokens';
import { layOut, makeWindows, planWindows, type Window, windowAt, type WindowInput } from '../../src/qa/windows';
import { loadModel, openGraph, type Reader } from '../../src/runtime/model';
import type { InstalledModel } from '../../src/hub/store';
import { readerChoice } from '../../test/support/readerChoice';
import { answerAll, type Asked, startAskedRole } from './askedProcess';
import type { ExactWindow } from './exactTexts';
import { type Sample, sampleOf, threads } from './rounds';

/** The rungs of the ladder. */
export type Graph = 'int8' | 'int8Mixed' | 'fp32';

/** A window's token ids and its logits, for two programs to be held against each other. */
export interface ReadLogits {
  readonly ids: readonly number[];
  readonly start: readonly number[];
  readonly end: readonly number[];
}

/** A document that was read, and the windows that it took, second readings included. */
export interface ReadDocument extends Sample {
  readonly windows: number;
}

interface WindowQuestion {
  readonly graph: Graph;
  /** Everything from the texts to the best places, or the model alone. */
  readonly part: 'whole' | 'model' | 'logits';
  readonly window: ExactWindow;
}
interface DocumentQuestion {
  readonly graph: Graph;
  readonly part: 'document';
  readonly text: string;
  readonly question: string;
}
type Question = WindowQuestion | DocumentQuestion;

/** Our readers in another process. */
export interface OurReaders {
  read(graph: Graph, part: 'whole' | 'model', window: ExactWindow): Promise<Sample>;
  logits(graph: Graph, window: ExactWindow): Promise<ReadLogits>;
  document(graph: Graph, asked: { text: string; question: string }): Promise<ReadDocument>;
  end(): Promise<void>;
}

/** Starts the bench's role `ours`, which is `serveOurReaders`. */
export function startOurReaders({ folder, prepared }: InstalledModel): OurReaders {
  const asked: Asked<Question, unknown> = startAskedRole('ours', [folder, prepared]);
  return {
    read: async (graph, part, window) => (await asked.ask({ graph, part, window })) as Sample,
    logits: async (graph, window) => (await asked.ask({ graph, part: 'logits', window })) as ReadLogits,
    document: async (graph, { text, question }) =>
      (await asked.ask({ graph, part: 'document', text, question })) as ReadDocument,
    end: () => asked.end(),
  };
}

/** Measures a window of 384 tokens and one of 512 beside what ours is compared with; ends both. */
export async function besideOurReaders<Theirs extends { end(): Promise<void> }, Measured>(
  model: InstalledModel,
  theirs: Theirs,
  measureWindow: (ours: OurReaders, theirs: Theirs, tokens: number) => Promise<Measured>,
): Promise<Measured[]> {
  const ours = startOurReaders(model);
  const all: Measured[] = [];
  for (const tokens of [384, 512]) all.push(await measureWindow(ours, theirs, tokens));
  await ours.end();
  await theirs.end();
  return all;
}

/** The role: opens a graph when it is first asked for. */
export async function serveOurReaders(folder: string, prepared: string): Promise<void> {
  const model = await loadModel(readerChoice(folder, { prepared, threads }));
  const readers = new Map<Graph, Reader>();
  const open = async (graph: Graph): Promise<Reader> => {
    const rung = ladder.find(({ name }) => name === graph);
    if (rung === undefined) throw new Error(`the ladder has no ${graph}`);
    const reader = readers.get(graph) ?? (await openGraph(model, rung));
    readers.set(graph, reader);
    return reader;
  };
  await answerAll(async (question) => {
    const asked = question as Question;
    const reader = await open(asked.graph);
    if (asked.part === 'document') return readDocument(reader, asked.text, asked.question);
    if (asked.part === 'whole') return sampleOf(() => readWhole(reader, asked.window));
    const { input } = layOutWindow(reader, asked.window);
    if (asked.part === 'model') return sampleOf(() => reader.read(input));
    const { start, end } = await reader.read(input);
    return { ids: [...input.ids], start: [...start], end: [...end] } satisfies ReadLogits;
  });
  for (const reader of readers.values()) await reader.close();
}

interface LaidOut {
  readonly context: Encoding;
  readonly windows: readonly Window[];
  readonly input: WindowInput;
  readonly maxSpanTokens: number;
}

function layOutWindow({ tokenizer, layout }: Reader, { question, context: text, tokens }: ExactWindow): LaidOut {
  const context = tokenizer.encode(text);
  const { questionIds, room, overlap, maxSpanTokens } = planWindows(tokenizer.encode(question), layout, tokens);
  const windows = makeWindows(findSeams(text, context), room, overlap);
  return { context, windows, maxSpanTokens, input: layOut(windowAt(windows, 0), questionIds, context, layout) };
}

/** All that the engine does for a window, and the tokens, which it makes once for a document. */
async function readWhole(reader: Reader, window: ExactWindow): Promise<WindowReading> {
  const { input, ...laidOut } = layOutWindow(reader, window);
  const logits: SpanLogits = await reader.read(input);
  return readWindow({ ...laidOut, index: 0, logits, contextOffset: input.contextOffset, text: window.context });
}

/** A question that nobody asked before, of a document that nobody read before. */
async function readDocument(reader: Reader, text: string, question: string): Promise<ReadDocument> {
  let windows = 0;
  const counted = {
    ...reader,
    read: (input: WindowInput) => {
      windows++;
      return reader.read(input);
    },
  };
  const observer = { now: () => performance.now(), stopped: () => false, onProvisional: () => undefined };
  const sample = await sampleOf(() => answerQuestion(makeDocument(text, 'prose.txt'), question, counted, {}, observer));
  return { ...sample, windows };
}
