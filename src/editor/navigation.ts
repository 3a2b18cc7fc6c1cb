// From an answer to its place in the editor.
import * as vscode from 'vscode';
import type { PanelPlace } from '../protocol/panel';
import type { QaResult } from '../qa/result';
import { changedText, goneText } from './messages';
import type { Run } from './session';

/** The answer that a place of the panel belongs to; the closest guess is answer 0 of a refusal. */
function answerAt(result: QaResult | null, place: PanelPlace): QaResult['closest'] {
  return result?.answers[place.answer] ?? (place.answer === 0 ? (result?.closest ?? null) : null);
}

/**
 * Reveals and selects exactly the range of an answer. Returns the sentence for people when it is not there any more:
 * a stale range is never shown as true.
 */
export async function openPlace(run: Run, place: PanelPlace, focus: boolean): Promise<string | undefined> {
  const answer = answerAt(run.result, place);
  const range = place.mention === null ? answer : answer?.mentions[place.mention];
  if (!range) return undefined;
  const { uri } = run.inquiry.document;
  let document: vscode.TextDocument;
  try {
    document = await vscode.workspace.openTextDocument(uri);
  } catch {
    return goneText;
  }
  const selection = new vscode.Range(document.positionAt(range.start), document.positionAt(range.end));
  const stillThere = !run.outdated || document.getText(selection) === run.text.slice(range.start, range.end);
  if (!stillThere) return changedText;
  const shown = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  const editor = await vscode.window.showTextDocument(document, {
    selection,
    preserveFocus: !focus,
    ...(shown?.viewColumn !== undefined && { viewColumn: shown.viewColumn }),
  });
  editor.revealRange(selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  return undefined;
}
