// A folder with a built script and style to the page of a webview that may load just these.
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { language } from '../words/language';
import { pageHtml } from './pageHtml';

/** What a page consists of. */
export interface WebviewPage {
  /** Of the built files; the only one that the webview may load from. */
  readonly root: vscode.Uri;
  readonly script: string;
  readonly style: string;
  readonly title: string;
}

/** Shows the page, in the display language. */
export function showPage(webview: vscode.Webview, { root, script, style, title }: WebviewPage): void {
  const uri = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(root, name)).toString();
  webview.options = { enableScripts: true, localResourceRoots: [root] };
  webview.html = pageHtml({
    styleSource: webview.cspSource,
    nonce: randomBytes(16).toString('base64'),
    script: uri(script),
    style: uri(style),
    title,
    language: language(),
    translation: vscode.l10n.bundle,
  });
}
