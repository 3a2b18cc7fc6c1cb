import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from '../../src/hub/lock';
import type { QaResult } from '../../src/qa/result';
import { FakeHub } from '../support/fakeHub';
import { handbook } from '../support/handbook';
import { type ExtensionUnderTest, keepFailure, openExtension } from './extensionUnderTest';

// The bundled reader's files, offered by a Hub on this machine under another name: a full reader in all but size.
const miniFolder = path.resolve(import.meta.dirname, '../../models/mini');
const modelFiles = ['config.json', 'tokenizer.json', 'model.safetensors'];
const repo = 'tester/quick';
const commit = 'b'.repeat(40);
const question = 'How long are messages kept?';

let hub: FakeHub;
let temp: string;
let home: string;
let extension: ExtensionUnderTest;

beforeAll(async () => {
  temp = await mkdtemp(path.join(os.tmpdir(), 'dqa-readers-'));
  home = path.join(temp, 'home');
  const files = Object.fromEntries(modelFiles.map((name) => [name, { path: path.join(miniFolder, name) }]));
  hub = await FakeHub.start({ repo, commit, refs: ['main'], files });
  extension = await openExtension(
    { 'handbook.md': handbook },
    { DOCUMENT_QA_HOME: home, HF_HOME: path.join(temp, 'hf'), HF_ENDPOINT: hub.url },
  );
  await want(`${repo}@${commit}`);
});
afterAll(async () => {
  await extension.close();
  await hub.close();
  await rm(temp, { recursive: true, force: true, maxRetries: 3 });
});
beforeEach(({ task }) => {
  keepFailure(extension, `readers-${task.id}`);
  hub.reset();
});

const block = () => extension.panel.locator('.reader');
const button = (name: string) => block().getByRole('button', { name });
const quickMark = () => extension.panel.locator('.verdict .mark');
const footer = () => extension.panel.locator('.coverage');
const reader = () => extension.host((api) => api.workspace.getConfiguration('documentQa').get<string>('reader'));

function want(name: unknown): Promise<void> {
  return extension.host(
    async (api, value) => api.workspace.getConfiguration('documentQa').update('reader', value, true),
    name,
  );
}

async function ask(): Promise<void> {
  await extension.openFile('handbook.md');
  // Else the outcome of the same question before would pass for this one's.
  await extension.host((api) => api.commands.executeCommand('documentQa.clear'));
  await extension.panel.locator('.run').waitFor({ state: 'detached' });
  await extension.askByCommand(question);
}

async function untilReadBy(name: string): Promise<void> {
  await footer().filter({ hasText: name }).waitFor({ timeout: 30_000 });
}

/** What VS Code tells the person: every notification with its buttons. The window in these tests shows no toasts. */
async function notifications(): Promise<Locator> {
  await extension.host((api) => api.commands.executeCommand('notifications.showList'));
  return extension.page.locator('.notifications-center .notification-list-item');
}

/** Waits until nothing is told: the notification of a progress closes a moment after its end, every other stays. */
async function expectNoNotification(): Promise<void> {
  await expect.poll(async () => (await notifications()).count()).toBe(0);
}

/** In the menu of readers: goes to the input for another model, and types it there. */
async function typeAnotherModel(name: string): Promise<void> {
  await extension.quickInput.row('Another Model…').click();
  // The menu has an input, too.
  await extension.page.locator('.quick-input-title', { hasText: 'Another Model' }).waitFor();
  await extension.quickInput.input.fill(name);
}

async function clearNotifications(): Promise<void> {
  const clear = async (): Promise<number> => {
    await extension.host((api) => api.commands.executeCommand('notifications.clearAll'));
    return (await notifications()).count();
  };
  // That of a progress stays until it ends by itself.
  await expect.poll(clear).toBe(0);
  await extension.host((api) => api.commands.executeCommand('notifications.hideList'));
}

describe('a first question', () => {
  it('is answered by the quick reader, and the full one is offered below without asking anybody', async () => {
    await ask();
    expect(await quickMark().innerText()).toBe('quick reader');
    await block().waitFor();
    const offer = await block().innerText();
    expect(offer).toContain(`${new URL(hub.url).host}/${repo}`);
    expect(offer).toContain(home);
    expect(hub.log).toEqual([]);
    await expectNoNotification();
  });
});

