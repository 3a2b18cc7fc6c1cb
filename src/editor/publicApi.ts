// What other extensions get from activate(). api.d.ts at the root is made of this file by `npm run api`, for them to copy.
import type * as vscode from 'vscode';
import type { QaResult } from '../qa/result';

export type { QaResult } from '../qa/result';

/** The exports of the extension `document-qa.document-qa`. */
export interface DocumentQaApi {
  /**
   * Asks a question about a text, with the reader and the settings of this moment. Shows nothing and starts no download.
   *
   * Positions in the result are UTF-16 offsets in `document.getText()` as it was when the question was asked; its lines
   * and columns count from 1. Of a notebook's cell only that cell is read.
   *
   * @param document an open document, unsaved text included, or the address of one that can be opened as text
   * @param question one question, in the language of the reader (English)
   * @param token ends the reading: the result then has the state `stopped` and says how much was read
   * @returns rejects with an Error whose message is a sentence for people
   */
  readonly ask: (
    document: vscode.TextDocument | vscode.Uri,
    question: string,
    token?: vscode.CancellationToken,
  ) => Promise<QaResult>;
}
