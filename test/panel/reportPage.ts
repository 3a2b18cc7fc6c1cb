// The built report in a bare Chromium, with VS Code's side of the wire in the test's hands.
import type { Browser } from 'playwright-core';
import type { Evaluation } from '../../src/evaluate/evaluation';
import type { FromReport, ToReport } from '../../src/protocol/report';
import { openWebview, type Theme, type Translation, type WebviewPage } from './webviewPage';

/** A report, what it has sent, and a way to show it an evaluation. */
export interface ReportPage extends WebviewPage<ToReport, FromReport> {
  show(evaluation: Evaluation): Promise<void>;
}

/** Opens the report's page as VS Code would, in English unless a translation is given; empty until one is shown. */
export async function openReport(
  browser: Browser,
  theme: Theme,
  width: number,
  translation?: Translation,
): Promise<ReportPage> {
  const report = await openWebview<ToReport, FromReport>(browser, {
    theme,
    width,
    folder: 'report',
    style: 'report.css',
    title: 'Evaluation',
    background: '--vscode-editor-background',
    translation,
  });
  return { ...report, show: (evaluation) => report.send({ type: 'show', evaluation }) };
}
