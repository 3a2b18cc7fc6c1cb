// From an answer to its place in the editor.
import * as vscode from 'vscode';
import type { PanelPlace } from '../protocol/panel';
import type { Range } from '../qa/document';
import type { QaResult } from '../qa/result';
import { reopen } from './documents';
import { changedText, goneText } from './messages';
import type { Run } from './session';

/** The range of a result that a place means; undefined when the result no longer has it. */
function rangeAt(result: QaResult | null, { start, end }: PanelPlace): Range | undefined {
  const answers = [...(result?.answers ?? []), ...(result?.closest ? [result.closest] : [])];
  return answers
    .flatMap((answer): Range[] => [answer, ...answer.mentions])
    .find((range) => range.start === start && range.end === end);
}

/**
 * Reveals and selects exactly the range of an answer. Returns the sentence for people when it is not there any more:
 * a stale range is never shown as true.
 */
export async function openPlace(run: Run, place: PanelPlace, focus: boolean): Promise<string | undefined> {
  const range = rangeAt(run.result, place);
  if (range === undefined) return undefined;
  const document = await reopen(run.inquiry.document);
  if (document === undefined) return goneText;
  const selection = new vscode.Range(document.positionAt(range.start), document.positionAt(range.end));
  // Compared even when no change was seen: a file that was closed may have changed on disk.
  if (document.getText(selection) !== run.text.slice(range.start, range.end)) return changedText;
  const shown = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  const editor = await vscode.window.showTextDocument(document, {
    selection,
    preserveFocus: !focus,
    ...(shown?.viewColumn !== undefined && { viewColumn: shown.viewColumn }),
  });
  editor.revealRange(selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  return undefined;
}
