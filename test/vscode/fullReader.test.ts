// The full reader's names, shapes and 326 MB, with random weights: from the offer in the panel to its first answer.
import { access, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { QaResult } from '../../src/qa/result';
import type { FakeHub } from '../support/fakeHub';
import { fullSizeRepository, fullSizeRevision, startFullSizeHub, writeFullSizeModel } from '../support/fullSizeModel';
import { handbook } from '../support/handbook';
import { type ExtensionUnderTest, keepFailure, openExtension } from './extensionUnderTest';

const question = 'How long are messages kept?';

let hub: FakeHub;
let temp: string;
let extension: ExtensionUnderTest;

beforeAll(async () => {
  temp = await mkdtemp(path.join(os.tmpdir(), 'dqa-full-'));
  const served = path.join(temp, 'served');
  await writeFullSizeModel(served);
  hub = await startFullSizeHub(served);
  extension = await openExtension(
    { 'handbook.md': handbook },
    { DOCUMENT_QA_HOME: path.join(temp, 'home'), HF_HOME: path.join(temp, 'hf'), HF_ENDPOINT: hub.url },
  );
  await extension.host(
    async (api, value: string) => api.workspace.getConfiguration('documentQa').update('reader', value, true),
    `${fullSizeRepository}@${fullSizeRevision}`,
  );
});
afterAll(async () => {
  await extension.close();
  await hub.close();
  await rm(temp, { recursive: true, force: true, maxRetries: 3 });
});
beforeEach(({ task }) => keepFailure(extension, `full-reader-${task.id}`));

const block = () => extension.panel.locator('.reader');
const quickMark = () => extension.panel.locator('.verdict .mark');

it('one click fetches it, and the question that the quick reader answered is read again by itself', async () => {
  await extension.openFile('handbook.md');
  await extension.ask(question);
  expect(await quickMark().innerText()).toBe('quick reader');

  await block().getByRole('button', { name: 'Download' }).click();
  await block()
    .getByText(/MB of 327 MB/)
    .waitFor();
  await extension.panel.locator('.coverage').filter({ hasText: fullSizeRepository }).waitFor({ timeout: 90_000 });
  await block().waitFor({ state: 'detached' });
  expect(await quickMark().count()).toBe(0);
  expect(await extension.panel.locator('.asked-question').innerText()).toContain(question);
  expect(hub.log.filter((line) => line.startsWith('storage'))).toEqual([
    expect.stringMatching(/^storage GET \/model\.safetensors\S* -> 200$/),
  ]);
});

it('reads the next question whole, without a request, while its exam is under way', async () => {
  const prepared = path.join(temp, 'home', 'models', 'tester--tinyroberta-random', fullSizeRevision, 'prepared');
  await expect
    .poll(() =>
      access(path.join(prepared, 'exam.lock')).then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
  hub.reset();
  const result = await extension.host(
    (api, words: string) => api.commands.executeCommand<QaResult>('documentQa.ask', words),
    'Which port does Relay listen on?',
  );
  expect(result.model).toMatchObject({ name: fullSizeRepository, revision: fullSizeRevision });
  expect(result.coverage.complete).toBe(true);
  const { answers, closest } = result;
  for (const answer of closest === null ? answers : [closest]) {
    expect(answer.text).toBe(handbook.slice(answer.start, answer.end));
  }
  expect(hub.log).toEqual([]);
});

it('leaves no process behind when VS Code is closed in the middle of its exam', async () => {
  const pids = await extension.enginePids();
  expect(pids.length).toBeGreaterThan(0);
  await extension.close();
  await expect.poll(() => pids.filter(isAlive), { timeout: 20_000 }).toEqual([]);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
