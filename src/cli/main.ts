// The command line: runs one command, and turns every error into one sentence and an exit status.
import { CommanderError } from 'commander';
import { ask } from './ask';
import { Interrupted } from './errors';
import { evaluate } from './evaluate';
import { standardInputName } from './input';
import { type Failure, failureOf } from './messages';
import { downloadModel } from './models/download';
import { importFolder } from './models/importFolder';
import { showModel } from './models/info';
import { listModels } from './models/list';
import { removeModel } from './models/remove';
import { verifyModels } from './models/verify';
import { ProgressLine } from './progress';
import { commandWords, makeProgram } from './program';
import { score } from './score';
import { toTerminalText } from './terminalText';

const exitStatus = { error: 2, interrupted: 130 } as const;

/** Given to commands that have something to put in order before they end. */
let interruption: AbortController | undefined;

function onInterrupt(): void {
  new ProgressLine(process.stderr).clear();
  // Who presses Ctrl-C again does not want to wait for that.
  if (interruption === undefined || interruption.signal.aborted) process.exit(exitStatus.interrupted);
  interruption.abort();
}

function interruptible(): AbortSignal {
  interruption = new AbortController();
  return interruption.signal;
}

async function main(argv: readonly string[]): Promise<void> {
  process.on('SIGINT', onInterrupt);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // Who reads the output, as `head`, may have enough of it.
    if (error.code === 'EPIPE') return;
    printFailure({ reason: 'output', message: `the answer cannot be written (${error.code ?? error.message})` }, false);
    process.exit(exitStatus.error);
  });
  let subject = 'the file';
  const program = makeProgram({
    async ask(file, question, options) {
      subject = file === '-' ? standardInputName : file;
      process.exitCode = await ask(file, question, options);
    },
    evaluate: (squad, options) => evaluate(squad, options, interruptible()),
    score,
    list: listModels,
    info: showModel,
    download: (model, options) => downloadModel(model, options, interruptible()),
    verify: (model, options) => verifyModels(model, options, interruptible()),
    import: (folder, model, options) => importFolder(folder, model, options, interruptible()),
    remove: (model, options) => removeModel(model, options, interruptible()),
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return;
    if (error instanceof Interrupted) {
      process.exitCode = exitStatus.interrupted;
      printFailure({ reason: 'interrupted', message: error.message }, argv.includes('--json'));
      return;
    }
    process.exitCode = exitStatus.error;
    // Without a command, the parser has printed the help.
    if (error instanceof CommanderError && error.code === 'commander.help') return;
    const help = ['document-qa', ...commandWords(program, argv), '--help'].join(' ');
    printFailure(describe(error, subject, help), argv.includes('--json'));
  }
}

function describe(error: unknown, subject: string, help: string): Failure {
  if (error instanceof CommanderError) {
    return { reason: 'usage', message: `${error.message.replace(/^error: /, '').replace(/\s+/g, ' ')} (${help})` };
  }
  const cause = error instanceof Error ? error.message : String(error);
  return (
    failureOf(error, subject) ?? { reason: 'internal', message: `a fault of the program: ${cause}; please report it` }
  );
}

function printFailure({ reason, message }: Failure, json: boolean): void {
  if (json) process.stdout.write(`${JSON.stringify({ error: { reason, message } })}\n`);
  else process.stderr.write(`document-qa: ${toTerminalText(message)}\n`);
}

void main(process.argv.slice(2));
