import path from 'node:path';
import { afterAll, beforeAll, it } from 'vitest';
import { FakeHub } from '../support/fakeHub';
import { handbook } from '../support/handbook';
import { openWorkbench, type Workbench } from '../support/workbench';

const root = path.resolve(import.meta.dirname, '../..');
const repo = 'tester/quick';
const commit = 'b'.repeat(40);

let hub: FakeHub;
let workbench: Workbench;
beforeAll(async () => {
  const names = ['config.json', 'tokenizer.json', 'model.safetensors'];
  const files = names.map((name) => [name, { path: path.join(root, 'models/mini', name) }] as const);
  hub = await FakeHub.start({ repo, commit, files: Object.fromEntries(files) });
  workbench = await openWorkbench({
    extensionDevelopmentPath: root,
    workspace: { 'handbook.md': handbook },
    settings: { 'editor.minimap.enabled': false },
    viewport: { width: 1100, height: 640 },
  });
});
afterAll(async () => {
  await workbench.close();
  await hub.close();
});

const shoot = (name: string) => workbench.screenshot(`${root}/.screenshots/reader-${name}.png`);

function set(name: string, value: string): Promise<void> {
  return workbench.host(
    async (api, [key, text]: readonly [string, string]) =>
      api.workspace.getConfiguration('documentQa').update(key, text, true),
    [name, value],
  );
}

it('shows what the window says of readers', async () => {
  const view = workbench.webview('document-qa.document-qa');
  const block = view.locator('.reader');
  await workbench.openFile('handbook.md');
  await workbench.host((api) => {
    void api.commands.executeCommand('documentQa.ask', 'How long are messages kept?');
  });
  await block.getByRole('button', { name: 'Download' }).waitFor();
  await workbench.page.mouse.move(900, 600);
  await shoot('offer');

  await workbench.palette('Document QA: Choose Reader…');
  await workbench.quickInput.row('DistilBERT').waitFor();
  await shoot('menu');
  await workbench.page.keyboard.press('Escape');

  await set('hub.endpoint', hub.url);
  await block.getByText(new URL(hub.url).host).waitFor();
  hub.faults = { hub: { status: 404 } };
  await block.getByRole('button', { name: 'Download' }).click();
  await block.getByText('There is no config.json').waitFor();
  await workbench.host((api) => api.commands.executeCommand('notifications.showList'));
  await shoot('failed');
  await workbench.host((api) => api.commands.executeCommand('notifications.clearAll'));

  await set('reader', `${repo}@${commit}`);
  hub.faults = { msPerChunk: 20 };
  await block.getByRole('button', { name: 'Download' }).click();
  await block.getByText(/ left$/).waitFor();
  await workbench.host((api) => api.commands.executeCommand('notifications.showList'));
  await shoot('download');
  await block.getByRole('button', { name: 'Cancel' }).click();
  await block.getByRole('button', { name: 'Continue' }).waitFor();
  await shoot('continue');

  await workbench.palette('Document QA: About This Reader');
  await workbench.page.locator('.view-line', { hasText: 'Licence' }).waitFor();
  await shoot('about');
});
