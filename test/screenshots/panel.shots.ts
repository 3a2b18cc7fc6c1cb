import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, it } from 'vitest';
import { openWorkbench, type Workbench } from '../support/workbench';
import { handbook } from '../support/handbook';

const root = path.resolve(import.meta.dirname, '../..');
const extensionId = 'document-qa.document-qa';
const themes = {
  dark: { theme: 'Dark Modern', bodyClass: 'vscode-dark' },
  light: { theme: 'Light Modern', bodyClass: 'vscode-light' },
  'high-contrast': { theme: 'Default High Contrast', bodyClass: 'vscode-high-contrast' },
  'high-contrast-light': { theme: 'Default High Contrast Light', bodyClass: 'vscode-high-contrast-light' },
};
const questions = {
  answer: { question: 'What is the default timeout?', selected: '10 selected' },
  table: { question: 'Which port does Relay listen on?', selected: '4 selected' },
  list: { question: 'How long are messages kept?', selected: '7 selected' },
  noAnswer: { question: 'What does a licence for Windows cost?', selected: null },
};

let workbench: Workbench;
afterEach(() => workbench.close());

describe.each(Object.entries(themes))('%s', (kind, { theme, bodyClass }) => {
  it('shows what the panel says', async () => {
    workbench = await openWorkbench({
      extensionDevelopmentPath: root,
      workspace: { 'handbook.md': handbook },
      settings: { 'editor.minimap.enabled': false, 'window.autoDetectHighContrast': false },
      viewport: { width: 1100, height: 640 },
    });
    await workbench.openFile('handbook.md');
    await workbench.page.locator('.activitybar a.action-label[aria-label^="Document QA"]').click();
    // Away from the icon, whose tooltip would lie over the panel.
    await workbench.page.mouse.move(900, 600);
    const view = workbench.webview(extensionId);
    await view.locator('textarea').waitFor();
    await workbench.host(
      (api, name: string) => api.workspace.getConfiguration().update('workbench.colorTheme', name, true),
      theme,
    );
    await view.locator(`body.${bodyClass}`).waitFor();
    await workbench.screenshot(`${root}/.screenshots/${kind}-start.png`);
    for (const [name, { question, selected }] of Object.entries(questions)) {
      await view.locator('textarea').fill(question);
      await view.locator('textarea').press('Enter');
      await view.locator('.asked-question', { hasText: question }).waitFor();
      await view.locator('.coverage').waitFor();
      if (selected !== null) {
        await view.locator('.answer-main').first().click();
        await workbench.page.locator('#status\\.editor\\.selection', { hasText: selected }).waitFor();
      }
      await workbench.screenshot(`${root}/.screenshots/${kind}-${name}.png`);
      if (name === 'answer' && kind === 'dark') await workbench.screenshot(`${root}/docs/images/panel.png`);
    }
    await saveTheme(kind);
  });
});

/** The theme as a webview sees it, for the panel's tests in a bare browser. */
async function saveTheme(kind: string): Promise<void> {
  const view = workbench.webview(extensionId);
  const style = await view.locator('html').getAttribute('style');
  const bodyClass = await view.locator('body').getAttribute('class');
  const folder = `${root}/test/fixtures/themes`;
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}/${kind}.json`, `${JSON.stringify({ bodyClass, style })}\n`);
}