describe('Download', () => {
  it('shows how far it is in both places, and Cancel keeps what has come', async () => {
    hub.faults = { msPerChunk: 10 };
    await button('Download').click();
    await block()
      .getByText(/MB of 46 MB, .*\/s, .* left/)
      .waitFor();
    const running = (await notifications()).filter({ hasText: `Downloading ${repo}` });
    await running.getByText(/MB of 46 MB/).waitFor();
    const bar = block().getByRole('progressbar', { name: `Downloading ${repo}` });
    expect(await bar.getAttribute('aria-valuetext')).toMatch(/MB of 46 MB/);
    await button('Cancel').click();
    await button('Continue').waitFor();
    expect(await block().innerText()).toMatch(/MB are here/);
    await running.waitFor({ state: 'detached' });
    await extension.palette('Document QA: Remove Downloaded Model…');
    await extension.quickInput
      .row(`${repo}, in part`)
      .filter({ hasText: /frees \d+ MB/ })
      .waitFor();
    await extension.page.keyboard.press('Escape');
  });

  it('goes on after the window was closed in the middle, asks for the rest only, and reads the question again', async () => {
    hub.faults = { msPerChunk: 10 };
    await button('Continue').click();
    await block()
      .getByText(/MB of 46 MB/)
      .waitFor();
    await extension.reload();
    hub.reset();
    await ask();
    await button('Continue').click();
    await untilReadBy(repo);
    await block().waitFor({ state: 'detached' });
    expect(await quickMark().count()).toBe(0);
    expect(await extension.panel.locator('.answer-text').first().innerText()).toBe('14 days');
    expect(await footer().innerText()).toContain('Confidence estimated');
    expect(hub.log.filter((line) => line.startsWith('storage'))).toEqual([
      expect.stringMatching(/model\.safetensors.* \[bytes=\d+-\] -> 206$/),
    ]);
    await expectNoNotification();
  });

  it('is for good: no further question makes a request', async () => {
    const result = await extension.host(
      (api, words: string) => api.commands.executeCommand<QaResult>('documentQa.ask', words),
      question,
    );
    expect(result.model.name).toBe(repo);
    expect(result.model.revision).toBe(commit);
    expect(hub.log).toEqual([]);
  });
});

describe('the setting', () => {
  it('changes the reader at once, and the open question is read again', async () => {
    await want('mini');
    await quickMark().waitFor();
    await want(`${repo}@${commit}`);
    await untilReadBy(repo);
    // Who names a commit is not answered by another.
    await want(`${repo}@${'d'.repeat(40)}`);
    await quickMark().waitFor();
    await button('Download').waitFor();
    expect(hub.log).toEqual([]);
  });

  it('that is no text means the full reader', async () => {
    await want(7);
    await block().getByText('TinyRoBERTa (full reader)').waitFor();
  });

  it('that names no reader says so, and leads to the menu', async () => {
    await want('no such reader');
    await quickMark().waitFor();
    await block().getByText('“no such reader” is no reader').waitFor();
    await button('Choose Reader…').click();
    const row = extension.quickInput.row('DistilBERT').filter({ hasText: '261 MB' });
    await row.filter({ hasText: 'was never taught to refuse: it always answers' }).waitFor();
    await extension.quickInput.row(repo).click();
    await untilReadBy(repo);
    await expect.poll(reader).toBe(`${repo}@${commit}`);
    await block().waitFor({ state: 'detached' });
  });

  it('with a wrong override says which, once, and the model’s own value counts', async () => {
    const setOptions = (value: unknown) =>
      extension.host(
        async (api, options) => api.workspace.getConfiguration('documentQa').update('readerOptions', options, true),
        value,
      );
    await setOptions({ [repo]: { overlap: 'wide' } });
    await ask();
    await (await notifications()).getByText(`${repo}, overlap: it must be a whole number`).waitFor();
    await clearNotifications();
    await ask();
    await expectNoNotification();
    // No answer is that good.
    await setOptions({ [repo]: { threshold: 1000 } });
    await ask();
    expect(await extension.panel.locator('.verdict strong').innerText()).not.toBe('Answer');
    await setOptions(undefined);
  });
});

