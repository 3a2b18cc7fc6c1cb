// The built panel in a bare Chromium, with VS Code's side of the wire in the test's hands.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { FromPanel, PanelState } from '../../src/protocol/panel';

const root = path.resolve(import.meta.dirname, '../..');
const origin = 'http://panel.test';

/** Themes as VS Code 1.139 hands them to a webview; `npm run screenshots` captures them. */
export const themes = ['dark', 'light', 'high-contrast', 'high-contrast-light'] as const;

/** A panel, what it has sent, and a way to show it a state. */
export interface PanelPage {
  readonly page: Page;
  /** All messages of the panel so far. */
  sent(): Promise<FromPanel[]>;
  show(state: PanelState): Promise<void>;
  close(): Promise<void>;
}

/** What the page keeps for the test. */
interface PanelWindow extends Window {
  panelSent: FromPanel[];
  panelState: unknown;
}

/** Opens the panel as VS Code would: its policy, its theme variables, its API. */
export async function openPanel(browser: Browser, theme: (typeof themes)[number], width: number): Promise<PanelPage> {
  const context = await browser.newContext({ viewport: { width, height: 700 } });
  const page = await context.newPage();
  const { bodyClass, style } = JSON.parse(
    await readFile(path.join(root, `test/fixtures/themes/${theme}.json`), 'utf8'),
  ) as { bodyClass: string; style: string };
  const policy = `default-src 'none'; style-src ${origin}; script-src 'nonce-test'`;
  const html = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="/panel.css"><title>Ask This File</title></head>
<body class="${bodyClass}"><main id="root"></main><script nonce="test" src="/main.js"></script></body></html>`;
  await page.route(`${origin}/**`, async (route) => {
    const name = new URL(route.request().url()).pathname;
    if (name === '/') await route.fulfill({ contentType: 'text/html', body: html });
    else await route.fulfill({ path: path.join(root, 'dist/panel', name) });
  });
  await page.addInitScript((themeStyle: string) => {
    const view = window as unknown as PanelWindow;
    view.panelSent = [];
    Object.assign(window, {
      acquireVsCodeApi: () => ({
        postMessage: (message: FromPanel) => view.panelSent.push(message),
        getState: () => view.panelState,
        setState: (state: unknown) => (view.panelState = state),
      }),
    });
    document.addEventListener('DOMContentLoaded', () => {
      document.documentElement.style.cssText = themeStyle;
      document.body.style.background = 'var(--vscode-sideBar-background)';
    });
  }, style);
  await page.goto(origin);
  await page.getByLabel('Question', { exact: false }).waitFor();
  return {
    page,
    sent: () => page.evaluate(() => (window as unknown as PanelWindow).panelSent),
    show: (state) =>
      page.evaluate((shown) => {
        window.postMessage({ type: 'state', state: shown }, '*');
        // Two frames: the message has been handled and what it changed is drawn.
        return new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
      }, state),
    close: () => context.close(),
  };
}
