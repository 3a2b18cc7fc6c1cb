// document-qa ask FILE QUESTION
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { answerQuestion } from '../qa/answer';
import type { QaResult } from '../qa/result';
import { openReader } from '../runtime/reader';
import { parseSelection, readInput } from './input';
import { printResult } from './printResult';
import { ProgressLine } from './progress';

/** Options of `ask`, as parsed. */
export interface AskCommandOptions {
  readonly top: number;
  readonly selection?: string;
  readonly allWindows: boolean;
  readonly windowBudget?: number;
  readonly threshold?: number;
  readonly threads?: number;
  readonly strict: boolean;
  readonly json: boolean;
}

/** Whether a stream shows colours; NO_COLOR takes them away. */
function hasColors(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY && stream.hasColors();
}

/** The folder of the bundled reader, beside the bundle that this runs in. */
const bundledModel = join(__dirname, '..', 'models', 'mini');

/** Asks one question of one file and prints the result. Returns the exit status: 0 answer, 1 none. */
export async function ask(file: string, question: string, options: AskCommandOptions): Promise<0 | 1> {
  const { document, notices } = await readInput(file);
  const scope = options.selection === undefined ? undefined : parseSelection(options.selection, document);
  const progress = new ProgressLine(process.stderr);
  const reader = await openReader(bundledModel, options.threads);
  let result: QaResult;
  try {
    const windowBudget = options.allWindows ? Infinity : options.windowBudget;
    result = await answerQuestion(
      document,
      question,
      reader,
      {
        top: options.top,
        notices,
        ...(scope && { scope }),
        ...(windowBudget !== undefined && { windowBudget }),
        ...(options.threshold !== undefined && { threshold: options.threshold }),
      },
      {
        now: () => performance.now(),
        stopped: () => false,
        onProvisional: (provisional) => progress.show(provisional),
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
