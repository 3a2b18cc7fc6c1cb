// The token for the Hub: kept by VS Code's secret storage and nowhere else.
import * as vscode from 'vscode';
import { tokenPlaceholder, tokenPrompt, tokenTitle } from './readerMessages';

const key = 'huggingFaceToken';

/** The token of this user, if there is one. */
export class HubToken {
  readonly #secrets: vscode.SecretStorage;

  constructor(secrets: vscode.SecretStorage) {
    this.#secrets = secrets;
  }

  async get(): Promise<string | null> {
    return (await this.#secrets.get(key)) ?? null;
  }

  /** Lets a person type a token. Returns whether there is a new one. */
  async input(): Promise<boolean> {
    const typed = await vscode.window.showInputBox({
      title: tokenTitle(),
      prompt: tokenPrompt(),
      placeHolder: tokenPlaceholder,
      password: true,
      ignoreFocusOut: true,
    });
    const token = typed?.trim() ?? '';
    if (token === '') return false;
    await this.#secrets.store(key, token);
    return true;
  }

  async clear(): Promise<void> {
    await this.#secrets.delete(key);
  }
}
