// A folder with a built script and style to the page of a webview that may load just these.
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** What a page consists of. */
export interface WebviewPage {
  /** Of the built files; the only one that the webview may load from. */
  readonly root: vscode.Uri;
  readonly script: string;
  readonly style: string;
  readonly title: string;
}

/** Shows the page: an element `root`, its style, its script. */
export function showPage(webview: vscode.Webview, { root, script, style, title }: WebviewPage): void {
  const nonce = randomBytes(16).toString('base64');
  const uri = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(root, name)).toString();
  // Nothing is loaded but our own style sheet and script; no inline style, no image, no connection.
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  webview.options = { enableScripts: true, localResourceRoots: [root] };
  webview.html = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${uri(style)}">
<title>${title}</title>
</head>
<body>
<main id="root"></main>
<script nonce="${nonce}" src="${uri(script)}"></script>
</body>
</html>`;
}
