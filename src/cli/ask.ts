// document-qa ask FILE QUESTION
import { performance } from 'node:perf_hooks';
import type { ReaderChoice } from '../protocol/engine';
import { answerQuestion } from '../qa/answer';
import type { QaResult } from '../qa/result';
import type { Strictness } from '../qa/strictness';
import type { Reader } from '../runtime/model';
import { openReader } from '../runtime/reader';
import { parseSelection, readInput } from './input';
import { bestModel, findModel, openLibrary, plainChoice } from './library';
import { printResult } from './printResult';
import { ProgressLine, readingText } from './progress';
import { opening } from './reading';

/** Options of `ask`, as parsed. */
export interface AskCommandOptions {
  readonly top: number;
  readonly selection?: string;
  readonly allWindows: boolean;
  readonly windowBudget?: number;
  readonly strictness: Strictness;
  readonly threshold?: number;
  readonly threads?: number;
  readonly model?: string;
  readonly precision?: 'fp32' | 'int8';
  readonly maxLength?: number;
  readonly overlap?: number;
  readonly strict: boolean;
  readonly json: boolean;
}

/** Whether a stream shows colours; NO_COLOR takes them away. */
function hasColors(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY && stream.hasColors();
}

/** Opens the named model, or the best that is here, as it was chosen to be read. */
async function openChosen({ model: name, precision, threads, maxLength }: AskCommandOptions): Promise<Reader> {
  const library = await openLibrary();
  const model = name === undefined ? await bestModel(library) : await findModel(name, library);
  const choice: ReaderChoice = {
    ...plainChoice(model),
    ...(precision !== undefined && { precision }),
    ...(threads !== undefined && { threads }),
    ...(maxLength !== undefined && { maxLength }),
  };
  return opening(model, () => openReader(choice));
}

/** Asks one question of one file and prints the result. Returns the exit status: 0 answer, 1 none. */
export async function ask(file: string, question: string, options: AskCommandOptions): Promise<0 | 1> {
  const { document, notices } = await readInput(file);
  const scope = options.selection === undefined ? undefined : parseSelection(options.selection, document);
  const progress = new ProgressLine(process.stderr);
  const reader = await openChosen(options);
  let result: QaResult;
  try {
    const windowBudget = options.allWindows ? Infinity : options.windowBudget;
    result = await answerQuestion(
      document,
      question,
      reader,
      {
        top: options.top,
        strictness: options.strictness,
        notices,
        ...(scope && { scope }),
        ...(windowBudget !== undefined && { windowBudget }),
        ...(options.overlap !== undefined && { overlap: options.overlap }),
        ...(options.threshold !== undefined && { threshold: options.threshold }),
      },
      {
        now: () => performance.now(),
        stopped: () => false,
        onProvisional: (provisional) => progress.show(readingText(provisional), performance.now()),
      },
    );
  } finally {
    progress.clear();
    await reader.close();
  }
  if (options.json) {
    process.stdout.write(`${JSON.stringify(result)}\n`);
  } else {
    const { output, messages } = printResult(result, scope === undefined, hasColors(process.stdout));
    process.stdout.write(`${output.join('\n')}\n`);
    process.stderr.write(messages.map((message) => `document-qa: ${message}\n`).join(''));
  }
  return result.verdict === 'noAnswer' || (options.strict && result.verdict === 'maybe') ? 1 : 0;
}
