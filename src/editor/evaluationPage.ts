// An evaluation to its report in an editor tab, whose mistakes lead to their questions in the SQuAD file.
import { basename } from 'node:path';
import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import * as vscode from 'vscode';
import type { Evaluation } from '../evaluate/evaluation';
import { rangesOfQuestions } from '../evaluate/questionRanges';
import type { FromReport, ToReport } from '../protocol/report';
import { questionGoneText, reportTitle } from './evaluationTexts';
import { plainText } from './messages';
import { showPage } from './webviewHtml';

const messageSchema = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('open'), id: v.string() }),
]);

/** Opens the report. A page that was hidden is built anew, and is then told again what to show. */
export function openReport(extensionUri: vscode.Uri, file: vscode.Uri, evaluation: Evaluation): void {
  const title = reportTitle(basename(file.fsPath));
  const panel = vscode.window.createWebviewPanel('documentQa.evaluation', title, vscode.ViewColumn.Active);
  panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'activityBar.svg');
  panel.webview.onDidReceiveMessage((message: unknown) => {
    const parsed = v.safeParse(messageSchema, message);
    if (parsed.success) void answer(panel.webview, parsed.output, file, evaluation);
  });
  const root = vscode.Uri.joinPath(extensionUri, 'dist', 'report');
  showPage(panel.webview, { root, script: 'main.js', style: 'report.css', title: l10n.t('Evaluation') });
}

async function answer(
  webview: vscode.Webview,
  message: FromReport,
  file: vscode.Uri,
  evaluation: Evaluation,
): Promise<void> {
  switch (message.type) {
    case 'ready': {
      const show: ToReport = { type: 'show', evaluation };
      await webview.postMessage(show);
      return;
    }
    case 'open':
      try {
        await openQuestion(file, message.id);
      } catch (error) {
        void vscode.window.showErrorMessage(plainText(error instanceof Error ? error.message : String(error)));
      }
      return;
  }
}

/** Selects the question's id, beside the report. The file may have changed since: it is looked for as it is now. */
async function openQuestion(file: vscode.Uri, id: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(file);
  const range = rangesOfQuestions(document.getText(), [id]).get(id);
  if (range === undefined) {
    void vscode.window.showWarningMessage(plainText(questionGoneText(basename(file.fsPath))));
    return;
  }
  const selection = new vscode.Range(document.positionAt(range.start), document.positionAt(range.end));
  const shown = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  const editor = await vscode.window.showTextDocument(document, {
    selection,
    viewColumn: shown?.viewColumn ?? vscode.ViewColumn.Beside,
  });
  editor.revealRange(selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
