import { spawn } from 'node:child_process';

const OUTPUT_TAIL_CHARS = 8000;

export interface QuietCommandOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
}

/** Runs a command without showing its output, which it returns; when the command fails, the error ends with that output. */
export function runQuietly(command: string, args: string[], options: QuietCommandOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (chunk: string): void => {
      output += chunk;
    };
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) {
        resolve(output);
        return;
      }
      const tail = output.slice(-OUTPUT_TAIL_CHARS);
      reject(new Error(`${command} ${args.join(' ')} failed (${signal ?? `exit code ${code}`}):\n${tail}`));
    });
  });
}
