// The parser of the command line: commands, arguments, options, and what their values may be.
import { Command, InvalidArgumentError, Option } from 'commander';
import {
  defaultOverlapTokens,
  defaultTop,
  defaultWindowBudget,
  maxOverlapTokens,
  minOverlapTokens,
} from '../qa/limits';
import { strictnesses } from '../qa/strictness';
import type { AskCommandOptions } from './ask';
import type { EvaluateCommandOptions } from './evaluate';
import type { ExamOptions } from './models/outcome';
import { nearest } from './nearest';
import type { OutputOptions } from './output';
import type { ScoreOptions } from './score';

/** More than any machine has cores for; thousands only take seconds to start. */
const maxThreads = 64;

/** What carries a parsed command out. */
export interface Commands {
  ask(file: string, question: string, options: AskCommandOptions): Promise<void>;
  evaluate(squad: string, options: EvaluateCommandOptions): Promise<void>;
  score(squad: string, predictions: string, options: ScoreOptions): Promise<void>;
  list(options: OutputOptions): Promise<void>;
  info(model: string, options: OutputOptions): Promise<void>;
  download(model: string, options: ExamOptions): Promise<void>;
  verify(model: string | undefined, options: ExamOptions): Promise<void>;
  import(folder: string, model: string | undefined, options: ExamOptions): Promise<void>;
  remove(model: string, options: OutputOptions): Promise<void>;
}

/** The parser of all commands. It throws CommanderError instead of exiting, and prints only help. */
export function makeProgram(commands: Commands): Command {
  const program = new Command('document-qa')
    .description('Ask a question about a file; get the exact words that answer it, or an honest "no answer".')
    .exitOverride()
    // Errors are printed once, in one place, also as JSON.
    .configureOutput({ outputError: () => undefined });
  addAsk(program, commands);
  addEvaluate(program, commands);
  addScore(program, commands);
  addModels(program, commands);
  return program;
}

/** Options that every command that reads has. */
function withReader(command: Command): Command {
  return command
    .option('--model <model>', 'the reader: a name, or owner/name[@commit] (default: the best that is installed)')
    .addOption(
      new Option('--precision <precision>', 'of the reader (default: as its exam chose)').choices(['fp32', 'int8']),
    )
    .option('--max-length <count>', "tokens of a window, instead of the reader's own", wholeNumber)
    .option('--overlap <count>', `tokens that windows share (default: ${defaultOverlapTokens})`, overlapTokens)
    .addOption(
      new Option('--strictness <word>', 'how readily an answer is given').choices(strictnesses).default('balanced'),
    )
    .option('--threshold <evidence>', 'lowest evidence of an answer, instead of that of the strictness', decimal)
    .option('--threads <count>', `threads of the reader, at most ${maxThreads}`, threadCount);
}

function addAsk(program: Command, commands: Commands): void {
  const ask = program
    .command('ask')
    .description('ask one question of one file')
    .argument('<file>', 'a text file, or - for standard input')
    .argument('<question>', 'in plain words, in quotes')
    .option('--top <count>', 'answers listed at most', wholeNumber, defaultTop)
    .option('--selection <range>', 'read only LINE:COLUMN-LINE:COLUMN, 1-based, end exclusive')
    .option('--all-windows', 'read everything, however long the file is', false)
    .option('--window-budget <count>', `windows read at most (default: ${defaultWindowBudget})`, wholeNumber);
  withReader(ask)
    .option('--strict', 'exit with 1 for "maybe" too', false)
    .option('--json', 'print one JSON value and nothing else', false)
    .action((file: string, question: string, options: AskCommandOptions) => commands.ask(file, question, options));
}

