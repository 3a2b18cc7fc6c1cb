// From a place of a result to its words in the editor.
import * as vscode from 'vscode';
import { changedText, goneText } from './messages';
import { type LivePlace, rangeIn } from './run';
import { isSame, openDocument } from './source';

/**
 * Reveals and selects exactly the words of a place. Returns the sentence for people when they are not there any more: a
 * stale range is never shown as true.
 */
export async function reveal(place: LivePlace, focus: boolean): Promise<string | undefined> {
  const document = await openDocument(place.uri);
  if (document === undefined) return goneText();
  // Compared even when no change was seen: a file that was closed may have changed on disk.
  const selection = rangeIn(document, place);
  if (selection === undefined) return changedText();
  const shown = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  if (shown !== undefined && isInDiff(document)) {
    shown.selection = new vscode.Selection(selection.start, selection.end);
    if (focus) await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
  } else {
    const column = shown?.viewColumn !== undefined && { viewColumn: shown.viewColumn };
    // The command shows a cell in its notebook, too.
    await vscode.commands.executeCommand('vscode.open', document.uri, { selection, preserveFocus: !focus, ...column });
  }
  const editor = vscode.window.visibleTextEditors.find((other) => other.document === document);
  editor?.revealRange(selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  return undefined;
}

/** Whether a document is one side of the comparison in front: opened by itself it would take its place. */
function isInDiff({ uri }: vscode.TextDocument): boolean {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputTextDiff && (isSame(input.modified, uri) || isSame(input.original, uri));
}
