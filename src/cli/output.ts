// What a command has to say, to the two streams of a terminal.
import { toTerminalText } from './terminalText';

/** How a command prints. */
export interface OutputOptions {
  readonly json: boolean;
}

/** Writes a result to standard output: the value as one line of JSON, or lines for people. */
export function writeResult({ json }: OutputOptions, value: unknown, lines: readonly string[]): void {
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : `${lines.join('\n')}\n`);
}

/** Writes a message for people to standard error; where a program reads, there is none. */
export function writeMessage({ json }: OutputOptions, message: string): void {
  if (!json) process.stderr.write(`document-qa: ${toTerminalText(message)}\n`);
}
