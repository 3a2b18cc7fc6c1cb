import path from 'node:path';
import { afterAll, beforeAll, it } from 'vitest';
import { handbook } from '../support/handbook';
import { squadJson } from '../support/squadQuestions';
import { openWorkbench, type Workbench } from '../support/workbench';

const root = path.resolve(import.meta.dirname, '../..');

let workbench: Workbench;
beforeAll(async () => {
  workbench = await openWorkbench({
    extensionDevelopmentPath: root,
    workspace: { 'handbook.md': handbook, 'relay.json': squadJson(6) },
    settings: { 'editor.minimap.enabled': false, 'window.autoDetectHighContrast': false },
    viewport: { width: 1100, height: 640 },
  });
});
afterAll(() => workbench.close());

const shoot = (name: string) => workbench.screenshot(`${root}/.screenshots/${name}.png`);

it('shows the menu of strictness, and what the panel says of it', async () => {
  const view = workbench.webview('document-qa.document-qa');
  await workbench.openFile('handbook.md');
  await workbench.host((api) => {
    void api.commands.executeCommand('documentQa.ask', 'Who founded the company that sells Relay?');
  });
  await view.locator('.coverage').waitFor();
  await workbench.palette('Document QA: Choose Strictness…');
  await workbench.quickInput.row('Balanced').waitFor();
  await shoot('strictness-menu');
  await workbench.quickInput.row('Refuse more').click();
  await view.getByRole('button', { name: 'refuses more' }).waitFor();
  await view.locator('.reading').waitFor({ state: 'detached' });
  await shoot('strictness-panel');
  await workbench.host((api) => api.commands.executeCommand('workbench.action.toggleSidebarVisibility'));
});

it('shows an evaluation and its report', async () => {
  await workbench.openFile('relay.json');
  await workbench.palette('Document QA: Evaluate on a SQuAD File…');
  await workbench.host((api) => api.commands.executeCommand('notifications.showList'));
  await workbench.page.locator('.notifications-center').getByText(/ left/).waitFor();
  await shoot('evaluation-running');
  await workbench.page.locator('.tab.active', { hasText: 'Evaluation: relay.json' }).waitFor({ timeout: 90_000 });
  const report = workbench.webview('document-qa.document-qa').locator('#root');
  await report.getByRole('heading', { level: 1 }).waitFor();
  await shoot('evaluation-report');
  await report.getByRole('button', { name: 'How long are messages kept?' }).first().click();
  await workbench.page.locator('.tab.active', { hasText: 'relay.json' }).last().waitFor();
  await shoot('evaluation-mistake');
});
