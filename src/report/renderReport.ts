// An evaluation and a style in, one HTML file out: no script, nothing loaded from anywhere.
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Evaluation } from '../evaluate/evaluation';
import type { Mistake } from '../evaluate/mistakes';
import { HtmlFile } from './htmlFile';

/** What the caller adds to an evaluation. */
export interface ReportOptions {
  /** The text of media/report/report.css. */
  readonly css: string;
  /** The address of a mistake's question; null where there is none. */
  readonly linkTo: (mistake: Mistake) => string | null;
}

/** The whole file as HTML, to be written as UTF-8. */
export function renderReport(evaluation: Evaluation, { css, linkTo }: ReportOptions): string {
  return `<!doctype html>\n${renderToString(h(HtmlFile, { evaluation, css, linkTo }))}\n`;
}
