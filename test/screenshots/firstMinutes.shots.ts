// The first minutes of somebody who has never seen the extension and reads no documentation, a picture a step.
import path from 'node:path';
import { afterEach, describe, it } from 'vitest';
import { handbook } from '../support/handbook';
import { openWorkbench, type Workbench } from '../support/workbench';

const root = path.resolve(import.meta.dirname, '../..');

let workbench: Workbench;
afterEach(() => workbench.close());

describe('the first minutes', () => {
  it('lead from an open window to a clicked answer', async () => {
    workbench = await openWorkbench({
      extensionDevelopmentPath: root,
      workspace: { 'handbook.md': handbook, 'notes.txt': 'The meeting is on Monday at 10:00 in room 4.\n' },
      settings: { 'editor.minimap.enabled': false },
      viewport: { width: 1280, height: 760 },
    });
    const { page } = workbench;
    let step = 0;
    const take = (name: string): Promise<void> =>
      workbench.screenshot(`${root}/.screenshots/first-minutes/${++step}-${name}.png`);
    const view = workbench.webview('document-qa.document-qa');

    await page.locator('.activitybar a.action-label[aria-label^="Document QA"]').click();
    await view.locator('.start').waitFor();
    await page.mouse.move(900, 600);
    await take('no-file');

    await workbench.openFile('handbook.md');
    await view.getByText('handbook.md').first().waitFor();
    await view.locator('.questions').waitFor();
    await take('a-file');

    await view.locator('.questions .row').nth(1).click();
    await view.locator('.coverage').waitFor();
    await take('an-example');

    await view.locator('textarea').fill('How long are messages kept?');
    await view.locator('textarea').press('Enter');
    await view.locator('.asked-question', { hasText: 'How long' }).waitFor();
    await view.locator('.coverage').waitFor();
    await take('own-question');

    await view.locator('.answer-main').first().click();
    await page.locator('#status\\.editor\\.selection', { hasText: '7 selected' }).waitFor();
    await take('clicked');

    await view.locator('textarea').fill('What does a licence for Windows cost?');
    await view.locator('textarea').press('Enter');
    await view.locator('.asked-question', { hasText: 'Windows' }).waitFor();
    await view.locator('.coverage').waitFor();
    await view.locator('.why > summary').click();
    await take('refused');

    await workbench.openFile('notes.txt');
    await view.getByRole('button', { name: 'notes.txt' }).waitFor();
    await take('another-file');
    await workbench.palette('Document QA: Ask This File');
    await workbench.quickInput.input.fill('When is the meeting?');
    await take('palette');
    await page.keyboard.press('Enter');
    await view.locator('.asked-question', { hasText: 'meeting' }).waitFor();
    await view.locator('.coverage').waitFor();
    await take('palette-answer');
  });
});
