// The command line: runs one command, and turns every error into one sentence and an exit status.
import { CommanderError } from 'commander';
import { ask } from './ask';
import { standardInputName } from './input';
import { type Failure, failureOf } from './messages';
import { ProgressLine } from './progress';
import { makeProgram } from './program';
import { toTerminalText } from './terminalText';

const exitStatus = { error: 2, interrupted: 130 } as const;

async function main(argv: readonly string[]): Promise<void> {
  process.on('SIGINT', () => {
    new ProgressLine(process.stderr).clear();
    process.exit(exitStatus.interrupted);
  });
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
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return;
    process.exitCode = exitStatus.error;
    // Without a command, the parser has printed the help.
    if (error instanceof CommanderError && error.code === 'commander.help') return;
    printFailure(describe(error, subject), argv.includes('--json'));
  }
}

function describe(error: unknown, subject: string): Failure {
  if (error instanceof CommanderError) {
    return {
      reason: 'usage',
      message: `${error.message.replace(/^error: /, '').replace(/\s+/g, ' ')} (document-qa ask --help)`,
    };
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
