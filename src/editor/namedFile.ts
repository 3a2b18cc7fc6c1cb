// A file as a language model names it, to its text. What cannot be found or read is told to the model, hence in English.
import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import { isSame, notebookSource, openDocument, documentSource, type Source } from './source';

/** A file that cannot be asked; the message is a sentence for a language model. */
class NamedFileError extends Error {
  override readonly name = 'NamedFileError';
}

/** VS Code gives no larger file to extensions. */
const maxFileBytes = 50 * 1024 * 1024;

/** Two letters at least: one is a drive. */
const scheme = /^[a-z][\w+.-]+:/i;

/** The address of a file: of a relative path that in the one workspace folder that has it. Throws NamedFileError. */
export async function addressOf(filePath: string): Promise<vscode.Uri> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (scheme.test(filePath)) return parsed(filePath);
  if (isAbsolute(filePath)) {
    const file = vscode.Uri.file(filePath);
    // Of a window on another machine the paths are those of that machine.
    return folders[0]?.uri.with({ path: file.path }) ?? file;
  }
  const candidates = folders.map(({ uri }) => vscode.Uri.joinPath(uri, filePath));
  const there = await Promise.all(candidates.map(isThere));
  const [found, ...more] = candidates.filter((_, index) => there[index]);
  if (found === undefined) throw new NamedFileError(`No workspace folder has a file ${filePath}. ${wanted}`);
  if (more.length > 0) throw new NamedFileError(`Several workspace folders have a file ${filePath}. ${wanted}`);
  return found;
}

/** Whether a person has brought a file into this window: it is open, or belongs to the workspace. */
export function isInWindow(uri: vscode.Uri): boolean {
  return isOpen(uri) || vscode.workspace.getWorkspaceFolder(uri) !== undefined;
}

/** The text of a file as it is now, unsaved changes included; of a notebook its cells. Throws NamedFileError. */
export async function sourceAt(uri: vscode.Uri): Promise<Source> {
  const notebook = await openNotebook(uri);
  if (notebook !== undefined) return notebookSource(notebook);
  const document = await openDocument(uri);
  if (document === undefined) throw new NamedFileError(await obstacleOf(uri));
  return documentSource(document);
}

const wanted = 'Give the absolute path of an existing text file, or its URI.';

function parsed(address: string): vscode.Uri {
  try {
    return vscode.Uri.parse(address, true);
  } catch {
    throw new NamedFileError(`${address} is not a URI. ${wanted}`);
  }
}

function isOpen(uri: vscode.Uri): boolean {
  const { textDocuments, notebookDocuments } = vscode.workspace;
  return [...textDocuments, ...notebookDocuments].some((open) => !open.isClosed && isSame(open.uri, uri));
}

async function isThere(uri: vscode.Uri): Promise<boolean> {
  return isOpen(uri) || (await statOf(uri)) !== undefined;
}

/** The notebook at an address: one that is open, or a Jupyter notebook. */
async function openNotebook(uri: vscode.Uri): Promise<vscode.NotebookDocument | undefined> {
  const open = vscode.workspace.notebookDocuments.find((notebook) => isSame(notebook.uri, uri));
  if (open !== undefined || !uri.path.endsWith('.ipynb')) return open;
  try {
    return await vscode.workspace.openNotebookDocument(uri);
  } catch {
    // Where nothing reads notebooks, it is a file of text.
    return undefined;
  }
}

/** Why an address cannot be opened as text. */
async function obstacleOf(uri: vscode.Uri): Promise<string> {
  const name = uri.scheme === 'file' ? uri.fsPath : uri.toString(true);
  const stat = await statOf(uri);
  if (stat === undefined) return `There is no file ${name}. ${wanted}`;
  if ((stat.type & vscode.FileType.Directory) !== 0) return `${name} is a folder. ${wanted}`;
  if (stat.size > maxFileBytes) return `${name} is too large: files of up to 50 MB can be asked.`;
  return `${name} cannot be read as text. Only text files can be asked: not PDFs, pictures or other binary files.`;
}

async function statOf(uri: vscode.Uri): Promise<vscode.FileStat | undefined> {
  try {
    return await vscode.workspace.fs.stat(uri);
  } catch {
    return undefined;
  }
}
