// The built panel in a bare Chromium, with VS Code's side of the wire in the test's hands.
import type { Browser } from 'playwright-core';
import type { FromPanel, PanelState, ToPanel } from '../../src/protocol/panel';
import { openWebview, type Theme, type Translation, type WebviewPage } from './webviewPage';

/** A panel, what it has sent, and a way to show it a state. */
export interface PanelPage extends WebviewPage<ToPanel, FromPanel> {
  show(state: PanelState): Promise<void>;
}

/** Opens the panel as VS Code would, in English unless a translation is given. */
export async function openPanel(
  browser: Browser,
  theme: Theme,
  width: number,
  translation?: Translation,
): Promise<PanelPage> {
  const panel = await openWebview<ToPanel, FromPanel>(browser, {
    theme,
    width,
    folder: 'panel',
    style: 'panel.css',
    title: 'Ask This File',
    background: '--vscode-sideBar-background',
    translation,
  });
  await panel.page.getByRole('textbox').waitFor();
  return { ...panel, show: (state) => panel.send({ type: 'state', state }) };
}
