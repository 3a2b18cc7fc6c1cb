// The way to ask for other extensions: publicApi.ts says what they may rely on.
import type * as vscode from 'vscode';
import { AskError, askedOf, type Asker } from './asker';
import { untilCancelled } from './cancellation';
import { cannotOpenText } from './messages';
import type { DocumentQaApi } from './publicApi';
import { displayName, documentSource, openDocument } from './source';

/** The exports of the extension. */
export function makeApi(asker: Asker): DocumentQaApi {
  return {
    async ask(document, question, token) {
      const asked = askedOf(documentSource(await opened(document)), question);
      return untilCancelled(token, (signal) => asker.ask(asked, signal, () => undefined));
    },
  };
}

async function opened(document: vscode.TextDocument | vscode.Uri): Promise<vscode.TextDocument> {
  if ('getText' in document) return document;
  const found = await openDocument(document);
  if (found === undefined) throw new AskError(cannotOpenText(displayName(document)), []);
  return found;
}
