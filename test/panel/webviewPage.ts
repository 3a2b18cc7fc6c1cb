// A built page in a bare Chromium as VS Code would show it: its policy, its theme, its API, the host's side of the wire in
// the test's hands.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { pageHtml } from '../../src/editor/pageHtml';

const root = path.resolve(import.meta.dirname, '../..');
const origin = 'http://webview.test';

/** Themes as VS Code 1.139 hands them to a webview; `npm run screenshots` captures them. */
export const themes = ['dark', 'light', 'high-contrast', 'high-contrast-light'] as const;

/** A name of a theme. */
export type Theme = (typeof themes)[number];

/** A language and its words, by their English. */
export interface Translation {
  readonly language: string;
  readonly words: Readonly<Record<string, string>>;
}

/** Which page, and where it is shown. */
interface WebviewOptions {
  readonly theme: Theme;
  readonly width: number;
  /** Folder in dist/ that holds main.js and the style. */
  readonly folder: string;
  /** The style's file in it. */
  readonly style: string;
  readonly title: string;
  /** Name of the theme's colour that lies behind the page. */
  readonly background: string;
  /** English without. */
  readonly translation?: Translation | undefined;
}

/** A page, what it has sent, and a way to send it something. */
export interface WebviewPage<ToPage, FromPage> {
  readonly page: Page;
  /** All messages of the page so far. */
  sent(): Promise<FromPage[]>;
  /** Sends a message; what it changes is drawn when this is done. */
  send(message: ToPage): Promise<void>;
  /** Begins anew, as if it had just been opened: quicker than to open another. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** What the page keeps for the test. */
interface TestedWindow extends Window {
  sent: unknown[];
  state: unknown;
}

/** Shows what is folded, too. */
export async function openAll(page: Page): Promise<void> {
  await page.locator('details').evaluateAll((all) => all.forEach((element) => element.setAttribute('open', '')));
}

/** Opens a page of dist/ in an otherwise empty browser. */
export async function openWebview<ToPage, FromPage>(
  browser: Browser,
  { theme, width, folder, style, title, background, translation }: WebviewOptions,
): Promise<WebviewPage<ToPage, FromPage>> {
  const context = await browser.newContext({ viewport: { width, height: 700 } });
  const page = await context.newPage();
  const { bodyClass, style: themeStyle } = JSON.parse(
    await readFile(path.join(root, `test/fixtures/themes/${theme}.json`), 'utf8'),
  ) as { bodyClass: string; style: string };
  const html = pageHtml({
    styleSource: origin,
    nonce: 'test',
    script: '/main.js',
    style: `/${style}`,
    title,
    language: translation?.language ?? 'en-US',
    translation: translation?.words,
  });
  await page.route(`${origin}/**`, async (route) => {
    const name = new URL(route.request().url()).pathname;
    if (name === '/') await route.fulfill({ contentType: 'text/html', body: html });
    else await route.fulfill({ path: path.join(root, 'dist', folder, name) });
  });
  await page.addInitScript(
    ([className, cssText, colour]: readonly [string, string, string]) => {
      const view = window as unknown as TestedWindow;
      view.sent = [];
      Object.assign(window, {
        acquireVsCodeApi: () => ({
          postMessage: (message: unknown) => view.sent.push(message),
          getState: () => view.state,
          setState: (state: unknown) => (view.state = state),
        }),
      });
      document.addEventListener('DOMContentLoaded', () => {
        document.body.className = className;
        document.documentElement.style.cssText = cssText;
        document.body.style.background = `var(${colour})`;
      });
    },
    [bodyClass, themeStyle, background] as const,
  );
  const begin = async (): Promise<void> => {
    await page.goto(origin);
    // What is sent before the page listens is lost.
    await page.waitForFunction(() => (window as unknown as TestedWindow).sent.length > 0);
  };
  await begin();
  return {
    page,
    sent: () => page.evaluate(() => (window as unknown as TestedWindow).sent as FromPage[]),
    send: (message) =>
      page.evaluate((sent) => {
        window.postMessage(sent, '*');
        // Two frames: the message has been handled and what it changed is drawn.
        return new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
      }, message as unknown),
    restart: begin,
    close: () => context.close(),
  };
}