describe('Remove Downloaded Model', () => {
  it('does not wait for somebody who is at work on it, and says so', async () => {
    const lockFile = path.join(home, 'models', 'tester--quick', `${commit}.lock`);
    await withLock(lockFile, { signal: new AbortController().signal }, async () => {
      await extension.palette('Document QA: Remove Downloaded Model…');
      await extension.quickInput.row(`${repo}@${commit}`).click();
      await extension.quickInput.row(`Remove ${repo}`).click();
      await (await notifications()).getByText('is at work on this reader').waitFor();
    });
    await clearNotifications();
  });

  it('says how much it frees, removes, and the quick reader answers', async () => {
    await extension.palette('Document QA: Remove Downloaded Model…');
    await extension.quickInput
      .row(`${repo}@${commit}`)
      .filter({ hasText: /frees \d+ MB/ })
      .click();
    await extension.quickInput.row(`Remove ${repo}`).click();
    await quickMark().waitFor();
    await button('Download').waitFor();
    const left = await readdir(path.join(home, 'models'), { recursive: true });
    expect(left.filter((name) => name.includes('tester--quick'))).toEqual([]);
  });
});

describe('a download that fails', () => {
  it('says why, with what mends it, and leaves nothing behind', async () => {
    hub.faults = { wrongByte: true };
    await button('Download').click();
    await block().getByText('is not the file expected').waitFor();
    await (await notifications()).getByText('is not the file expected').waitFor();
    // One in all: that of the progress goes by itself.
    await expect.poll(async () => (await notifications()).count()).toBe(1);
    expect(await (await notifications()).getByText('Try Again').count()).toBe(1);
    expect(await quickMark().count()).toBe(1);
    await clearNotifications();

    hub.reset();
    hub.faults = { hub: { status: 401, headers: { 'x-error-code': 'GatedRepo' } } };
    await button('Try Again').click();
    await block().getByText('ask for access on its page').waitFor();
    await (await notifications()).getByText('ask for access on its page').waitFor();
    await clearNotifications();

    await button('Set Token…').click();
    await extension.quickInput.input.fill('hf_secret');
    hub.reset();
    hub.faults = { hub: { status: 404 } };
    await extension.page.keyboard.press('Enter');
    await (await notifications()).getByText('is not on the Hub: it has no such').waitFor();
    expect(hub.requests.map(({ authorization }) => authorization)).toContain('Bearer hf_secret');
    await clearNotifications();
    await extension.palette('Document QA: Clear Hugging Face Token');
  });

  it('for an address that is none leads to the settings', async () => {
    await extension.host((api) => api.workspace.getConfiguration('documentQa').update('hub.endpoint', 'ftp://x', true));
    await block().getByText('ftp://x must begin with https://').waitFor();
    await button('Open Settings').waitFor();
    // What needs no Hub can still be chosen.
    await extension.palette('Document QA: Choose Reader…');
    await extension.quickInput.row('Import Model Folder…').waitFor();
    await extension.page.keyboard.press('Escape');
    await extension.host((api) => api.workspace.getConfiguration('documentQa').update('hub.endpoint', undefined, true));
    await button('Download').waitFor();
  });
});

describe('Not now', () => {
  it('is remembered for good; the menu still downloads, and shows the commit of a branch first', async () => {
    await button('Not now').click();
    await block().waitFor({ state: 'detached' });
    await ask();
    await quickMark().waitFor();
    expect(await block().count()).toBe(0);
    await extension.reload();
    await ask();
    await quickMark().waitFor();
    expect(await block().count()).toBe(0);
    expect(hub.log).toEqual([]);

    await extension.palette('Document QA: Choose Reader…');
    await typeAnotherModel('no model');
    await extension.quickInput.message('“no model” is no reader').waitFor();
    await extension.quickInput.input.fill('roberta-base-squad2');
    await extension.page.keyboard.press('Enter');
    let known = extension.quickInput.row('Download about 496 MB');
    for (const fact of ['deepset/roberta-base-squad2', 'CC-BY-4.0', home]) known = known.filter({ hasText: fact });
    await known.waitFor();
    await extension.page.keyboard.press('Escape');
    expect(hub.log).toEqual([]);

    hub.faults = { hub: { status: 404 } };
    await extension.palette('Document QA: Choose Reader…');
    await typeAnotherModel(`${repo}@main`);
    await extension.page.keyboard.press('Enter');
    const failed = (await notifications()).filter({ hasText: 'is not on the Hub' });
    await failed.waitFor();
    hub.reset();
    // Tries that very thing again: what is wanted by the setting is not downloaded.
    await failed.getByText('Try Again').click();
    const consent = extension.quickInput.row('Download 46 MB');
    await consent.filter({ hasText: home }).waitFor();
    expect(hub.log.filter((line) => line.includes('/resolve/'))).toEqual([]);
    await consent.filter({ hasText: `Commit ${commit}` }).click();
    await untilReadBy(repo);
    await expect.poll(reader).toBe(`${repo}@${commit}`);
  });
});

