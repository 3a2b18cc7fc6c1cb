// An evaluation and a style in, one HTML file out that needs nothing else: no script, nothing loaded from anywhere.
import { renderToString } from 'preact-render-to-string';
import type { Evaluation } from '../evaluate/evaluation';
import type { Mistake } from '../evaluate/mistakes';
import { Report } from './page';

/** What the caller adds to an evaluation. */
export interface ReportOptions {
  /** The text of media/report/report.css. */
  readonly css: string;
  /** The address of a mistake's question; null where there is none. */
  readonly linkTo: (mistake: Mistake) => string | null;
}

/** Every text of the evaluation is escaped; should one ever become markup, it may neither run nor load anything. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** The whole file as HTML, to be written as UTF-8. */
export function renderReport(evaluation: Evaluation, { css, linkTo }: ReportOptions): string {
  const page = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={policy} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`Evaluation of ${evaluation.subject.dataName}`}</title>
        <style dangerouslySetInnerHTML={{ __html: css }} />
      </head>
      <body>
        <main>
          <Report evaluation={evaluation} linkTo={linkTo} />
        </main>
      </body>
    </html>
  );
  return `<!doctype html>\n${renderToString(page)}\n`;
}
