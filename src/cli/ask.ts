// document-qa ask FILE QUESTION
import { performance } from 'node:perf_hooks';
import { answerQuestion } from '../qa/answer';
import type { QaResult } from '../qa/result';
import type { Strictness } from '../qa/strictness';
import { parseSelection, readInput } from './input';
import { printResult } from './printResult';
import { ProgressLine, readingText } from './progress';
import { openChosen, type ReaderOptions } from './reading';

/** Options of `ask`, as parsed. */
export interface AskCommandOptions extends ReaderOptions {
  readonly top: number;
  readonly selection?: string;
  readonly allWindows: boolean;
  readonly windowBudget?: number;
  readonly strictness: Strictness;
  readonly threshold?: number;
  readonly overlap?: number;
  readonly strict: boolean;
  readonly json: boolean;
}

/** Whether a stream shows colours; NO_COLOR takes them away. */
function hasColors(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY && stream.hasColors();
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