describe('a branch in the setting', () => {
  it('does not come back when another reader was chosen during its download', async () => {
    await rm(path.join(home, 'models', 'tester--quick', commit), { recursive: true });
    await want(`${repo}@main`);
    await quickMark().waitFor();
    hub.faults = { msPerChunk: 5 };
    await extension.palette('Document QA: Download Full Reader');
    const running = (await notifications()).filter({ hasText: `Downloading ${repo}` });
    await running.getByText(/MB of 46 MB/).waitFor();
    await want('mini');
    await running.waitFor({ state: 'detached' });
    await ask();
    await quickMark().waitFor();
    expect(await reader()).toBe('mini');
  });

  it('becomes its commit when the command downloads it', async () => {
    // As a terminal may do it.
    await rm(path.join(home, 'models', 'tester--quick', commit), { recursive: true });
    await want(`${repo}@main`);
    await quickMark().waitFor();
    await extension.palette('Document QA: Download Full Reader');
    await untilReadBy(repo);
    await expect.poll(reader).toBe(`${repo}@${commit}`);
  });
});

describe('the exam', () => {
  it('is held in the background, once, and then confidences are no estimates any more', async () => {
    const prepared = path.join(home, 'models', 'tester--quick', commit, 'prepared');
    const outcome = path.join(prepared, 'exam.json');
    await expect.poll(() => readFile(outcome, 'utf8').catch(() => ''), { timeout: 100_000 }).toContain('"chosen"');
    // A moment after it was written the engine has it.
    await expect.poll(() => readdir(prepared)).not.toContain('exam.lock');
    await want(`${repo}@${commit}`);
    await ask();
    await untilReadBy(repo);
    expect(await footer().innerText()).not.toContain('Confidence estimated');
    await extension.palette('Document QA: About This Reader');
    const page = () => extension.host((api) => api.window.activeTextEditor?.document.getText() ?? '');
    await expect.poll(page).toContain('Exam on this machine');
    expect(await page()).toContain(commit);
    expect(await page()).toMatch(/fp32 +\d+\.\d +\d+\.\d to \d+\.\d/);
  });
});

describe('a file that was damaged', () => {
  it('is named, and the command fetches that file alone and reads the question again', async () => {
    const damaged = path.join(home, 'models', 'tester--quick', commit, 'config.json');
    await want('mini');
    await ask();
    await quickMark().waitFor();
    await writeFile(damaged, '{}');
    for (const pid of await extension.enginePids()) process.kill(pid, 'SIGKILL');
    await want(`${repo}@${commit}`);
    // The quick reader's answer stays in sight.
    await extension.panel.locator('.notice').getByText(damaged).waitFor();
    expect(await extension.panel.locator('.answer-text').first().innerText()).toBe('14 days');
    expect(await quickMark().count()).toBe(1);

    await extension.openFile('handbook.md');
    await extension.host((api, words: string) => {
      void api.commands.executeCommand('documentQa.ask', words);
    }, question);
    await extension.panel.getByRole('alert').getByText(damaged).waitFor();
    await extension.palette('Document QA: Download Full Reader');
    await untilReadBy(repo);
    expect(hub.log.filter((line) => line.includes('/resolve/'))).toEqual([expect.stringContaining('config.json -> ')]);
  });
});

// Last: its exam would keep the other one waiting.
describe('Import Model Folder', () => {
  it('copies a folder, asks which model it is, and reads with it, all without a request', async () => {
    const folder = path.join(temp, 'carried');
    for (const name of modelFiles) await cp(path.join(miniFolder, name), path.join(folder, name));
    await want('mini');
    await quickMark().waitFor();
    const carried = `tester/carried@${'c'.repeat(40)}`;
    await extension.host((api, given: string) => {
      void api.commands.executeCommand('documentQa.importModel', given);
    }, folder);
    await extension.page.locator('.quick-input-title', { hasText: 'Which Model Is It?' }).waitFor();
    await extension.quickInput.input.fill('tester/carried@main');
    await extension.quickInput.message('40 hex digits').waitFor();
    await extension.quickInput.input.fill(carried);
    await extension.page.keyboard.press('Enter');
    await untilReadBy('tester/carried');
    await expect.poll(reader).toBe(carried);
    expect(hub.log).toEqual([]);
  });
});
