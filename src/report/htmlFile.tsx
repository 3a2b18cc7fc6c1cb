// A report and a style in, the elements of an HTML file out that needs nothing else.
import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { Evaluation } from '../evaluate/evaluation';
import type { LinkTo } from './mistakeTable';
import { Report } from './page';
import { visible } from './visible';

interface HtmlFileProps {
  readonly evaluation: Evaluation;
  readonly css: string;
  readonly linkTo: LinkTo;
}

/** Every text of the evaluation is escaped; should one ever become markup, it may neither run nor load anything. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** The whole file below its document type. */
export function HtmlFile({ evaluation, css, linkTo }: HtmlFileProps): VNode {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={policy} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{l10n.t('Evaluation of {0}', visible(evaluation.subject.dataName))}</title>
        <style dangerouslySetInnerHTML={{ __html: css }} />
      </head>
      <body>
        <main>
          <Report evaluation={evaluation} linkTo={linkTo} />
        </main>
      </body>
    </html>
  );
}
