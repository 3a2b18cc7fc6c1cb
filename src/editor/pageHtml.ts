// What a webview's page consists of, to its HTML.

/** The parts of a page. */
export interface PageParts {
  /** Where the style may come from, as a policy has it. */
  readonly styleSource: string;
  /** Base64; what has it may run. */
  readonly nonce: string;
  readonly script: string;
  readonly style: string;
  readonly title: string;
  /** BCP 47. */
  readonly language: string;
  /** Words by their English; undefined where they are English. */
  readonly translation: Readonly<Record<string, string>> | undefined;
}

/** The page: an element `root` that holds the translation, its style, its script. */
export function pageHtml({ styleSource, nonce, script, style, title, language, translation }: PageParts): string {
  // Nothing is loaded but our own style sheet and script; no inline style, no image, no connection.
  const policy = `default-src 'none'; style-src ${styleSource}; script-src 'nonce-${nonce}'`;
  const data = translation === undefined ? '' : ` data-translation="${escaped(JSON.stringify(translation))}"`;
  return `<!DOCTYPE html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
<title>${escaped(title)}</title>
</head>
<body>
<main id="root"${data}></main>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}

/** Text for an attribute or an element: a translation is data too. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
