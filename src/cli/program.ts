// The parser of the command line: commands, arguments, options, and what their values may be.
import { Command, InvalidArgumentError } from 'commander';
import { defaultTop, defaultWindowBudget } from '../qa/limits';
import type { AskCommandOptions } from './ask';

/** More than any machine has cores for; thousands only take seconds to start. */
const maxThreads = 64;

/** What carries a parsed command out. */
export interface Commands {
  ask(file: string, question: string, options: AskCommandOptions): Promise<void>;
}

/** The parser of all commands. It throws CommanderError instead of exiting, and prints only help. */
export function makeProgram(commands: Commands): Command {
  const program = new Command('document-qa')
    .description('Ask a question about a file; get the exact words that answer it, or an honest "no answer".')
    .exitOverride()
    // Errors are printed once, in one place, also as JSON.
    .configureOutput({ outputError: () => undefined });
  program
    .command('ask')
    .description('ask one question of one file')
    .argument('<file>', 'a text file, or - for standard input')
    .argument('<question>', 'in plain words, in quotes')
    .option('--top <count>', 'answers listed at most', wholeNumber, defaultTop)
    .option('--selection <range>', 'read only LINE:COLUMN-LINE:COLUMN, 1-based, end exclusive')
    .option('--all-windows', 'read everything, however long the file is', false)
    .option('--window-budget <count>', `windows read at most (default: ${defaultWindowBudget})`, wholeNumber)
    .option('--threshold <evidence>', "lowest evidence of an answer, instead of the reader's own", decimal)
    .option('--threads <count>', `threads of the reader, at most ${maxThreads}`, threadCount)
    .option('--strict', 'exit with 1 for "maybe" too', false)
    .option('--json', 'print one JSON value and nothing else', false)
    .action((file: string, question: string, options: AskCommandOptions) => commands.ask(file, question, options));
  return program;
}

function wholeNumber(value: string): number {
  const parsed = Number(value);
  if (!Number.isSafeInteger(parsed) || parsed < 1)
    throw new InvalidArgumentError('It must be a whole number from 1 on.');
  return parsed;
}

function threadCount(value: string): number {
  const parsed = wholeNumber(value);
  if (parsed > maxThreads) throw new InvalidArgumentError(`It must be at most ${maxThreads}.`);
  return parsed;
}

function decimal(value: string): number {
  const parsed = Number(value);
  if (value.trim() === '' || !Number.isFinite(parsed)) throw new InvalidArgumentError('It must be a number.');
  return parsed;
}