function addEvaluate(program: Command, commands: Commands): void {
  const evaluate = program
    .command('evaluate')
    .description('answer the questions of a SQuAD file and score the answers')
    .argument('<squad>', 'a SQuAD 1.1 or 2.0 file')
    .option('--out <file>', 'write the answers, "" where one is refused; a stopped run is continued')
    .option('--spans <file>', 'write the best span of each question, refused or not')
    .option('--na-prob <file>', 'write by how much each span is refused; below 0 it is the answer')
    .option('--report <file>', 'write an HTML page with charts and the worst mistakes')
    .option('--limit <count>', 'ask only the first questions', wholeNumber)
    .addOption(
      new Option('--reference', 'read by the rules of the example script that others publish figures of')
        .conflicts('strictness')
        .default(false),
    )
    .option('--document-windows <count>', 'join paragraphs to documents of about so many windows', wholeNumber);
  withReader(evaluate)
    .option('--json', 'print one JSON value and nothing else', false)
    .action((squad: string, options: EvaluateCommandOptions) => commands.evaluate(squad, options));
}

function addScore(program: Command, commands: Commands): void {
  program
    .command('score')
    .description('score predictions as the official SQuAD 2.0 evaluation does; reads no model')
    .argument('<squad>', 'a SQuAD 1.1 or 2.0 file')
    .argument('<predictions>', 'a JSON object: a text for each id, "" where the question is refused')
    .option('--na-prob-file <file>', 'a JSON object: for each id a number, higher where an answer is less likely')
    .option('--na-prob-thresh <threshold>', 'a prediction with a higher number counts as refused', decimal, 1)
    .option('--pr', 'also the areas under the precision-recall curves', false)
    .option('--json', 'print one JSON value and nothing else', false)
    .action((squad: string, predictions: string, options: ScoreOptions) => commands.score(squad, predictions, options));
}

function addModels(program: Command, commands: Commands): void {
  const models = program.command('models').description('the readers: what there is, what is here, fetching, removing');
  const add = (nameAndArguments: string, description: string, isDefault = false): Command =>
    models
      .command(nameAndArguments, { isDefault })
      .description(description)
      .option('--json', 'print one JSON value and nothing else', false);
  const addExamining = (nameAndArguments: string, description: string): Command =>
    add(nameAndArguments, description).option('--no-exam', 'leave the entrance exam for later');

  add('list', 'all models that are known or here', true)
    // What stands in the place of a command comes here as an argument.
    .allowExcessArguments()
    .action((options: OutputOptions, list: Command) => {
      const [word] = list.args;
      if (word !== undefined) return refuseCommand(models, word);
      return commands.list(options);
    });
  add('info <model>', 'everything about one model').action((model: string, options: OutputOptions) =>
    commands.info(model, options),
  );
  addExamining('download <model>', 'fetch a model: a name, or owner/name[@revision]').action(
    (model: string, options: ExamOptions) => commands.download(model, options),
  );
  addExamining('verify [model]', 'check the files of a model, or of all that are here').action(
    (model: string | undefined, options: ExamOptions) => commands.verify(model, options),
  );
  addExamining('import <folder> [model]', 'take a model from a folder').action(
    (folder: string, model: string | undefined, options: ExamOptions) => commands.import(folder, model, options),
  );
  add('remove <model>', 'delete a model, also one that came in part').action((model: string, options: OutputOptions) =>
    commands.remove(model, options),
  );
}

function refuseCommand(parent: Command, word: string): never {
  const near = nearest(
    word,
    parent.commands.map((command) => command.name()),
  );
  parent.error(`error: unknown command '${word}'${near === undefined ? '' : `\n(Did you mean ${near}?)`}`);
}

/** The names of the commands that a command line begins with: what `--help` is to be asked of. */
export function commandWords(command: Command, argv: readonly string[]): string[] {
  const found = command.commands.find((inner) => inner.name() === argv[0]);
  return found === undefined ? [] : [found.name(), ...commandWords(found, argv.slice(1))];
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

function overlapTokens(value: string): number {
  const parsed = wholeNumber(value);
  if (parsed < minOverlapTokens || parsed > maxOverlapTokens) {
    throw new InvalidArgumentError(`It must be from ${minOverlapTokens} to ${maxOverlapTokens}.`);
  }
  return parsed;
}

function decimal(value: string): number {
  const parsed = Number(value);
  if (value.trim() === '' || !Number.isFinite(parsed)) throw new InvalidArgumentError('It must be a number.');
  return parsed;
}
