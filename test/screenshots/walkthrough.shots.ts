import path from 'node:path';
import { afterEach, describe, it } from 'vitest';
import { openWorkbench, type Workbench } from '../support/workbench';

const root = path.resolve(import.meta.dirname, '../..');
const themes = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  'high-contrast': 'Default High Contrast',
  'high-contrast-light': 'Default High Contrast Light',
};

let workbench: Workbench;
afterEach(() => workbench.close());

describe('the walkthrough', () => {
  it('has a picture for each step, in every theme', async () => {
    workbench = await openWorkbench({
      extensionDevelopmentPath: root,
      workspace: {},
      settings: { 'window.autoDetectHighContrast': false },
      // Narrower, VS Code shows the steps alone.
      viewport: { width: 1400, height: 720 },
    });
    const { page, host, screenshot } = workbench;
    await host(async (api) => {
      await api.commands.executeCommand('workbench.action.closeSidebar');
      await api.commands.executeCommand('workbench.action.openWalkthrough', 'document-qa.document-qa#start', false);
    });
    const picture = page.locator('iframe.webview.ready').contentFrame().locator('iframe#active-frame').contentFrame();
    for (const [kind, theme] of Object.entries(themes)) {
      await host(
        (api, name: string) => api.workspace.getConfiguration().update('workbench.colorTheme', name, true),
        theme,
      );
      for (const step of ['open', 'ask', 'go', 'reader']) {
        await page.locator(`.getting-started-step[data-step-id$="#${step}"]`).click();
        await picture.locator(`svg.${step}`).waitFor();
        await screenshot(`${root}/.screenshots/walkthrough-${kind}-${step}.png`);
      }
    }
  });
});
