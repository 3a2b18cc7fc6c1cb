// Which file to ask, and where to export to.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { askThisFileLabel, exportTitle, otherFileTitle } from './messages';
import { displayName, isSame } from './source';

interface FileItem extends vscode.QuickPickItem {
  /** Null: another one, from the disk. */
  readonly uri: vscode.Uri | null;
}

/** Lets a person choose a file: those open in tabs first, then any on the disk. Undefined when they leave. */
export async function pickFile(except: vscode.Uri): Promise<vscode.Uri | undefined> {
  const open = vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs.map(({ input }) => input))
    .flatMap((input) => (input instanceof vscode.TabInputText ? [input.uri] : []))
    .filter((uri) => !isSame(uri, except));
  const items = [...new Map(open.map((uri) => [uri.toString(), uri])).values()].map((uri): FileItem => ({
    label: displayName(uri),
    uri,
  }));
  const browse: FileItem = { label: l10n.t('Another File…'), uri: null };
  const picked =
    items.length === 0
      ? browse
      : await vscode.window.showQuickPick([...items, browse], { title: otherFileTitle(), matchOnDescription: true });
  if (picked === undefined) return undefined;
  if (picked.uri !== null) return picked.uri;
  const chosen = await vscode.window.showOpenDialog({ title: otherFileTitle(), openLabel: askThisFileLabel() });
  return chosen?.[0];
}

/** Lets a person choose the file for answers. Undefined when they leave. */
export async function pickExportFile(): Promise<vscode.Uri | undefined> {
  return vscode.window.showSaveDialog({ title: exportTitle(), filters: { Markdown: ['md'], JSON: ['json'] } });
}
