// The hover on a selection: an answer already found there, and the offer to ask. It never starts a reading by itself.
import * as vscode from 'vscode';
import { wholePercent } from '../words/numbers';
import { isReadable } from './documents';
import { askHoverText, askTooltip } from './messages';
import { livePlace, rangeIn, shownAnswers } from './run';
import type { Session } from './session';
import { hoverEnabled } from './settings';
import { isSame, partOf } from './source';

const askCommand = 'documentQa.askSelection';

/** Offers hovers for the selections of all documents. */
export function registerHover(session: Session): vscode.Disposable {
  return vscode.languages.registerHoverProvider(
    { pattern: '**' },
    {
      provideHover(document, position) {
        const selection = selectionAt(document, position);
        if (selection === undefined || !hoverEnabled()) return undefined;
        const content = new vscode.MarkdownString();
        content.isTrusted = { enabledCommands: [askCommand] };
        appendFound(content, session, document, selection);
        content.appendMarkdown(`[${askHoverText()}](command:${askCommand} "${askTooltip()}")`);
        return new vscode.Hover(content, selection);
      },
    },
  );
}

function selectionAt(document: vscode.TextDocument, position: vscode.Position): vscode.Range | undefined {
  const editor = vscode.window.activeTextEditor;
  if (!isReadable(editor) || editor.document !== document) return undefined;
  return editor.selections.find((selection) => !selection.isEmpty && selection.contains(position));
}

/** What the last question found inside or around the selection. Document text goes in as text, never as Markdown. */
function appendFound(
  content: vscode.MarkdownString,
  session: Session,
  document: vscode.TextDocument,
  selection: vscode.Range,
): void {
  const run = session.runs.find(({ inquiry }) => partOf(inquiry.source, document.uri) !== undefined);
  if (run === undefined || run.outdated) return;
  const isRefusal = run.result?.verdict === 'noAnswer';
  const found = shownAnswers(run.result).find((answer) => {
    const live = livePlace(run, answer);
    const range = isSame(live.uri, document.uri) ? rangeIn(document, live) : undefined;
    return range !== undefined && (selection.contains(range) || range.contains(selection));
  });
  if (found === undefined || isRefusal) return;
  content.appendText(run.inquiry.question);
  content.appendMarkdown('  \n**');
  // A line end would end the emphasis around it.
  content.appendText(found.text.replace(/\s+/g, ' '));
  content.appendMarkdown(`** (${wholePercent(found.confidence)})\n\n`);
}
