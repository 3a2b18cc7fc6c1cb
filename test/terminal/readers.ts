import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { ModelReport } from '../../src/cli/models/report';
import type { FakeHubOptions } from '../support/fakeHub';
import { root, runCli, type RunOptions } from './runCli';

/** The commit of the fake Hub, where no test says another. */
export const commit = 'a'.repeat(40);

/** Files that make a model to look at, not one that reads; fetched within a moment. */
export function smallFiles(weightsBytes = 300_000): Record<string, Buffer> {
  return {
    'config.json': Buffer.from('{ "model_type": "roberta" }'),
    'tokenizer.json': Buffer.from('{ "version": "1.0" }'),
    'README.md': Buffer.from('Not needed, and not fetched.'),
    'model.safetensors': randomBytes(weightsBytes),
  };
}

/** The files of the bundled reader: under another name they are a model that reads. */
export function realFiles(): FakeHubOptions['files'] {
  const names = ['config.json', 'tokenizer.json', 'model.safetensors'];
  return Object.fromEntries(names.map((name) => [name, { path: join(root, 'models', 'mini', name) }]));
}

/** Bytes of the files that are needed of those that there are. */
export function neededBytes(files: Readonly<Record<string, Buffer>>): number {
  const needed = Object.entries(files).filter(([name]) => name !== 'README.md');
  return needed.reduce((sum, [, { length }]) => sum + length, 0);
}

export function sha256Of(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Runs `document-qa models …` to its end. */
export function runModels(line: string, env: NodeJS.ProcessEnv, options: RunOptions = {}) {
  return runCli(['models', ...line.split(' ')], { env, ...options });
}

/** Runs `document-qa models … --json` and returns the value. Fails unless it is alone on standard output. */
export async function modelsJson(line: string, env: NodeJS.ProcessEnv, options: RunOptions = {}): Promise<ModelReport> {
  const { status, stdout, stderr } = await runModels(`${line} --json`, env, options);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^[[{].*[\]}]\n$/);
  return JSON.parse(stdout) as ModelReport;
}
