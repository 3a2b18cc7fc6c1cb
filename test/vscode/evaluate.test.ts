import { createHash } from 'node:crypto';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Evaluation } from '../../src/evaluate/evaluation';
import { withLock } from '../../src/hub/lock';
import { mistakenId, squadCount, squadJson } from '../support/squadQuestions';
import { type ExtensionUnderTest, expectSelected, keepFailure, openExtension } from './extensionUnderTest';

const six = squadJson();
const files = {
  'six.json': six,
  'many.json': squadJson(100),
  'bad.json': six.replace('"7420"', '"7421"'),
  'settings.json': '{ "data": 1 }',
};

let extension: ExtensionUnderTest;
beforeAll(async () => {
  extension = await openExtension(files, { HF_HUB_OFFLINE: '1' });
});
afterAll(() => extension.close());
beforeEach(async ({ task }) => {
  keepFailure(extension, `evaluate-${task.id}`);
  await extension.host((api) => api.commands.executeCommand('notifications.clearAll'));
});

/** Runs the command on a file of the workspace, and does not wait for its end. */
async function start(name: string): Promise<void> {
  await extension.host(
    (api, target: string) => {
      void api.commands.executeCommand('documentQa.evaluate', api.Uri.file(target));
    },
    path.join(extension.workspacePath, name),
  );
}

/** What VS Code tells the person. */
async function notifications() {
  await extension.host((api) => api.commands.executeCommand('notifications.showList'));
  return extension.page.locator('.notifications-center .notification-list-item');
}

const report = () => extension.webview('document-qa.document-qa').locator('#root');

describe('Evaluate on a SQuAD File', () => {
  it('evaluates the file in the editor, shows the report, and leads from a mistake to its question', async () => {
    await extension.openFile('six.json');
    await extension.palette('Document QA: Evaluate on a SQuAD File…');
    await extension.page.locator('.tab.active', { hasText: 'Evaluation: six.json' }).waitFor();
    await report().getByRole('heading', { level: 1 }).waitFor();
    expect(await report().getByRole('img').count()).toBeGreaterThan(0);
    await report().getByRole('button', { name: 'How long are messages kept?' }).click();
    await expectSelected(extension, six, `"${mistakenId}"`);
  });

  it('shows the report again when its tab was hidden', async () => {
    const tab = extension.page.locator('.tab', { hasText: 'Evaluation: six.json' });
    await tab.click();
    // In its place.
    await extension.openFile('settings.json');
    await report().waitFor({ state: 'hidden' });
    await tab.click();
    await report().getByRole('heading', { level: 1 }).waitFor();
    await extension.host((api) => api.commands.executeCommand('workbench.action.closeAllEditors'));
  });

  it('returns its figures to whoever runs the command with a file', async () => {
    const evaluation = await extension.host(
      (api, target: string) => api.commands.executeCommand<Evaluation>('documentQa.evaluate', api.Uri.file(target)),
      path.join(extension.workspacePath, 'six.json'),
    );
    expect(evaluation.questions).toBe(squadCount);
    expect(evaluation.subject).toMatchObject({ dataName: 'six.json', strictness: 'balanced' });
    expect(evaluation.mistakes.map(({ id }) => id)).toContain(mistakenId);
  });

  it('can be cancelled, and goes on where it was', async () => {
    await start('many.json');
    const running = (await notifications()).filter({ hasText: 'Evaluating many.json' });
    await running.getByText(/[1-9]\d* of 600 questions, .* left/).waitFor();
    await start('six.json');
    await (await notifications()).getByText('is being evaluated already').waitFor();
    await running.getByText('Cancel').click();
    await running.waitFor({ state: 'detached' });
    expect(await extension.page.locator('.tab', { hasText: 'Evaluation: many.json' }).count()).toBe(0);

    const continued = (await notifications()).filter({ hasText: 'Evaluating many.json' });
    // The notification goes a moment before the extension is told that it was cancelled.
    const startAnew = async () => {
      await start('many.json');
      return continued.count();
    };
    await expect.poll(startAnew, { interval: 1000, timeout: 20_000 }).toBe(1);
    await continued.getByText(/\(continued at [1-9]\d*\)/).waitFor();
    await continued.getByText('Cancel').click();
    await continued.waitFor({ state: 'detached' });
  });

  it('says where a file contradicts itself', async () => {
    await start('bad.json');
    const fault =
      'bad.json cannot be evaluated. data[0].paragraphs[0].qas[0].answers[0].text: "7421" is not in its context.';
    await (await notifications()).getByText(fault).waitFor();
  });

  it('leaves a file alone that another window evaluates', async () => {
    const file = path.join(extension.workspacePath, 'six.json');
    const storage = 'user-data/User/globalStorage/document-qa.document-qa/evaluations';
    const work = `${createHash('sha256').update(file).digest('hex')}.partial`;
    const lockFile = path.join(path.dirname(extension.workspacePath), storage, `${work}.lock`);
    await withLock(lockFile, { signal: new AbortController().signal }, async () => {
      await start('six.json');
      await (await notifications()).getByText('Another window evaluates this file').waitFor();
    });
  });

  it('wants what is not saved to be saved first', async () => {
    await extension.openFile('six.json');
    await extension.host(async (api) => {
      await api.window.activeTextEditor?.edit((edit) => edit.insert(new api.Position(0, 0), ' '));
    });
    await start('six.json');
    await (await notifications()).getByText('six.json has changes that are not saved').waitFor();
    await extension.host((api) => api.commands.executeCommand('workbench.action.files.revert'));
  });

  it('asks for a file when the one in the editor is no SQuAD file', async () => {
    await extension.openFile('settings.json');
    await extension.palette('Document QA: Evaluate on a SQuAD File…');
    await extension.page.locator('.quick-input-title', { hasText: 'Evaluate on a SQuAD File' }).waitFor();
    await extension.page.keyboard.press('Escape');
  });
});
