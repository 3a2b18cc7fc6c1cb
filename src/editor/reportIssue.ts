// "Report Issue…": VS Code's own reporter, with the facts about this installation already in it.
import * as vscode from 'vscode';
import { readExamRecord } from '../runtime/examFile';
import { issueText } from './issueText';
import { precisionOf } from './measuredRule';
import type { Readers } from './readers';

/** What the report is made of. */
export interface IssueParts {
  readonly readers: Readers;
  readonly extension: vscode.Extension<unknown>;
}

/** Opens the reporter. Where there is none, as in a browser, the report is a new document to send in another way. */
export async function reportIssue({ readers, extension }: IssueParts): Promise<void> {
  const { used } = await readers.refresh();
  const exam = await readExamRecord(used.prepared);
  const { version } = extension.packageJSON as { version: string };
  const issueBody = issueText({
    ...{ version, editorVersion: vscode.version, target: `${process.platform}-${process.arch}` },
    ...{ reader: used.model.name, revision: used.model.revision },
    precision: precisionOf({ exam, precision: readers.choiceOf(used).precision }),
  });
  try {
    await vscode.commands.executeCommand('vscode.openIssueReporter', { extensionId: extension.id, issueBody });
  } catch {
    const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: issueBody });
    await vscode.window.showTextDocument(document);
  }
}
