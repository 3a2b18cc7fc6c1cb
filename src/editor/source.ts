// What a question is asked of, as one text: a document, or all cells of a notebook with a blank line between them.
import * as vscode from 'vscode';
import type { AskRequest } from '../protocol/engine';
import type { Extent } from './edits';

/** A document in a source's text. */
export interface SourcePart {
  readonly uri: vscode.Uri;
  /** Where it stands in the text of the source: UTF-16, half-open. */
  readonly start: number;
  readonly end: number;
}

/** A text as it was when the question was asked. */
export interface Source {
  /** Of the document, or of the notebook. */
  readonly uri: vscode.Uri;
  /** As people know it. */
  readonly name: string;
  readonly isNotebook: boolean;
  readonly text: string;
  readonly format: AskRequest['document']['format'];
  /** In the order of the text; never empty. A notebook's cells are its parts. */
  readonly parts: readonly SourcePart[];
}

const cellScheme = 'vscode-notebook-cell';
const cellJoint = '\n\n';

/** The name by which people know a document. */
export function displayName(uri: vscode.Uri): string {
  return vscode.workspace.asRelativePath(uri);
}

/** What a document belongs to: itself, or its notebook. */
export function sourceUri(document: vscode.TextDocument): vscode.Uri {
  return notebookOf(document)?.uri ?? document.uri;
}

/** A document as it is now; of a notebook's cell the whole notebook. */
export function sourceOf(document: vscode.TextDocument): Source {
  const notebook = notebookOf(document);
  return notebook === undefined ? documentSource(document) : notebookSource(notebook);
}

/** A document as it is now; of a notebook's cell that cell. */
export function documentSource(document: vscode.TextDocument): Source {
  const { uri } = document;
  const text = document.getText();
  return {
    ...{ uri, name: displayName(uri), isNotebook: false, text },
    format: document.languageId === 'markdown' ? 'markdown' : 'text',
    parts: [{ uri, start: 0, end: text.length }],
  };
}

/** A notebook as it is now. */
export function notebookSource(notebook: vscode.NotebookDocument): Source {
  const parts: SourcePart[] = [];
  let text = '';
  for (const { document } of notebook.getCells()) {
    if (parts.length > 0) text += cellJoint;
    const start = text.length;
    text += document.getText();
    parts.push({ uri: document.uri, start, end: text.length });
  }
  const { uri } = notebook;
  // Its prose is Markdown, whose headings stand above code as well.
  return { uri, name: displayName(uri), isNotebook: true, text, format: 'markdown', parts };
}

/** A source as it is now; undefined when it can no longer be opened, as an untitled document that was closed. */
export async function reopened({ uri, isNotebook }: Source): Promise<Source | undefined> {
  try {
    if (isNotebook) return notebookSource(await vscode.workspace.openNotebookDocument(uri));
    const document = await openDocument(uri);
    return document && sourceOf(document);
  } catch {
    return undefined;
  }
}

/** A document that is open; undefined otherwise. */
export function findOpen(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((document) => !document.isClosed && isSame(document.uri, uri));
}

/** A document that is open, or can be opened; undefined otherwise. */
export async function openDocument(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  const open = findOpen(uri);
  if (open !== undefined) return open;
  // Opened anew it would be an empty one.
  if (uri.scheme === 'untitled') return undefined;
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    return undefined;
  }
}

/** The part of a source's text where a selection of one of its documents stands; undefined where it has no such document. */
export function extentOf(source: Source, document: vscode.TextDocument, selection: vscode.Range): Extent | undefined {
  const part = partOf(source, document.uri);
  if (part === undefined) return undefined;
  return {
    start: part.start + document.offsetAt(selection.start),
    end: part.start + document.offsetAt(selection.end),
  };
}

/** What a document is of a source: all of it, or a cell; undefined where it is none of it. */
export function partOf({ parts }: Source, uri: vscode.Uri): SourcePart | undefined {
  return parts.find((part) => isSame(part.uri, uri));
}

/** The 0-based index of the part that an offset is in. */
export function partIndexAt({ parts }: Source, offset: number): number {
  const after = parts.findIndex(({ start }) => start > offset);
  return (after < 0 ? parts.length : Math.max(1, after)) - 1;
}

/** How many lines of a source's text are before one of its parts. */
export function linesBefore({ text, parts }: Source, index: number): number {
  return index === 0 ? 0 : lineEndsIn(text.slice(0, parts[index]?.start));
}

/** How many lines end in a text. */
export function lineEndsIn(text: string): number {
  return text.match(/\r\n?|\n/g)?.length ?? 0;
}

export function isSame(one: vscode.Uri, other: vscode.Uri): boolean {
  return one.toString() === other.toString();
}

/** The address of what had another one before it, or a folder around it, was renamed; the same where that was elsewhere. */
export function renamed(uri: vscode.Uri, from: vscode.Uri, to: vscode.Uri): vscode.Uri {
  const isWithin = uri.path === from.path || uri.path.startsWith(`${from.path}/`);
  if (!isWithin || uri.scheme !== from.scheme || uri.authority !== from.authority) return uri;
  return uri.with({ path: to.path + uri.path.slice(from.path.length) });
}

/** Whether an address is that of a notebook's cell. */
export function isCell({ scheme }: vscode.Uri): boolean {
  return scheme === cellScheme;
}

function notebookOf({ uri }: vscode.TextDocument): vscode.NotebookDocument | undefined {
  if (!isCell(uri)) return undefined;
  return vscode.workspace.notebookDocuments.find((notebook) =>
    notebook.getCells().some((cell) => isSame(cell.document.uri, uri)),
  );
}
